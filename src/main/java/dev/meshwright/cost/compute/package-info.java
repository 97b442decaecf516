/** What one layer computes on one GPU, kernel by kernel. */
@org.jspecify.annotations.NullMarked
package dev.meshwright.cost.compute;

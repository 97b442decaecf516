/** How stages work together over micro-batches. */
@org.jspecify.annotations.NullMarked
package dev.meshwright.cost.schedule;

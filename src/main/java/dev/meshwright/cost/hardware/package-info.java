/** Kernels and links of one kind of GPU: data sheet, fitted efficiencies and the author's assumptions brought together. */
@org.jspecify.annotations.NullMarked
package dev.meshwright.cost.hardware;

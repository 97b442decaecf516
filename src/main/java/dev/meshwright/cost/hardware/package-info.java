/**
 * Kernels and links of one kind of GPU: data sheet, fitted efficiencies and the author's assumptions brought
 * together.
 *
 * <p>Doors: {@link dev.meshwright.cost.hardware.Kernels} and {@link dev.meshwright.cost.hardware.Links}; each method
 * books one kernel or one collective in a {@code Tally}, with its FLOP, bytes and seconds. For {@code cost} alone:
 * {@code cost.layer} says which kernels a layer runs, here is what each takes. Shapes are those on one GPU, tensor
 * parallelism already applied; bytes/s one way.
 *
 * <pre>{@code
 * kernels.product(tally, Component.DENSE_IN, 4_096, 28_672, 4_096, Precision.BF16, 1);   // 9.62e11 FLOP
 * }</pre>
 */
@org.jspecify.annotations.NullMarked
package dev.meshwright.cost.hardware;

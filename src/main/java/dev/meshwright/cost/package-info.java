/**
 * What a layout costs: time, memory and traffic. {@link dev.meshwright.cost.CostModel} is the one entry; search, check,
 * scale and the solver's scores all come from it.
 *
 * <p>Subpackages: {@code efficiency} (fitted kernels), {@code hardware} (a GPU's kernels and links), {@code tally} (the
 * books), {@code communication}, {@code compute}, {@code memory}, {@code pipeline} (the physical effects).
 */
@org.jspecify.annotations.NullMarked
package dev.meshwright.cost;

package dev.meshwright.cost.efficiency;

/**
 * Where the constants of one surface come from.
 *
 * @param surface name of the surface, as in the family's file: {@code gemm.eightBit}
 * @param family family whose file holds it; differs from the asking family where it fell back
 * @param source measured tables, or the word "guess" and why
 * @param range shapes for which the source speaks
 * @param medianError median absolute relative error over the source's rows; NaN where there are none
 */
public record SurfaceSource(String surface, String family, String source, String range, double medianError) {}

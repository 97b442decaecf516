/**
 * How long one kernel or one collective takes on one family of GPUs.
 *
 * <p>Each form in {@code surface} is a small record of physical constants (a fraction of the peak, a latency, a padding) with one
 * closed form that turns a shape and data-sheet numbers into seconds; a GPU that nobody measured needs only its data
 * sheet. Every form is rational: a search evaluates them tens of millions of times per second.
 *
 * <p>Door: {@link dev.meshwright.cost.efficiency.KernelEfficiency}; {@code io.catalogue} reads it, {@code
 * cost.hardware} asks it, no other room calls a surface. Seconds, bytes, FLOP/s, bytes/s.
 *
 * <pre>{@code
 * new MemorySurface(0.8, 2e-6).seconds(1e9, 3.35e12);   // 2 us + 1e9 / (0.8 x 3.35e12) s = 375 us
 * }</pre>
 */
@NullMarked
package dev.meshwright.cost.efficiency;

import org.jspecify.annotations.NullMarked;

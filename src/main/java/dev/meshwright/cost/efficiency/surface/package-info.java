/**
 * Closed forms of one kernel or one collective each: physical constants and a shape in, seconds out.
 *
 * <p>Doors: one record per form, such as {@link dev.meshwright.cost.efficiency.surface.GemmSurface}. Read from files by {@code
 * io.catalogue}, put together and asked by {@code cost.efficiency}; no other room calls a surface. Every form is rational: a
 * search evaluates them tens of millions of times per second. Seconds, bytes, FLOP/s, bytes/s.
 *
 * <pre>{@code
 * new MemorySurface(0.8, 2e-6).seconds(1e9, 3.35e12);   // 2 us + 1e9 / (0.8 x 3.35e12) s = 375 us
 * }</pre>
 */
@NullMarked
package dev.meshwright.cost.efficiency.surface;

import org.jspecify.annotations.NullMarked;

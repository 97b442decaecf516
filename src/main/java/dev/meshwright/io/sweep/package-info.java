/**
 * Sweeps: one problem varied along axes, and the rows that were answered of it.
 *
 * <p>Doors: {@link dev.meshwright.io.sweep.SweepFile}, scenarios by their number, each a problem of its own; {@link
 * dev.meshwright.io.sweep.AnsweredRows}, a folder of answers that can be gone on with. For {@code workbench.sweep} and
 * {@code cli}. Bad input is {@link dev.meshwright.base.fault.InvalidInputException} with all faults at once; what is wrong with
 * one scenario alone is a matter of that scenario.
 *
 * <pre>{@code
 * SweepFile sweep = SweepFile.read(Path.of("sweep.yaml"), 10_000);
 * sweep.scenario(0).values();   // {gpu=h100-sxm, nodes=2}
 * }</pre>
 */
@NullMarked
package dev.meshwright.io.sweep;

import org.jspecify.annotations.NullMarked;

/**
 * Sweeps answered: every scenario searched for, on all cores, each row kept as it comes.
 *
 * <p>Door: {@link dev.meshwright.workbench.sweep.Sweeping}, a {@link dev.meshwright.io.sweep.SweepFile} and a folder in and a
 * {@link dev.meshwright.workbench.sweep.Swept} out. For {@code cli} and whoever embeds Meshwright; uses the workbench for every
 * scenario, so that a row is what {@code search} answers. What is wrong with a scenario is its row.
 *
 * <pre>{@code
 * try (AnsweredRows rows = AnsweredRows.open(folder, sweep.name())) {
 *     new Sweeping(new Workbench(), Effort.DEFAULT, true).answer(sweep, rows, 2, Watch.NONE).found();
 * }
 * }</pre>
 */
@NullMarked
package dev.meshwright.workbench.sweep;

import org.jspecify.annotations.NullMarked;

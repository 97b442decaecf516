/**
 * Measurements of what was exported, beside what was predicted for it.
 *
 * <p>Door: {@link dev.meshwright.workbench.measured.PlannedRows}. Used by {@code cli}; uses {@code workbench}. Seconds, tokens per
 * second.
 *
 * <pre>{@code
 * new PlannedRows(workbench, Constants.STANDARD, Path.of("out/validate.csv")).of(row);
 * }</pre>
 */
@NullMarked
package dev.meshwright.workbench.measured;

import org.jspecify.annotations.NullMarked;

/**
 * Tables of errors as data: what is said of the predictions of a file, summed up by phase, by group, by half, row by row.
 *
 * <p>Door: {@link dev.meshwright.lab.error.report.ErrorReport}, made of a {@link dev.meshwright.lab.error.Validation}. Every figure
 * that a rendering shows is here; texts, documents and pictures choose words and places. For {@code answer} and above. Errors
 * are fractions of what was measured; a group without a name stands for the small ones together.
 *
 * <pre>{@code
 * ErrorReport.of(validation, 10).measures().getFirst().all().median();
 * }</pre>
 */
@NullMarked
package dev.meshwright.lab.error.report;

import org.jspecify.annotations.NullMarked;

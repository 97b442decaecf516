/**
 * Predictions against measurements: all rows of a file with their errors, and what choosing by predictions costs.
 *
 * <p>Door: {@link dev.meshwright.lab.error.Validation}, from which {@link dev.meshwright.lab.error.ErrorSummary},
 * {@link dev.meshwright.lab.error.Regret}, {@link dev.meshwright.lab.error.Residuals} and {@link
 * dev.meshwright.lab.error.WorstRow} follow; {@code report} has all that is said of a file. For {@code lab.fit}, {@code answer}
 * and above. {@link
 * dev.meshwright.lab.error.Half} says which rows fits may use; residuals come from the others alone. Errors are
 * fractions of what was measured; regret is a fraction of the best row's tokens/s per GPU.
 *
 * <pre>{@code
 * ErrorSummary.of(Validation.of(kind, rows, catalogues).outcomes()).median();   // 0.08: half of them within 8 %
 * }</pre>
 */
@org.jspecify.annotations.NullMarked
package dev.meshwright.lab.error;

/**
 * Constants from measured rows: calibrations of a deployment's own hardware, and the engines' constants.
 *
 * <p>Doors: {@link dev.meshwright.lab.fit.CalibrationFit} for users' measurements; {@code EngineFit} for the
 * constants that come with the program, run by a test. For {@code answer} and above. A factor that the rows do not
 * determine stays at 1; a constant of an engine is drawn to what its meaning lets expect. Fits make ln(predicted /
 * measured) small; factors have no unit.
 *
 * <pre>{@code
 * CalibrationFit fit = CalibrationFit.of(kind, rows, catalogues, () -> {});
 * fit.crossValidated().get(Measure.TIME_PER_OUTPUT_TOKEN).median();
 * }</pre>
 */
@org.jspecify.annotations.NullMarked
package dev.meshwright.lab.fit;

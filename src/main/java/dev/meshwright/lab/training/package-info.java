/**
 * Training runs, whole, cut to a few layers, or of a single mixture: what a row's words mean in physics.
 *
 * <p>Doors: {@link dev.meshwright.lab.training.TrainingMemoryMeasurements} for runs of cut models, {@link
 * dev.meshwright.lab.training.TrainingOutcomes} and {@link dev.meshwright.lab.training.MixtureLayerCase} for
 * published rows. For {@code lab.error}, and the list of kinds above; uses {@code lab.row} alone. What a published
 * recipe sets and its row leaves out is data with a source. Seconds of a step, bytes on a GPU.
 *
 * <pre>{@code
 * TrainingCase ran = TrainingCase.of(TrainingRow.of(row), catalogues.models(), catalogues.gpus());
 * ran.layout().degrees().gpus();
 * }</pre>
 */
@org.jspecify.annotations.NullMarked
package dev.meshwright.lab.training;

/**
 * What is known by name: models, GPUs, number formats, kernel efficiencies, calibrations.
 *
 * <p>Doors: {@link dev.meshwright.io.catalogue.ModelCatalogue}, {@link dev.meshwright.io.catalogue.GpuCatalogue},
 * {@link dev.meshwright.io.catalogue.EfficiencyFiles}, {@link dev.meshwright.io.catalogue.CalibrationFiles}; {@link
 * dev.meshwright.io.catalogue.StandardModels} for every way in which a problem file names a model. For {@code
 * io.problem}, {@code workbench} and {@code cli}. Facts lie in data files with a source. Bytes, FLOP/s, bytes/s,
 * seconds.
 *
 * <pre>{@code
 * GpuCatalogue.standard().find("h100-sxm").map(Gpu::memoryBytes);   // 80e9
 * }</pre>
 */
@NullMarked
package dev.meshwright.io.catalogue;

import org.jspecify.annotations.NullMarked;

/**
 * Expert loads that engines and people recorded, in the forms in which they keep them.
 *
 * <p>Doors: {@link dev.meshwright.io.loads.RecordedLoads}, with co-activation where a file has it, and {@link
 * dev.meshwright.io.loads.LoadFiles} for the matrix alone. For {@code io.problem}, {@code question.place} by way of
 * {@code cli}, and benchmarks. Reads JSON, YAML, CSV, NumPy, SGLang's and TensorRT-LLM's recordings; a fault names
 * file, place and value. Loads are {@code [layer][expert]} counts of assignments, not negative, in any common unit.
 *
 * <pre>{@code
 * double[][] loads = RecordedLoads.read(Path.of("loads.json")).loads();
 * }</pre>
 */
@NullMarked
package dev.meshwright.io.loads;

import org.jspecify.annotations.NullMarked;

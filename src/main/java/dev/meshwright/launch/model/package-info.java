/**
 * Models by the names of their checkpoints, as far as the rules of a launch need them.
 *
 * <p>Doors: {@link dev.meshwright.launch.model.ModelFacts} and {@link dev.meshwright.launch.model.ModelShelf}, which {@code
 * io.launch} fills from the catalogue and from {@code engines/checkpoints.yaml}. For {@code launch.engine} and {@code
 * launch.rule}. A model outside the catalogue may have a few facts or none; zero and empty mean unknown. Widths are columns,
 * lengths tokens.
 *
 * <pre>{@code
 * shelf.find("Qwen/Qwen3-30B-A3B-Instruct-2507-FP8").map(ModelFacts::experts);   // 128
 * }</pre>
 */
@NullMarked
package dev.meshwright.launch.model;

import org.jspecify.annotations.NullMarked;

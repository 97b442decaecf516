/**
 * Files of launches, and what is known of the options and checkpoints that they name.
 *
 * <p>Doors: {@link dev.meshwright.io.launch.LaunchFiles} reads a launch, {@link dev.meshwright.io.launch.OptionFiles} the data of
 * engines, {@link dev.meshwright.io.launch.Checkpoints} the names of models. For {@code workbench} and {@code cli}. YAML is read
 * with its lines and its aliases here; what it means is said in {@code launch}. Faults name file and line, counted from 1.
 *
 * <pre>{@code
 * LaunchFiles.read(List.of(Path.of("run.sh")), Asked.NOTHING, Map.of()).pools().size();   // 1
 * }</pre>
 */
@NullMarked
package dev.meshwright.io.launch;

import org.jspecify.annotations.NullMarked;

/**
 * Launch files of inference engines and training frameworks: what was launched, what it means as a layout, and whether it
 * will run.
 *
 * <p>{@code .shell} says what scripts start, {@code .tree} what YAML says, {@code .source} finds the servers in files,
 * {@code .option} reads their options by the engine's data, {@code .engine} makes layouts of them, {@code .rule} judges.
 * Used by {@code io}, {@code answer}, {@code workbench} and {@code cli}; uses facts and layouts. Places are lines of files,
 * counted from 1.
 *
 * <pre>{@code
 * findings.add(new Place("run.sh", 3), "--tp", "has no value", "Maybe --tp 8.");
 * }</pre>
 */
@NullMarked
package dev.meshwright.launch;

import org.jspecify.annotations.NullMarked;

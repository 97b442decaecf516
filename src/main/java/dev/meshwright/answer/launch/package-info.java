/**
 * Answers about launches: what files of an engine start, and what starts a plan, as immutable data that computes nothing.
 *
 * <p>Doors: {@link dev.meshwright.answer.launch.LaunchAnswer}, {@link dev.meshwright.answer.launch.ExportAnswer}, {@link
 * dev.meshwright.answer.launch.PoolsExportAnswer}. Made by {@code workbench.launch}; rendered by {@code answer.text.launch} and {@code
 * answer.json.launch}. Tokens per second, bytes, seconds.
 *
 * <pre>{@code
 * ExportText.of(answer, Style.PLAIN);
 * }</pre>
 */
@NullMarked
package dev.meshwright.answer.launch;

import org.jspecify.annotations.NullMarked;

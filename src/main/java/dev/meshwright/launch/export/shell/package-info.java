/**
 * Scripts of nodes and of the client that measures them, in which no value is ever expanded, split or run.
 *
 * <p>Doors: {@link dev.meshwright.launch.export.shell.NodeScript} and {@link dev.meshwright.launch.export.shell.BenchmarkScript}.
 * Used by {@code io.launch.written}; uses {@code launch.export}. Lines end with a line break.
 *
 * <pre>{@code
 * ShellWords.quoted("it's");   // 'it'\\''s'
 * }</pre>
 */
@NullMarked
package dev.meshwright.launch.export.shell;

import org.jspecify.annotations.NullMarked;

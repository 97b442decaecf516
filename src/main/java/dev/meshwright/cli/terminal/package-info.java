/**
 * Where commands speak: results, talk, how far a long command is, and Ctrl-C.
 *
 * <p>Doors: {@link dev.meshwright.cli.terminal.Terminal}, results to standard output and talk to standard error, and {@link
 * dev.meshwright.cli.terminal.ExitCode}, what a command's end means. Used by {@code cli} alone; knows the workbench's events and
 * no option. Nothing else of the project prints.
 *
 * <pre>{@code
 * terminal.answer(SearchText.of(answer, terminal.style()));
 * }</pre>
 */
@NullMarked
package dev.meshwright.cli.terminal;

import org.jspecify.annotations.NullMarked;

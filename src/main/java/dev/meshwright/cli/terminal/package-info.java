/**
 * Where commands speak: results, talk, how far a long command is, and Ctrl-C.
 *
 * <p>Door: {@link dev.meshwright.cli.terminal.Terminal}. Used by {@code cli} alone; knows the workbench's events and no option.
 */
@NullMarked
package dev.meshwright.cli.terminal;

import org.jspecify.annotations.NullMarked;

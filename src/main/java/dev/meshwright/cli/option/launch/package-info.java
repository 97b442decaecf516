/**
 * Options about launch files: what those that are read leave open, and what those that are written are to hold.
 *
 * <p>Doors: {@link dev.meshwright.cli.option.launch.LaunchOptions} of {@code import} and {@code check --launch}, {@link
 * dev.meshwright.cli.option.launch.ExportOptions} of {@code export}. Used by commands alone. Lengths are tokens.
 *
 * <pre>{@code
 * @Mixin
 * private ExportOptions export = new ExportOptions();
 * }</pre>
 */
@NullMarked
package dev.meshwright.cli.option.launch;

import org.jspecify.annotations.NullMarked;

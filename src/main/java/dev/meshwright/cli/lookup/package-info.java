/**
 * Commands that look something up: what problem files can name, what claims can be about, what files look like.
 *
 * <p>Doors: one class per command. Used by {@link dev.meshwright.cli.Main} alone. They need no problem and cost nothing; what
 * they list comes from {@code workbench} and {@code io}.
 *
 * <pre>{@code
 * int code = Main.run(out, err, "models", "deepseek-v3");
 * }</pre>
 */
@NullMarked
package dev.meshwright.cli.lookup;

import org.jspecify.annotations.NullMarked;

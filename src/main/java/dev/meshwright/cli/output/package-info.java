/**
 * Files that commands write beside what they print: options that say where, and the writing.
 *
 * <p>Doors: one class per command that writes, such as {@link dev.meshwright.cli.output.PlanOutput}; {@link
 * dev.meshwright.cli.output.Written} writes a file and says so. Used by commands alone. A file is there wholly or not at all; one
 * that ends in .json is JSON.
 *
 * <pre>{@code
 * @Mixin
 * private PlanOutput output = new PlanOutput();
 * }</pre>
 */
@NullMarked
package dev.meshwright.cli.output;

import org.jspecify.annotations.NullMarked;

/**
 * Names, types and defaults of the options that engines are started with, by release, and what each says of a layout.
 *
 * <p>Door: {@link dev.meshwright.facts.engine.option.OptionBook}, the options of one engine. For {@code launch}, which reads
 * launch files by them, and for whoever writes some; {@code io} reads them from {@code engines/options/*.yaml}, where each has
 * its source. Code asks for a {@link dev.meshwright.facts.engine.option.Meaning} and knows no name and no release. Values are
 * text as a command line has it, in the engine's own unit.
 *
 * <pre>{@code
 * book.of(Meaning.MEMORY_SHARE).flatMap(option -> option.defaultOf(EngineVersion.of("0.20")));   // 0.9
 * }</pre>
 */
@NullMarked
package dev.meshwright.facts.engine.option;

import org.jspecify.annotations.NullMarked;

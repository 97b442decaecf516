/**
 * Options of servers as they were stated, found by the data of their engine.
 *
 * <p>Doors: {@link dev.meshwright.launch.option.Servers}, which reads them, {@link dev.meshwright.launch.option.Server}, what
 * one was launched with, and {@link dev.meshwright.launch.option.Options}, the same by meaning with defaults. For {@code
 * launch.engine}; uses {@code launch.source}. Names and defaults are facts ({@link
 * dev.meshwright.facts.engine.option.OptionBook}); later options win, and a command wins over the file that it names.
 *
 * <pre>{@code
 * new Options(server, book, findings).degree(Meaning.TENSOR);   // 8
 * }</pre>
 */
@NullMarked
package dev.meshwright.launch.option;

import org.jspecify.annotations.NullMarked;

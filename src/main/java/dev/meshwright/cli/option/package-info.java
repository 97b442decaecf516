/**
 * Options that commands share, and what turns their words into values.
 *
 * <p>Doors: {@link dev.meshwright.cli.option.AnswerOptions}, which every command that answers has, and {@link
 * dev.meshwright.cli.option.ProblemInput}, the problem with its calibration. Used by commands alone; all of it is picocli's.
 * What is wrong with a value is said when it is read, with the option's name. Quantities have units as users write them and
 * leave in base units: seconds, bytes, tokens per second.
 *
 * <pre>{@code
 * @Mixin
 * private ProblemInput problem = new ProblemInput();
 * }</pre>
 */
@NullMarked
package dev.meshwright.cli.option;

import org.jspecify.annotations.NullMarked;

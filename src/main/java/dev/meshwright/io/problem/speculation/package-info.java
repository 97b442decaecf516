/**
 * How tokens are guessed, in a problem file.
 *
 * <p>Door: {@link dev.meshwright.io.problem.speculation.SpeculationSection}, for {@code io.problem}. Tokens, chances from 0 to 1, bytes.
 *
 * <pre>{@code
 * serving: {speculation: {method: mtp, drafts: 3, acceptance: [0.9, 0.8, 0.7]}}
 * }</pre>
 */
@NullMarked
package dev.meshwright.io.problem.speculation;

import org.jspecify.annotations.NullMarked;

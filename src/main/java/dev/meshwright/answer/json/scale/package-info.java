/**
 * The answer about hardware as plain data in base units.
 *
 * <p>Door: {@link dev.meshwright.answer.json.scale.ScaleDocument}, for the command line and pages. Tokens per second, GPUs, FLOP, bytes.
 * Computes nothing.
 *
 * <pre>{@code
 * Map<String, Object> document = ScaleDocument.of(answer);
 * }</pre>
 */
@NullMarked
package dev.meshwright.answer.json.scale;

import org.jspecify.annotations.NullMarked;

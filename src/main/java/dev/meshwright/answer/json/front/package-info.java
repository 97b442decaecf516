/**
 * The front of a cluster as plain data in base units.
 *
 * <p>Door: {@link dev.meshwright.answer.json.front.FrontDocument}, for the command line: as JSON, and as rows of a table. Seconds; tokens
 * per second, per GPU those of all GPUs of the cluster. Computes nothing.
 *
 * <pre>{@code
 * Map<String, Object> document = FrontDocument.of(answer);
 * }</pre>
 */
@NullMarked
package dev.meshwright.answer.json.front;

import org.jspecify.annotations.NullMarked;

/**
 * Whether experts are to move, as text.
 *
 * <p>Door: {@link dev.meshwright.answer.text.drift.DriftText}. For {@code cli}, and for what an export says of its plan; computes
 * nothing.
 *
 * <pre>{@code
 * DriftText.of(answer, style);   // Move experts while it serves, every 222 s ...
 * }</pre>
 */
@org.jspecify.annotations.NullMarked
package dev.meshwright.answer.text.drift;

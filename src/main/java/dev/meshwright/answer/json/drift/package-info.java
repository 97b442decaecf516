/**
 * Whether experts are to move, as plain data.
 *
 * <p>Door: {@link dev.meshwright.answer.json.drift.DriftDocument}. For {@code cli}; computes nothing.
 *
 * <pre>{@code
 * Documents.toJson(DriftDocument.of(answer));
 * }</pre>
 */
@org.jspecify.annotations.NullMarked
package dev.meshwright.answer.json.drift;

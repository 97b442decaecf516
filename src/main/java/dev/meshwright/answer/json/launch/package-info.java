/**
 * What launch files start and whether it runs, as plain data.
 *
 * <p>Door: {@link dev.meshwright.answer.json.launch.LaunchDocument}. For {@code cli}. Degrees as counts, everything else in base units:
 * bytes, tokens, seconds.
 *
 * <pre>{@code
 * Documents.toJson(LaunchDocument.of(answer));
 * }</pre>
 */
@org.jspecify.annotations.NullMarked
package dev.meshwright.answer.json.launch;

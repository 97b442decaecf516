/**
 * What launch files start and whether it runs, as text: pools with their degrees, what was read, defaulted and ignored, verdicts.
 *
 * <p>Door: {@link dev.meshwright.answer.text.launch.LaunchText}. For {@code cli}. Degrees, bytes and tokens as people read them; nothing is
 * computed here.
 *
 * <pre>{@code
 * LaunchText.of(answer, style);
 * }</pre>
 */
@org.jspecify.annotations.NullMarked
package dev.meshwright.answer.text.launch;

/**
 * What a replay of the serving loop says, as text: percentiles of what requests wait for, rates, goodput, and how the loop was run.
 *
 * <p>Door: {@link dev.meshwright.answer.text.loop.RequestsText}. For {@code answer.text}. Seconds and rates as people read them; nothing
 * is computed here.
 *
 * <pre>{@code
 * new RequestsText(page, assessment).print();   // nothing where the loop was not replayed
 * }</pre>
 */
@org.jspecify.annotations.NullMarked
package dev.meshwright.answer.text.loop;

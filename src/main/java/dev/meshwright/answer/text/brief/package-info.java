/**
 * Answers on a first screen: what was found, what it is worth and how sure that is, in 25 lines at most.
 *
 * <p>Door: {@link dev.meshwright.answer.text.brief.SearchBrief}. For {@code answer.text}, whose classes print the whole of it with
 * {@code --details}. Arranges what was found and computes nothing; sentences that an answer has are told as they are, or their first.
 *
 * <pre>{@code
 * SearchText.brief(answer, Style.PLAIN).lines().count();   // 25 or fewer
 * }</pre>
 */
@NullMarked
package dev.meshwright.answer.text.brief;

import org.jspecify.annotations.NullMarked;

/**
 * Drafts claims from documents: every number with a unit, the sentence around it, and the quantities that it may be about.
 *
 * <p>Door: {@link dev.meshwright.question.audit.drafting.Drafter} takes a {@link dev.meshwright.question.audit.drafting.Document} and gives a
 * {@link dev.meshwright.question.audit.drafting.Draft}. Words near the number, its unit and what it is counted for speak for a
 * quantity; a claim that nothing decides stays open, with its candidates. Used by {@code io.document} and {@code cli}. How sure a
 * draft is has no unit: evidence is added up and compared.
 *
 * <pre>{@code
 * Draft draft = new Drafter(Vocabulary.standard()).draft(document);
 * }</pre>
 */
@NullMarked
package dev.meshwright.question.audit.drafting;

import org.jspecify.annotations.NullMarked;

/**
 * Drafts claims from documents: every number with a unit, the sentence around it, and the quantities that it may be about.
 *
 * <p>{@link dev.meshwright.question.audit.drafting.Drafter} takes a {@link dev.meshwright.question.audit.drafting.Document} and gives a
 * {@link dev.meshwright.question.audit.drafting.Draft}. Words near the number, its unit and what it is counted for speak for a
 * quantity; a claim that nothing decides stays open, with its candidates.
 */
@org.jspecify.annotations.NullMarked
package dev.meshwright.question.audit.drafting;

/**
 * Claims of a plan against what can be derived: verdicts with derivations, likely mistakes, contradictions, proofs of
 * impossibility.
 *
 * <p>Door: {@link dev.meshwright.question.audit.Auditor}; its answer is an {@link
 * dev.meshwright.question.audit.Audit}. For {@code workbench} and {@code answer}. A claim without premises is judged
 * by problem, layout and cost model; one with premises by these first. {@code fact} holds what is known and what
 * follows, {@code mistake} what a wrong number may be instead. Values are in base units; a claim is confirmed within
 * 2 % or half of its last digit, whichever is more.
 *
 * <pre>{@code
 * auditor.audit(draft.claims()).count(Verdict.REFUTED);
 * }</pre>
 */
@org.jspecify.annotations.NullMarked
package dev.meshwright.question.audit;

/**
 * Claims of a plan against what can be derived: quantities, verdicts with derivations, likely mistakes, contradictions.
 *
 * <p>A {@link dev.meshwright.audit.FactBook} holds what problem, layout and evaluation say and the rules between
 * quantities; a claim is derived from it, or from premises that the document itself states.
 */
@org.jspecify.annotations.NullMarked
package dev.meshwright.question.audit;

/**
 * Plans that somebody else wrote: what is missing is filled in, then they are judged like any other layout.
 *
 * <p>Door: {@link dev.meshwright.question.check.PlanChecker}; its answer is a {@link
 * dev.meshwright.question.check.CheckedPlan}. For {@code question.audit}, {@code workbench} and {@code answer}. A
 * plan that asks for more GPUs than there are is evaluated on more nodes, and its violations are those of the real
 * cluster. Violations state value, limit and unit; an evaluation is in seconds, bytes and tokens per second.
 *
 * <pre>{@code
 * CheckedPlan plan = checker.check(draft);
 * plan.violations();   // all that are broken, each with what would mend it
 * }</pre>
 */
@org.jspecify.annotations.NullMarked
package dev.meshwright.question.check;

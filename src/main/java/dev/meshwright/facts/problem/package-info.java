/**
 * The question as a whole: model, cluster, workload, expert load, objective, targets, assumptions and limits.
 *
 * <p>Door: {@link dev.meshwright.facts.problem.Problem}. For {@code layout} and every room above; {@code io.problem}
 * reads it, {@code with...} methods make the same problem with one part changed. What the author says about the model
 * ({@link dev.meshwright.facts.problem.Declared}) is audited and never computed with; what he assumes ({@link
 * dev.meshwright.facts.problem.Assumptions}) replaces fitted values. Targets are in tokens per second and seconds,
 * assumed efficiencies are fractions of 1.
 *
 * <pre>{@code
 * Problem.plain("decode", model, cluster, workload).withCluster(larger);
 * }</pre>
 */
@org.jspecify.annotations.NullMarked
package dev.meshwright.facts.problem;

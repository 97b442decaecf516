/**
 * Problem files: model, cluster, workload, objective, targets, assumptions and limits, read with all faults at once.
 *
 * <p>Door: {@link dev.meshwright.io.problem.ProblemFiles}; a {@link dev.meshwright.io.problem.ProblemDocument} is the
 * problem with what was assumed and the {@link dev.meshwright.io.problem.Digest} of its meaning. For {@code io.plan},
 * {@code workbench} and {@code cli}. One class per section, one for what must hold between sections. Quantities state
 * their unit in the file; in the problem they are in base units.
 *
 * <pre>{@code
 * ProblemDocument document = ProblemFiles.open(Path.of("problem.yaml"));   // or InvalidInputException with every fault
 * }</pre>
 */
@NullMarked
package dev.meshwright.io.problem;

import org.jspecify.annotations.NullMarked;

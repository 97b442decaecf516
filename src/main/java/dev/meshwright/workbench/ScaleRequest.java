package dev.meshwright.workbench;

import dev.meshwright.io.problem.ProblemDocument;
import dev.meshwright.question.scale.Scaling;

/**
 * Asks what hardware a target needs.
 *
 * @param problem as it was read
 * @param constants that layouts are costed with
 * @param goal the target, the kinds of GPU beside the problem's own, the largest cluster
 * @param replayed whether the serving loops of what is answered are replayed
 * @param effort seed and time
 */
public record ScaleRequest(
        ProblemDocument problem, Constants constants, Scaling.Goal goal, boolean replayed, Effort effort) {}

package dev.meshwright.placement.experts.planner;

import dev.meshwright.placement.Budget;
import dev.meshwright.placement.experts.ExpertProblem;
import java.util.Optional;

/**
 * One row of a table of placements: an algorithm, the placement in force, the bound that none can beat, a known optimum. All
 * are asked the same and answer in the same terms.
 */
public interface PlacementPolicy {

    /** Short and stable: a row of a table, a word of the command line. */
    String name();

    /** What it makes of {@code problem}; empty where it does not apply. */
    Optional<PolicyRun> run(ExpertProblem problem, Budget budget);
}

package dev.meshwright;

import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.engine.Calibration;
import dev.meshwright.cost.engine.EfficiencySource;
import dev.meshwright.cost.engine.Question;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.io.catalogue.EfficiencyFiles;
import dev.meshwright.io.problem.ProblemFiles;
import dev.meshwright.placement.Budget;
import dev.meshwright.placement.experts.planner.ExpertPlacers;
import dev.meshwright.placement.pipeline.start.PipelinePlacers;
import dev.meshwright.placement.placing.LayoutPlacer;
import dev.meshwright.placement.placing.StagePlacer;
import dev.meshwright.question.search.LayoutSearch;
import dev.meshwright.question.search.SearchResult;
import java.nio.file.Path;

/** The problems of the transcripts, and a search without a solver: small and quick. */
public final class SmallProblem {

    private static final Path FOLDER = Path.of("src/test/resources/transcripts");

    /** Fitted efficiencies. */
    private static final EfficiencySource EFFICIENCIES = gpu -> EfficiencyFiles.forArchitecture(gpu.family());

    private SmallProblem() {}

    /** A problem of the folder: small, missed, full. */
    public static Problem read(String name) {
        return ProblemFiles.read(FOLDER.resolve(name + ".yaml"));
    }

    /** What {@code problem} asks with fitted efficiencies. */
    public static Question question(Problem problem) {
        return Calibration.NONE.question(problem, EFFICIENCIES);
    }

    /** Its cost model. */
    public static CostModel costModel(String name) {
        return new CostModel(question(read(name)));
    }

    /** A placer without a solver. */
    public static LayoutPlacer placer(CostModel costModel) {
        return new LayoutPlacer(
                costModel, ExpertPlacers.SWAP_DESCENT, new StagePlacer(PipelinePlacers.GREEDY), Budget.ofMoves(0, 1));
    }

    /** A complete search. */
    public static SearchResult search(CostModel costModel, int runnersUp) {
        LayoutPlacer placer = placer(costModel);
        return new LayoutSearch(costModel, placer, placer, () -> false, event -> {}).run(runnersUp);
    }
}

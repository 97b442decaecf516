package dev.meshwright;

import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.EfficiencySource;
import dev.meshwright.io.EfficiencyFiles;
import dev.meshwright.io.ProblemFiles;
import dev.meshwright.placement.Budget;
import dev.meshwright.placement.ExpertPlacers;
import dev.meshwright.placement.PipelinePlacers;
import dev.meshwright.problem.Problem;
import dev.meshwright.search.LayoutPlacer;
import dev.meshwright.search.LayoutSearch;
import dev.meshwright.search.SearchResult;
import dev.meshwright.search.StagePlacer;
import java.nio.file.Path;

/** The problems of the transcripts, and a search without a solver: small and quick. */
public final class SmallProblem {

    private static final Path FOLDER = Path.of("src/test/resources/transcripts");

    /** Fitted efficiencies. */
    public static final EfficiencySource EFFICIENCIES = gpu -> EfficiencyFiles.forArchitecture(gpu.family());

    private SmallProblem() {}

    /** A problem of the folder: small, missed, full. */
    public static Problem read(String name) {
        return ProblemFiles.read(FOLDER.resolve(name + ".yaml"));
    }

    /** Its cost model. */
    public static CostModel costModel(String name) {
        return new CostModel(read(name), EFFICIENCIES);
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

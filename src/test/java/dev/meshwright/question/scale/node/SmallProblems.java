package dev.meshwright.question.scale.node;

import dev.meshwright.cost.CostModel;
import dev.meshwright.facts.cluster.Cluster;
import dev.meshwright.facts.cluster.Gpu;
import dev.meshwright.facts.cluster.InterNode;
import dev.meshwright.facts.cluster.LinkTopology;
import dev.meshwright.facts.cluster.NodeGroup;
import dev.meshwright.facts.model.FeedForward;
import dev.meshwright.facts.model.GroupedQueryAttention;
import dev.meshwright.facts.model.Layer;
import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.model.Precision;
import dev.meshwright.facts.model.Precisions;
import dev.meshwright.facts.problem.Assumptions;
import dev.meshwright.facts.problem.Declared;
import dev.meshwright.facts.problem.LoadBalance;
import dev.meshwright.facts.problem.Objective;
import dev.meshwright.facts.problem.Prices;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.problem.SearchLimits;
import dev.meshwright.facts.problem.Targets;
import dev.meshwright.facts.workload.ExpertLoad;
import dev.meshwright.facts.workload.Workload;
import dev.meshwright.layout.Degrees;
import dev.meshwright.placement.Budget;
import dev.meshwright.placement.placing.LayoutPlacer;
import dev.meshwright.placement.placing.StagePlacer;
import dev.meshwright.placement.timefold.experts.TimefoldExpertPlacer;
import dev.meshwright.placement.timefold.pipeline.TimefoldPipelinePlacer;
import dev.meshwright.question.search.LayoutSearch;
import dev.meshwright.question.search.SearchResult;
import dev.meshwright.question.search.space.FamilySource;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Problems of a few layers on nodes of four GPUs, and a searcher for them. */
final class SmallProblems {

    /** 400 TFLOP/s, 64 GB, 1.8 TB/s: the GPU of the founding documents, with an A100's links. */
    static final Gpu GPU = new Gpu(
            "test-gpu",
            "ampere",
            Map.of(Precision.BF16, 400e12),
            64e9,
            1.8e12,
            300e9,
            8,
            LinkTopology.SWITCH,
            25e9,
            32e9,
            400,
            "founding documents");

    /** 4 layers of 8 experts: 4 x 8 x 3 x 2048 x 7168 weights, 2.8 GB in BF16. */
    static final Model MIXTURE = new Model(
            "small-mixture",
            2048,
            32000,
            false,
            0,
            Collections.nCopies(
                    4, new Layer(new GroupedQueryAttention(16, 4, 128), new FeedForward.Mixture(8, 2, 7168, 0))),
            List.of(),
            Precisions.BF16);

    private SmallProblems() {}

    static Problem problem(Model model, Workload workload, Targets targets, Assumptions assumptions) {
        return new Problem(
                "small",
                model,
                Declared.NOTHING,
                new Cluster(List.of(new NodeGroup(1, 4, GPU)), InterNode.DEFAULT),
                workload,
                new ExpertLoad.Uniform(),
                LoadBalance.NONE,
                Objective.THROUGHPUT,
                targets,
                assumptions,
                SearchLimits.DEFAULT,
                Prices.NONE);
    }

    static final SizeSearcher SEARCHER = new SizeSearcher() {
        @Override
        public SearchResult search(CostModel costModel, FamilySource source, double least) {
            LayoutPlacer placer = new LayoutPlacer(
                    costModel,
                    new TimefoldExpertPlacer(),
                    new StagePlacer(new TimefoldPipelinePlacer()),
                    Budget.ofMoves(0, 1));
            return new LayoutSearch(costModel, placer, placer, () -> false, event -> {}).runOver(source, 0, least);
        }

        @Override
        public SearchResult thorough(CostModel costModel, Degrees degrees) {
            LayoutPlacer placer = new LayoutPlacer(
                    costModel,
                    new TimefoldExpertPlacer(),
                    new StagePlacer(new TimefoldPipelinePlacer()),
                    Budget.ofMoves(20_000, 1));
            return new LayoutSearch(costModel, placer, placer, () -> false, event -> {})
                    .run(visitor -> visitor.accept(degrees), 0);
        }

        @Override
        public boolean cancelled() {
            return false;
        }

        @Override
        public void progress(String doing) {}
    };
}

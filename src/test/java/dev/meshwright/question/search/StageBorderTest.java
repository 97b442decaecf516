package dev.meshwright.question.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.Architectures;
import dev.meshwright.Problems;
import dev.meshwright.cost.CostModel;
import dev.meshwright.facts.cluster.Cluster;
import dev.meshwright.facts.cluster.NodeGroup;
import dev.meshwright.facts.model.FeedForward.Mixture;
import dev.meshwright.facts.model.LatentAttention;
import dev.meshwright.facts.model.Layer;
import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.model.SparseIndexer;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Layout;
import dev.meshwright.layout.Stage;
import dev.meshwright.layout.rule.DegreeRules;
import dev.meshwright.layout.rule.LayoutRules;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Layers that use what an earlier one chose stay on its stage, on equal and on mixed GPUs. */
class StageBorderTest {

    private static final long SEED = 20_261_130L;

    private static Model model(boolean[] chooses) {
        List<Layer> layers = new ArrayList<>();
        for (boolean own : chooses) {
            SparseIndexer indexer = own ? new SparseIndexer(4, 32, 64) : SparseIndexer.shared(64);
            layers.add(new Layer(new LatentAttention(8, 64, 32, 16, 8, 16, indexer), new Mixture(4, 2, 64, 0)));
        }
        return Architectures.model("groups", 128, 1000, layers);
    }

    private static Layout placed(Problem problem, Degrees degrees) {
        CostModel costModel = Problems.costModel(problem);
        return Problems.placer(costModel).place(degrees).orElseThrow().layout();
    }

    /** Groups of 3, 3 and 2 layers: of the cuts into two only 3 + 5 and 6 + 2 keep them whole. */
    @Test
    void stagesAreCutBetweenGroups() {
        Model model = model(new boolean[] {true, false, false, true, false, false, true, false});
        Problem problem = Problems.problem(model, Problems.cluster(1, 2, "h200-sxm"), Problems.serving(512, 64));
        List<Stage> stages =
                placed(problem, Problems.degrees(4, 1, 1, 1, 2, 1, 1, 2)).stages();
        assertThat(stages.getLast().firstLayer()).isIn(3, 6);
        Degrees four = Problems.degrees(4, 1, 1, 1, 4, 1, 1, 4);
        Problem larger = Problems.problem(model, Problems.cluster(1, 4, "h200-sxm"), Problems.serving(512, 64));
        assertThat(new DegreeRules(larger).violations(four))
                .singleElement()
                .satisfies(violation -> assertThat(violation.fix()).isEqualTo("Set pipeline to at most 3."));
    }

    @Test
    void whatIsPlacedBreaksNoBorder() {
        SplittableRandom random = new SplittableRandom(SEED);
        Cluster equal = Problems.cluster(1, 4, "h200-sxm");
        Cluster mixed = Problems.cluster(
                new NodeGroup(1, 2, Problems.gpu("h200-sxm")), new NodeGroup(1, 2, Problems.gpu("a100-sxm-80gb")));
        for (int round = 0; round < 20; round++) {
            boolean[] chooses = new boolean[random.nextInt(8, 20)];
            int groups = 0;
            for (int layer = 0; layer < chooses.length; layer++) {
                chooses[layer] = layer == 0 || random.nextInt(3) == 0;
                groups += chooses[layer] ? 1 : 0;
            }
            int pipeline = groups >= 4 && random.nextBoolean() ? 4 : Math.min(2, groups);
            Degrees degrees = Problems.degrees(4, 1, 1, 1, pipeline, 4 / pipeline, 1, pipeline);
            for (Cluster cluster : List.of(equal, mixed)) {
                Problem problem = Problems.problem(model(chooses), cluster, Problems.serving(512, 64));
                Layout layout = placed(problem, degrees);
                assertThat(new LayoutRules(problem).violations(layout))
                        .as("seed " + SEED)
                        .isEmpty();
            }
        }
    }
}

package dev.meshwright.lab.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.Problems;
import dev.meshwright.SharedData;
import dev.meshwright.base.derivation.Derivation;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.facts.cluster.Cluster;
import dev.meshwright.facts.cluster.InterNode;
import dev.meshwright.facts.cluster.NodeGroup;
import dev.meshwright.facts.model.FeedForward.Mixture;
import dev.meshwright.facts.model.Layer;
import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.model.Precision;
import dev.meshwright.facts.model.Precisions;
import dev.meshwright.facts.model.TokenMixer;
import dev.meshwright.facts.problem.Assumptions;
import dev.meshwright.facts.problem.Assumptions.Exchange;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.ExpertLoad;
import dev.meshwright.facts.workload.TrainingRecipe;
import dev.meshwright.facts.workload.TrainingRecipe.Execution;
import dev.meshwright.facts.workload.TrainingRecipe.Scaling;
import dev.meshwright.facts.workload.Workload;
import dev.meshwright.io.tree.CsvTable;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Degrees.Recomputation;
import dev.meshwright.layout.DeviceMap;
import dev.meshwright.layout.ExpertSlots;
import dev.meshwright.layout.Layout;
import dev.meshwright.layout.Stage;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * One mixture layer, forward and backward, against Megatron-Core's own benchmark of its layer on eight H100 (hidden 7168,
 * 32 plain experts of width 2048, 8 per token from 4 of 8 groups, 4,096 tokens per GPU): measurements that no fit uses.
 * Printed by {@code mvn test -Dtest=MixtureLayerTest}.
 */
class MixtureLayerTest {

    private static final Pattern BACKWARD = Pattern.compile("backward ([0-9.]+) ms");

    private static final List<String> FORWARD = List.of("router", "dispatch", "experts", "combine", "routingWait");

    private static final int HIDDEN = 7168;
    private static final Mixture MIXTURE = new Mixture(32, 8, 2048, false, false, 0, false, 0, 8, 4);

    @Test
    void layersOfMegatronCore() {
        List<Map<String, String>> rows =
                CsvTable.read(SharedData.require("data/measurements/published.csv")).rows().stream()
                        .filter(row -> row.get("phase").equals("moe-layer fwd+bwd"))
                        .toList();
        assertThat(rows).hasSize(6);
        double sum = 0;
        for (Map<String, String> row : rows) {
            double forward = Double.parseDouble(row.get("value"));
            Matcher backward = BACKWARD.matcher(row.get("notes"));
            assertThat(backward.find()).isTrue();
            double measured = forward + Double.parseDouble(backward.group(1));
            Precision format = row.get("precision").contains("fp8") ? Precision.FP8 : Precision.BF16;
            Map<String, Double> terms = terms(format, row.get("settings").contains("alltoall"));
            double once = 0;
            double both = 0;
            StringBuilder parts = new StringBuilder();
            for (String part : FORWARD) {
                double seconds = terms.getOrDefault(part, 0.0);
                once += 1e3 * seconds;
                both += 1e3 * seconds * terms.getOrDefault("passes_" + part, 1.0);
                parts.append(String.format(Locale.ROOT, " %s %.2f", part, 1e3 * seconds));
            }
            System.out.printf(
                    Locale.ROOT,
                    "%-42s forward %6.2f ms, predicted %6.2f; both %6.2f, predicted %6.2f;%s%n",
                    row.get("id"),
                    forward,
                    once,
                    measured,
                    both,
                    parts);
            sum += Math.abs(both / measured - 1);
        }
        System.out.printf(Locale.ROOT, "mean error %.1f %%%n", 100 * sum / rows.size());
        assertThat(sum / rows.size()).isLessThan(0.2);
    }

    private static Map<String, Double> terms(Precision format, boolean flat) {
        Precisions precisions =
                new Precisions(format, format, format, format, Precision.BF16, Precision.BF16, Precision.BF16);
        Layer layer = new Layer(new TokenMixer.None(), MIXTURE);
        Model model = new Model("layer", HIDDEN, 1024, true, 0, List.of(layer), List.of(), precisions);
        Cluster cluster = new Cluster(
                List.of(new NodeGroup(1, 8, TrainingMeasurements.gpu("h100-sxm").orElseThrow())), InterNode.DEFAULT);
        TrainingRecipe recipe = new TrainingRecipe(
                true, true, false, false, false, false, true, false, false, false, Scaling.BLOCK, Execution.FUSED);
        Problem problem = Problem.plain(
                        "layer",
                        model,
                        cluster,
                        new Workload.Training(List.of(4096), 8, OptionalInt.of(1), 1, false, recipe))
                .withExpertLoad(new ExpertLoad.Uniform())
                .withAssumptions(
                        Assumptions.NONE.withExpertExchange(flat ? Optional.of(Exchange.FLAT) : Optional.empty()));
        Degrees degrees = new Degrees(1, 8, 8, 1, 1, 1, 1, 1, 1, Recomputation.NONE, 4, 1);
        Layout layout = new Layout(
                degrees, Stage.even(1, 1), ExpertSlots.contiguous(1, 32, 32), DeviceMap.stagesOutside(degrees));
        Evaluation evaluation = Problems.costModel(problem).explain(layout);
        return evaluation.derivations().stream()
                .filter(derivation -> derivation.quantity().equals("main.microBatch"))
                .flatMap(derivation -> derivation.inputs().stream())
                .collect(Collectors.toMap(
                        Derivation.Input::symbol, input -> input.derivation().value(), (one, other) -> one));
    }
}

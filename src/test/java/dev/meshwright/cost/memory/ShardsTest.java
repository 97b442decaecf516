package dev.meshwright.cost.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.Problems;
import dev.meshwright.RandomProblems;
import dev.meshwright.SmallProblem;
import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.cost.evaluation.Evaluation.StageCost;
import dev.meshwright.cost.evaluation.MemoryComponent;
import dev.meshwright.cost.evaluation.Shard;
import dev.meshwright.cost.evaluation.Shard.Along;
import dev.meshwright.cost.evaluation.Shard.Division;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Layout;
import dev.meshwright.question.search.SearchResult;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How rows of memory are cut, and that the parts are the rows. */
class ShardsTest {

    private static Map<MemoryComponent, Double> sums(List<Shard> shards) {
        Map<MemoryComponent, Double> sums = new EnumMap<>(MemoryComponent.class);
        shards.forEach(shard -> sums.merge(shard.component(), shard.bytes(), Double::sum));
        return sums;
    }

    /** Whatever the model and the layout: the parts of every row of every stage add up to it. */
    @Test
    void partsAddUpToTheRowsOfTheMemoryBill() {
        int stages = 0;
        for (long seed = 0; seed < 60; seed++) {
            Problem problem = RandomProblems.problem(seed);
            CostModel costModel = Problems.costModel(problem);
            SearchResult found = SmallProblem.search(costModel, 0);
            if (found.best().isEmpty()) {
                continue;
            }
            Layout layout = found.best().get().layout();
            Evaluation evaluation = costModel.evaluate(layout);
            for (StageCost stage : evaluation.stages()) {
                List<Shard> shards = costModel.shards(layout.degrees(), stage);
                Map<MemoryComponent, Double> sums = sums(shards);
                assertThat(sums.keySet())
                        .as("seed %d", seed)
                        .isEqualTo(stage.memory().keySet());
                stage.memory().forEach((component, bytes) -> assertThat(sums.get(component))
                        .as("seed %d, %s", problem.name().hashCode(), component)
                        .isCloseTo(bytes, within(1e-9 * Math.max(1, bytes))));
                stages++;
            }
        }
        assertThat(stages).isGreaterThan(40);
    }

    /** Grouped-query attention of h heads, g of keys and values, each of s: QKV has h (h + 2 g) s columns, the output h s rows. */
    @Test
    void matricesAreCutAsTheFieldCutsThem() {
        Problem problem = SmallProblem.read("small");
        CostModel costModel = Problems.costModel(problem);
        Degrees degrees =
                SmallProblem.search(costModel, 0).best().orElseThrow().layout().degrees();
        Layout layout = Problems.placer(costModel).place(degrees).orElseThrow().layout();
        StageCost stage = costModel.evaluate(layout).stages().getFirst();
        List<Shard> experts = costModel.shards(degrees, stage).stream()
                .filter(shard -> shard.component() == MemoryComponent.EXPERT_WEIGHTS)
                .toList();
        assertThat(experts).extracting(Shard::part).containsExactly("gate and up", "down");
        // Gate and up are two matrices of the size of down.
        assertThat(experts.getFirst().bytes()).isCloseTo(2 * experts.getLast().bytes(), within(1.0));
        if (degrees.expert() > 1) {
            assertThat(experts.getFirst().divisions()).contains(new Division(Along.EXPERTS, degrees.expert()));
        }
        if (degrees.expertTensor() > 1) {
            assertThat(experts.getFirst().divisions()).contains(new Division(Along.COLUMNS, degrees.expertTensor()));
            assertThat(experts.getLast().divisions()).contains(new Division(Along.ROWS, degrees.expertTensor()));
        }
    }
}

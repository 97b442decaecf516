package dev.meshwright.answer.explain.shortage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.SmallProblem;
import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.evaluation.Infeasibility;
import dev.meshwright.cost.evaluation.MemoryComponent;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload.Decode;
import dev.meshwright.question.search.SearchResult;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ShortageFinderTest {

    private static Problem problem;
    private static Shortage shortage;

    @BeforeAll
    static void explain() {
        CostModel costModel = SmallProblem.costModel("full");
        problem = costModel.problem();
        SearchResult result = SmallProblem.search(costModel, 0);
        shortage = new ShortageFinder(costModel).explain(result);
    }

    @Test
    void rowsAddUpToMoreThanMayBeFilled() {
        assertThat(shortage.closest().orElseThrow().reason()).isEqualTo(Infeasibility.MEMORY);
        double bytes = shortage.memory().values().stream()
                .mapToDouble(Double::doubleValue)
                .sum();
        // 90 % of 64 GB.
        assertThat(shortage.usableBytes()).isEqualTo(0.9 * 64e9);
        assertThat(bytes).isGreaterThan(shortage.usableBytes());
        assertThat(shortage.memory().get(MemoryComponent.CACHE)).isGreaterThan(bytes / 2);
    }

    @Test
    void theLowerConcurrencyWorksIndeed() {
        String change = shortage.fixes().stream()
                .map(Shortage.Fix::change)
                .filter(text -> text.startsWith("Lower the concurrency"))
                .findFirst()
                .orElseThrow();
        Matcher number = Pattern.compile("to ([\\d,]+)\\.").matcher(change);
        assertThat(number.find()).isTrue();
        int sequences = Integer.parseInt(number.group(1).replace(",", ""));
        Problem lowered =
                problem.withWorkload(new Decode(problem.workload().lengths(), 500, OptionalInt.of(sequences)));
        CostModel costModel = new CostModel(SmallProblem.question(lowered));
        assertThat(SmallProblem.search(costModel, 0).best()).isPresent();
    }

    @Test
    void moreNodesAndFewerBitsAreAmongTheFixes() {
        assertThat(shortage.fixes())
                .anyMatch(fix -> fix.change().contains("Add "))
                .anyMatch(fix -> fix.change().contains("KV cache in fp8"))
                // Weights are a small part of this memory: storing them in fewer bits helps nothing.
                .noneMatch(fix -> fix.change().contains("Store the weights"));
    }
}

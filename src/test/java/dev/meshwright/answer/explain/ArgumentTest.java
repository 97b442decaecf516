package dev.meshwright.answer.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.SmallProblem;
import dev.meshwright.answer.explain.judgement.Binding;
import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.cost.evaluation.Evaluation.Phase;
import dev.meshwright.question.search.SearchResult;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ArgumentTest {

    private static CostModel costModel;
    private static SearchResult result;
    private static Argument argument;

    @BeforeAll
    static void search() {
        costModel = SmallProblem.costModel("small");
        result = SmallProblem.search(costModel, 3);
        argument = Argument.of(costModel, result, "");
    }

    @Test
    void gpuTimePerTokenAddsUpToGpusOverThroughput() {
        Evaluation evaluation = argument.winner().evaluation();
        GpuTime time = GpuTime.of(evaluation, 8);
        // 8 GPUs at X tokens/s spend 8 / X GPU seconds on a token.
        assertThat(time.total())
                .isCloseTo(8 / evaluation.performance().tokensPerSecond(), Percentage.withPercentage(1e-6));
    }

    @Test
    void partsOfARivalAddUpToItsDistance() {
        assertThat(argument.rivals()).hasSize(3);
        double winner = argument.winner().evaluation().performance().tokensPerSecond();
        for (Rival rival : argument.rivals()) {
            double loser = rival.candidate().evaluation().performance().tokensPerSecond();
            double parts = rival.extraSeconds().values().stream()
                    .mapToDouble(Double::doubleValue)
                    .sum();
            assertThat(parts).isCloseTo(8 / loser - 8 / winner, within(1e-12));
            assertThat(rival.behind()).isCloseTo(1 - loser / winner, within(1e-12));
            assertThat(rival.reason()).endsWith(".");
        }
    }

    @Test
    void lossesMultiplyToTheEfficiency() {
        Evaluation evaluation = argument.winner().evaluation();
        double product = evaluation.efficiency().losses().stream()
                .mapToDouble(loss -> 1 - loss.fraction())
                .reduce(1, (one, other) -> one * other);
        assertThat(product).isCloseTo(evaluation.efficiency().total(), within(1e-9));
        assertThat(product * evaluation.efficiency().boundTokensPerSecond())
                .isCloseTo(evaluation.performance().tokensPerSecond(), Percentage.withPercentage(1e-6));
    }

    @Test
    void bindingResourceHasTheLargestShare() {
        Binding binding = argument.assessment().binding();
        double total = argument.winner().evaluation().phases().stream()
                .mapToDouble(Phase::seconds)
                .sum();
        assertThat(binding.seconds()).isCloseTo(total, within(1e-12));
        // Five resources share the time: the largest has a fifth or more.
        assertThat(binding.resourceShare()).isBetween(0.2, 1.0);
        assertThat(binding.componentShare()).isLessThanOrEqualTo(binding.resourceShare());
    }

    @Test
    void proofCountsEveryCombination() {
        Proof proof = argument.proof();
        long infeasible =
                proof.infeasible().values().stream().mapToLong(Long::longValue).sum();
        assertThat(proof.feasible() + infeasible).isEqualTo(proof.combinations());
        assertThat(proof.sentence())
                .contains(String.format(
                        "%,d",
                        Math.round(
                                argument.winner().evaluation().performance().tokensPerSecond() * (1 + proof.gap()))));
    }

    @Test
    void energyIsThroughputOverBoardPower() {
        // 8 boards of 500 W.
        assertThat(argument.assessment().energy().orElseThrow().tokensPerJoule())
                .isCloseTo(argument.winner().evaluation().performance().tokensPerSecond() / (8 * 500), within(1e-9));
    }
}

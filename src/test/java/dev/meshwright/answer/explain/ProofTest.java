package dev.meshwright.answer.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.SmallProblem;
import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.cost.evaluation.Ranking;
import dev.meshwright.facts.problem.Objective;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.problem.Targets;
import dev.meshwright.question.search.SearchResult;
import dev.meshwright.question.search.SearchResult.Candidate;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nothing takes less than no time: what runs at r times the rate takes 1 - 1 / r of the time less. */
class ProofTest {

    private static final Problem PROBLEM = SmallProblem.read("small");

    /** The best layout where the bound of its degrees, and of the whole space, is {@code rate} times as good. */
    private static Proof proof(Objective objective, double rate, boolean complete) {
        Problem problem = PROBLEM.withTargets(Targets.NONE, objective);
        SearchResult found = SmallProblem.search(new CostModel(SmallProblem.question(problem)), 0);
        Candidate best = found.best().orElseThrow();
        Performance reached = best.evaluation().performance();
        Performance bound = new Performance(
                rate * reached.tokensPerSecond(),
                rate * reached.inputTokensPerSecond(),
                divided(reached.timeToFirstTokenSeconds(), rate),
                divided(reached.timePerOutputTokenSeconds(), rate),
                reached.stepSeconds() / rate);
        double worth = new Ranking(problem).worth(reached, best.evaluation().gpus());
        SearchResult open = new SearchResult(
                Optional.of(new Candidate(best.layout(), best.evaluation(), bound, rate - 1, true)),
                found.runnersUp(),
                found.combinations(),
                found.feasible(),
                found.infeasible(),
                found.bounded(),
                found.placed(),
                objective == Objective.GPUS ? worth + 2 : worth * rate,
                objective == Objective.GPUS ? 2 / Math.abs(worth) : rate - 1,
                Optional.empty(),
                complete);
        return Proof.of(problem, open);
    }

    private static OptionalDouble divided(OptionalDouble seconds, double rate) {
        return seconds.isPresent() ? OptionalDouble.of(seconds.getAsDouble() / rate) : seconds;
    }

    /** 2.203 times the rate is 120.3 % more of it, in 1 - 1 / 2.203 = 54.6 % less time. */
    @ParameterizedTest
    @CsvSource({"2.203, 54.6 %, 120.3 %", "1.25, 20.0 %, 25.0 %", "10, 90.0 %, 900.0 %"})
    void stepsShrinkByLessThanAllOfThem(double rate, String shorter, String more) {
        for (Objective objective : new Objective[] {Objective.THROUGHPUT, Objective.LATENCY}) {
            assertThat(proof(objective, rate, true).placement())
                    .isEqualTo("A better placement of its experts and layers could shorten its step by " + shorter
                            + " at most.");
        }
        assertThat(proof(Objective.THROUGHPUT, rate, true).sentence()).contains("which is " + more + " better than");
        assertThat(proof(Objective.LATENCY, rate, true).sentence()).contains("which is " + shorter + " better than");
        assertThat(proof(Objective.LATENCY, rate, false).sentence()).endsWith("better by up to " + shorter + ".");
    }

    @Test
    void gpusAreCounted() {
        assertThat(proof(Objective.GPUS, 2, false).sentence()).endsWith("better by up to 2 GPUs.");
    }
}

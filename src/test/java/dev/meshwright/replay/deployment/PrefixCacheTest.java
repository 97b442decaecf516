package dev.meshwright.replay.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.Problems;
import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.facts.problem.Assumptions;
import dev.meshwright.facts.problem.Assumptions.Engine;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Arrivals;
import dev.meshwright.facts.workload.Length;
import dev.meshwright.facts.workload.RecordedRequests;
import dev.meshwright.facts.workload.Traffic;
import dev.meshwright.facts.workload.Workload.Serving;
import dev.meshwright.io.catalogue.ModelCatalogue;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Layout;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Prompts whose beginnings the cache has: by the closed form, and replayed. */
class PrefixCacheTest {

    private static final Traffic SPREAD = new Traffic(
            Optional.of(new Length.Uniform(3000, 5000)),
            Optional.of(new Length.Uniform(100, 300)),
            new Arrivals.Clients());

    private record Plan(CostModel costModel, Degrees degrees, Evaluation evaluation) {

        static Plan of(double hitRate) {
            Serving serving = new Serving(List.of(4000), 200, OptionalInt.empty(), SPREAD.withPrefixHitRate(hitRate));
            Problem problem = Problems.assuming(
                    Problems.problem(
                            ModelCatalogue.standard()
                                    .find("mixtral-8x7b")
                                    .orElseThrow()
                                    .model(),
                            Problems.cluster(1, 8, "h100-sxm"),
                            serving),
                    Assumptions.NONE.withEngine(Engine.VLLM));
            CostModel costModel = Problems.costModel(problem);
            Degrees degrees = Problems.degrees(8, 4, 1, 4, 1, 2, 32, 1);
            Layout layout =
                    Problems.placer(costModel).place(degrees).orElseThrow().layout();
            return new Plan(costModel, degrees, costModel.evaluate(layout));
        }

        Performance closedForm() {
            return evaluation.performance();
        }

        ServedRequests served() {
            return Deployment.of(costModel, degrees, evaluation, 1)
                    .orElseThrow()
                    .served();
        }
    }

    /** Of 4,000 tokens at 75 % the cache has 3,000, and 1,000 are read; all but one at most. */
    @Test
    void whatTheCacheHasIsNotRead() {
        Serving serving = new Serving(List.of(4000), 200, OptionalInt.empty(), Traffic.PLAIN.withPrefixHitRate(0.75));
        assertThat(serving.cachedTokens()).isEqualTo(3000);
        assertThat(serving.readTokens()).isEqualTo(1000);
        assertThat(new Serving(List.of(1), 5, OptionalInt.empty(), Traffic.PLAIN.withPrefixHitRate(0.9)).readTokens())
                .isEqualTo(1);
        assertThat(serving.over(List.of(8000)).readTokens()).isEqualTo(2000);
    }

    /** A trace has its rate: 8 of 20 and 0 of 60 tokens. */
    @Test
    void aTraceSaysItsRate() {
        RecordedRequests.Builder requests = new RecordedRequests.Builder("trace");
        requests.add(0, 20, 5, 8);
        requests.add(1, 60, 5, 0);
        Traffic traffic = new Traffic(Optional.empty(), Optional.empty(), new Arrivals.Trace(requests.build()));
        assertThat(traffic.cachedShare()).isCloseTo(8.0 / 80, within(1e-12));
    }

    /** The replay reads what the closed form reads, down to a block of the cache. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5, 0.9})
    void theReplayIsTheClosedForm(double hitRate) {
        Plan plan = Plan.of(hitRate);
        ServedRequests served = plan.served();
        assertThat(served.outputTokensPerSecond())
                .isCloseTo(plan.closedForm().tokensPerSecond(), within(0.08 * served.outputTokensPerSecond()));
        double first = served.timeToFirstToken().mean();
        assertThat(plan.closedForm().timeToFirstTokenSeconds().orElseThrow()).isCloseTo(first, within(0.2 * first));
    }

    @Test
    void moreHitsAreNeverWorse() {
        double tokens = 0;
        double first = Double.POSITIVE_INFINITY;
        for (double hitRate : new double[] {0, 0.25, 0.5, 0.75, 0.95}) {
            Performance now = Plan.of(hitRate).closedForm();
            assertThat(now.tokensPerSecond()).as("at %s", hitRate).isGreaterThan(tokens);
            assertThat(now.timeToFirstTokenSeconds().orElseThrow()).isLessThan(first);
            tokens = now.tokensPerSecond();
            first = now.timeToFirstTokenSeconds().orElseThrow();
        }
    }
}

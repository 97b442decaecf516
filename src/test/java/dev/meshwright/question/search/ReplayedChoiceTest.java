package dev.meshwright.question.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.Problems;
import dev.meshwright.SmallProblem;
import dev.meshwright.cost.CostModel;
import dev.meshwright.facts.problem.Assumptions;
import dev.meshwright.facts.problem.Assumptions.Engine;
import dev.meshwright.facts.problem.Objective;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.problem.Statistic;
import dev.meshwright.facts.problem.Targets;
import dev.meshwright.facts.problem.TimeTarget;
import dev.meshwright.io.catalogue.ModelCatalogue;
import dev.meshwright.question.search.SearchResult.Candidate;
import dev.meshwright.replay.deployment.LoopReplays;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a replay makes of the best layout by the closed form. */
class ReplayedChoiceTest {

    private static final double MEAN = 0.040;

    /** Mixtral on 4 GPUs, 40 ms per output token on average and {@code others}. */
    private static CostModel asked(TimeTarget... others) {
        List<TimeTarget> perToken = new ArrayList<>(List.of(others));
        perToken.add(new TimeTarget(Statistic.MEAN, MEAN));
        Problem problem = Problems.problem(
                ModelCatalogue.standard().find("mixtral-8x7b").orElseThrow().model(),
                Problems.cluster(1, 4, "h100-sxm"),
                Problems.serving(1000, 200));
        Targets targets = new Targets(Optional.empty(), List.of(), perToken, List.of());
        return Problems.costModel(Problems.with(
                Problems.assuming(problem, Assumptions.NONE.withEngine(Engine.VLLM)), Objective.THROUGHPUT, targets));
    }

    private static TargetedSearch.Found found(CostModel costModel) {
        return new TargetedSearch.Found(
                SmallProblem.search(costModel, 1), costModel.problem(), "", EngineComparison.NONE);
    }

    private static ReplayedChoice choice(CostModel costModel) {
        return new ReplayedChoice(costModel, new LoopReplays(true, 1));
    }

    @Test
    void withoutReplaysNothingChanges() {
        CostModel costModel = asked();
        TargetedSearch.Found found = found(costModel);
        assertThat(new ReplayedChoice(costModel, LoopReplays.NONE).of(found)).isSameAs(found);
    }

    @Test
    void aLateLayoutLosesSequencesAndTheProofStaysThatOfTheClosedForm() {
        CostModel costModel = asked();
        Candidate best =
                choice(costModel).replayed(found(costModel).result().best().orElseThrow());
        double slowest = best.served().orElseThrow().timePerOutputToken().p99();
        CostModel stricter = asked(new TimeTarget(Statistic.P99, 0.9 * slowest));
        TargetedSearch.Found found = found(stricter);
        // The closed form knows means alone: it answers both questions alike.
        assertThat(found.result().best().orElseThrow().layout()).isEqualTo(best.layout());
        SearchResult judged = choice(stricter).of(found).result();
        Candidate chosen = judged.best().orElseThrow();
        assertThat(chosen.evaluation().missedTargets()).isEmpty();
        assertThat(chosen.served().orElseThrow().timePerOutputToken().p99()).isLessThanOrEqualTo(0.9 * slowest);
        assertThat(chosen.evaluation().performance().tokensPerSecond())
                .isLessThan(best.evaluation().performance().tokensPerSecond());
        assertThat(judged.passedOver().orElseThrow().layout()).isEqualTo(best.layout());
        assertThat(judged.bound()).isEqualTo(found.result().bound());
        assertThat(judged.gap())
                .isGreaterThanOrEqualTo(
                        judged.bound() / chosen.evaluation().performance().tokensPerSecond() - 1);
    }

    @Test
    void whereNothingPassesTheBestStaysWithWhatItMisses() {
        CostModel impossible = asked(new TimeTarget(Statistic.P99, 1e-6));
        AtomicInteger searches = new AtomicInteger();
        TargetedSearch.Found found = found(impossible);
        TargetedSearch.Found judged = new ReplayedChoice(
                        impossible,
                        new LoopReplays(true, 1),
                        (stages, top, least) -> {
                            searches.incrementAndGet();
                            return Optional.empty();
                        },
                        () -> false)
                .of(found);
        assertThat(judged.result().best().orElseThrow().layout())
                .isEqualTo(found.result().best().orElseThrow().layout());
        assertThat(judged.result().best().orElseThrow().evaluation().late()).isTrue();
        assertThat(judged.circumstances()).contains("A replay of its serving loop misses them");
        boolean deep = found.result().best().orElseThrow().layout().degrees().pipeline() > 1;
        assertThat(searches.get()).isEqualTo(deep ? 1 : 0);
    }

    @Test
    void aSearchThatIsStoppedReplaysItsBestAlone() {
        CostModel impossible = asked(new TimeTarget(Statistic.P99, 1e-6));
        AtomicInteger searches = new AtomicInteger();
        TargetedSearch.Found judged = new ReplayedChoice(
                        impossible,
                        new LoopReplays(true, 1),
                        (stages, top, least) -> {
                            searches.incrementAndGet();
                            return Optional.empty();
                        },
                        () -> true)
                .of(found(impossible));
        assertThat(searches.get()).isZero();
        assertThat(judged.result().best().orElseThrow().served()).isPresent();
        assertThat(judged.circumstances()).contains("was stopped before");
    }
}

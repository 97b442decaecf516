package dev.meshwright.question.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.Architectures;
import dev.meshwright.Problems;
import dev.meshwright.RandomProblems;
import dev.meshwright.SampledDegrees;
import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.cost.evaluation.Infeasibility;
import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.cost.evaluation.Ranking;
import dev.meshwright.facts.problem.Objective;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.problem.SearchLimits;
import dev.meshwright.facts.problem.Targets;
import dev.meshwright.facts.problem.Targets.Scope;
import dev.meshwright.facts.problem.Targets.ThroughputTarget;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.layout.Degrees;
import dev.meshwright.placement.placing.LayoutPlacer;
import dev.meshwright.question.search.SearchResult.Candidate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("slow")
class LayoutSearchTest {

    private static SearchResult search(Problem problem) {
        return search(problem, new ArrayList<>());
    }

    private static SearchResult search(Problem problem, List<SearchEvent> events) {
        CostModel costModel = Problems.costModel(problem);
        LayoutPlacer placer = Problems.placer(costModel);
        return new LayoutSearch(costModel, placer, placer, () -> false, events::add).run(2);
    }

    /** The best of all placed layouts with some batches, every one of them evaluated. */
    private static Optional<Evaluation> bruteForce(Problem problem) {
        CostModel costModel = Problems.costModel(problem);
        LayoutPlacer placer = Problems.placer(costModel);
        List<Evaluation> all = new ArrayList<>();
        for (Degrees degrees : SampledDegrees.of(problem)) {
            placer.place(degrees)
                    .map(placed -> costModel.evaluate(placed.layout()))
                    .filter(Evaluation::feasible)
                    .ifPresent(all::add);
        }
        return all.stream().min(order(problem));
    }

    private static Comparator<Evaluation> order(Problem problem) {
        Comparator<Evaluation> fastest = Comparator.comparingDouble(
                evaluation -> -evaluation.performance().tokensPerSecond());
        Ranking ranking = new Ranking(problem);
        return switch (problem.objective()) {
            case THROUGHPUT -> fastest;
            case LATENCY -> Comparator.comparingDouble(evaluation -> ranking.latencySeconds(evaluation.performance()));
            case GPUS -> Comparator.comparingInt(Evaluation::gpus).thenComparing(fastest);
            case COST -> Comparator.comparingDouble(evaluation -> -worth(problem, evaluation));
        };
    }

    @ParameterizedTest
    @EnumSource
    void nothingThatBruteForceFindsIsBetter(Objective objective) {
        int compared = 0;
        for (long seed = 0; seed < 40; seed++) {
            Problem problem = RandomProblems.priced(
                    Problems.with(RandomProblems.problem(seed), objective, Targets.NONE), new Random(seed));
            if (problem.cluster().gpus() <= 3) {
                Optional<Evaluation> brute = bruteForce(problem);
                Optional<Evaluation> found = search(problem).best().map(SearchResult.Candidate::evaluation);
                assertThat(found.isPresent()).as("seed %d", seed).isEqualTo(brute.isPresent());
                if (brute.isPresent()) {
                    compared++;
                    double worth = worth(problem, found.orElseThrow());
                    double best = worth(problem, brute.get());
                    assertThat(worth)
                            .as("seed %d, %s", seed, objective)
                            .isGreaterThanOrEqualTo(best - 1e-8 * Math.abs(best));
                }
            }
        }
        assertThat(compared).isGreaterThan(3);
    }

    private static double worth(Problem problem, Evaluation evaluation) {
        return new Ranking(problem).worth(evaluation.performance(), evaluation.gpus());
    }

    /** Several layouts of one GPU reach the target: the fastest of them is wanted. */
    @Test
    void amongEqualNumbersOfGpusTheFastestWins() {
        Problem problem = Problems.problem(
                Architectures.small(4, 8), Problems.cluster(1, 2, "h100-sxm"), Problems.decode(128, 128));
        Problem fewest = Problems.with(problem, Objective.GPUS, throughput(100));
        SearchResult result = search(fewest);
        double fastest = search(problem.withCluster(Problems.cluster(1, 1, "h100-sxm")))
                .best()
                .orElseThrow()
                .evaluation()
                .performance()
                .tokensPerSecond();
        Evaluation found = result.best().orElseThrow().evaluation();
        assertThat(found.gpus()).isEqualTo(1);
        assertThat(found.performance().tokensPerSecond()).isCloseTo(fastest, within(1e-6 * fastest));
    }

    private static Targets throughput(double tokensPerSecond) {
        return new Targets(
                Optional.of(new ThroughputTarget(tokensPerSecond, Scope.SYSTEM)),
                OptionalDouble.empty(),
                OptionalDouble.empty());
    }

    @Test
    void searchingTwiceFindsTheSame() {
        for (long seed : new long[] {3, 4, 5}) {
            Problem problem = RandomProblems.problem(seed);
            List<SearchEvent> first = new ArrayList<>();
            List<SearchEvent> second = new ArrayList<>();
            assertThat(search(problem, first)).as("seed %d", seed).isEqualTo(search(problem, second));
            assertThat(first).isEqualTo(second);
        }
    }

    @Test
    void whatFitsNowhereNamesTheClosest() {
        // DeepSeek-V3 in BF16 has 1.3 TB of weights, eight GPUs have 0.6 TB.
        Problem problem = Problems.problem(
                Architectures.deepSeekV3(), Problems.cluster(1, 8, "h100-sxm"), Problems.decode(1024, 128));
        SearchResult result = search(problem);
        assertThat(result.best()).isEmpty();
        assertThat(result.infeasible().get(Infeasibility.MEMORY)).isEqualTo(result.combinations());
        SearchResult.Closest closest = result.closest().orElseThrow();
        assertThat(closest.degrees().gpus()).isEqualTo(8);
        assertThat(closest.available()).isEqualTo(0.9 * Problems.gpu("h100-sxm").memoryBytes());
        assertThat(closest.excess()).isCloseTo(closest.needed() / closest.available(), within(1e-12));
        assertThat(closest.excess()).as("1.34 TB / 8 / 76.5 GB and more").isBetween(2.19, 2.45);
    }

    @Test
    void latencyTargetsExclude() {
        Problem problem = Problems.problem(
                Architectures.mixtral(), Problems.cluster(1, 8, "h100-sxm"), Problems.decode(1024, 128));
        double free = stepSeconds(search(problem));
        Targets half = new Targets(Optional.empty(), OptionalDouble.empty(), OptionalDouble.of(free / 2));
        assertThat(stepSeconds(search(Problems.with(problem, Objective.THROUGHPUT, half))))
                .isLessThanOrEqualTo(free / 2);
        Targets impossible = new Targets(Optional.empty(), OptionalDouble.empty(), OptionalDouble.of(1e-6));
        SearchResult none = search(Problems.with(problem, Objective.THROUGHPUT, impossible));
        assertThat(none.best()).isEmpty();
        assertThat(none.infeasible()).containsKey(Infeasibility.TIME_PER_OUTPUT_TOKEN);
    }

    private static double stepSeconds(SearchResult result) {
        return result.best().orElseThrow().evaluation().performance().stepSeconds();
    }

    private static SearchLimits onlyMicroBatch(int size) {
        SearchLimits all = SearchLimits.DEFAULT;
        return new SearchLimits(
                all.tensor(),
                all.data(),
                all.expert(),
                all.expertTensor(),
                all.pipeline(),
                all.replicas(),
                List.of(size),
                all.maxPipeline(),
                all.tensorWithinNode(),
                all.redundantSlotsPerRank());
    }

    /** Where the problem allows one micro-batch alone, a smaller one that would meet a target is no answer. */
    @Test
    void batchesThatAreNotAllowedAreNoAnswer() {
        int missed = 0;
        for (long seed = 0; seed < 150; seed++) {
            Problem problem = Problems.with(RandomProblems.tiny(seed, true), Objective.THROUGHPUT, Targets.NONE);
            Optional<Candidate> free = search(problem).best();
            if (problem.workload() instanceof Training || free.isEmpty()) {
                continue;
            }
            Performance best = free.get().evaluation().performance();
            int size = free.get().layout().degrees().microBatch();
            OptionalDouble token = best.timePerOutputTokenSeconds();
            if (token.isEmpty() || size == 1) {
                continue;
            }
            Targets sooner = new Targets(
                    Optional.empty(), OptionalDouble.empty(), OptionalDouble.of(token.getAsDouble() * (1 - 1e-6)));
            Problem strict =
                    Problems.with(problem, Objective.THROUGHPUT, sooner).withLimits(onlyMicroBatch(size));
            Optional<Candidate> found = search(strict).best();
            found.ifPresent(candidate ->
                    assertThat(candidate.layout().degrees().microBatch()).isEqualTo(size));
            missed += found.isEmpty() ? 1 : 0;
        }
        assertThat(missed).isPositive();
    }

    /** Bound and best close in: neither ever goes back, and they end where the proof does. */
    @Test
    void progressClosesIn() {
        int told = 0;
        for (long seed = 0; seed < 60 && told < 40; seed++) {
            List<SearchEvent> events = new ArrayList<>();
            SearchResult result =
                    search(Problems.with(RandomProblems.tiny(seed, true), Objective.THROUGHPUT, Targets.NONE), events);
            double bound = Double.POSITIVE_INFINITY;
            double best = Double.NEGATIVE_INFINITY;
            for (SearchEvent event : events) {
                if (event instanceof SearchEvent.Closing closing) {
                    assertThat(closing.bound()).isLessThanOrEqualTo(bound).isGreaterThanOrEqualTo(closing.worth());
                    assertThat(closing.worth()).isGreaterThanOrEqualTo(best);
                    assertThat(closing.bound()).isGreaterThanOrEqualTo(result.bound() * (1 - 1e-9));
                    bound = closing.bound();
                    best = closing.worth();
                    told++;
                }
            }
            assertThat(events.getLast()).isInstanceOf(SearchEvent.Proved.class);
        }
        assertThat(told).isGreaterThan(20);
    }

    @Test
    void resultIsProvenAndOrdered() {
        SearchResult result = search(Problems.problem(
                Architectures.mixtral(), Problems.cluster(1, 8, "h100-sxm"), Problems.serving(1024, 256)));
        assertThat(result.complete()).isTrue();
        assertThat(result.gap()).isZero();
        double best = result.best().orElseThrow().evaluation().performance().tokensPerSecond();
        // The same sums in another order: equal but for rounding where the bound is reached.
        assertThat(result.bound()).isGreaterThanOrEqualTo(best * (1 - 1e-12));
        double last = best;
        for (SearchResult.Candidate runnerUp : result.runnersUp()) {
            double worth = runnerUp.evaluation().performance().tokensPerSecond();
            assertThat(worth).isLessThanOrEqualTo(last);
            last = worth;
        }
    }
}

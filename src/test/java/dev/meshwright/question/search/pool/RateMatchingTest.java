package dev.meshwright.question.search.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.Architectures;
import dev.meshwright.Problems;
import dev.meshwright.facts.problem.Objective;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.problem.Targets;
import dev.meshwright.facts.problem.Targets.Scope;
import dev.meshwright.facts.problem.Targets.ThroughputTarget;
import dev.meshwright.facts.workload.Workload.Serving;
import dev.meshwright.layout.PoolRole;
import dev.meshwright.question.search.pool.RateMatching.Match;
import dev.meshwright.question.search.pool.RateMatching.Pair;
import dev.meshwright.question.search.pool.RateMatching.Rates;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The integer program against every number of every pair, counted one by one. */
class RateMatchingTest {

    private static final int OUTPUT = 100;

    private record Case(Problem problem, Serving serving, List<Bins> bins, int[][] free, List<InstanceType> types) {}

    private static Case drawn(Random random, Problem problem) {
        int size = 1 + random.nextInt(5);
        int full = 1 + random.nextInt(3);
        int rest = random.nextInt(size);
        List<Bins> bins = new ArrayList<>(List.of(Bins.of(size, full, rest)));
        List<int[]> free = new ArrayList<>(List.of(BinsTest.free(size, full, rest)));
        if (random.nextBoolean()) {
            bins.add(Bins.of(size, 1, 0));
            free.add(BinsTest.free(size, 1, 0));
        }
        List<InstanceType> types = new ArrayList<>();
        for (int group = 0; group < bins.size(); group++) {
            for (int gpus : bins.get(group).sizes()) {
                for (PoolRole role : PoolRole.values()) {
                    types.add(new InstanceType(role, group, gpus, Optional.empty()));
                }
            }
        }
        return new Case(problem, (Serving) problem.workload(), bins, free.toArray(int[][]::new), types);
    }

    private static Problem problem(Random random, int round) {
        Problem plain = Problems.problem(
                Architectures.small(2, 4),
                Problems.cluster(1, 8, "h100-sxm"),
                new Serving(
                        List.of(1000),
                        OUTPUT,
                        round % 5 == 4 ? OptionalInt.of(1 + random.nextInt(40)) : OptionalInt.empty()));
        double tokens = OUTPUT * 30 * random.nextDouble();
        return switch (round % 4) {
            case 1 -> Problems.with(plain, Objective.GPUS, targets(tokens, Scope.SYSTEM));
            case 2 -> Problems.with(plain, Objective.GPUS, targets(tokens / 8, Scope.PER_GPU));
            case 3 -> Problems.with(plain, Objective.THROUGHPUT, targets(tokens / 8, Scope.PER_GPU));
            default -> plain;
        };
    }

    private static Targets targets(double tokens, Scope scope) {
        return new Targets(
                Optional.of(new ThroughputTarget(tokens, scope)), OptionalDouble.empty(), OptionalDouble.empty());
    }

    private static Rates rates(Random random, Case drawn) {
        Map<InstanceType, Double> rates = new HashMap<>();
        drawn.types().forEach(type -> rates.put(type, type.gpus() * (0.5 + random.nextDouble())));
        boolean shared = drawn.serving().concurrency().isPresent();
        // Fewer sequences on each of more instances: each does less.
        return (type, instances) -> shared && type.role() == PoolRole.DECODE
                ? rates.getOrDefault(type, 0.0) / Math.sqrt(instances)
                : rates.getOrDefault(type, 0.0);
    }

    /** Worth of numbers, -infinity where they do not count. */
    private static double worth(Case drawn, double requests, int gpus) {
        Problem problem = drawn.problem();
        double tokens = requests * OUTPUT;
        Optional<ThroughputTarget> target = problem.targets().throughput();
        double reached = target.isPresent() && target.get().scope() == Scope.PER_GPU ? tokens / gpus : tokens;
        if (target.isPresent() && reached < target.get().tokensPerSecond() * (1 - 1e-9)) {
            return Double.NEGATIVE_INFINITY;
        }
        return problem.objective() == Objective.GPUS ? -gpus + tokens / (tokens + 1e6) : tokens;
    }

    private static double counted(Case drawn, Rates rates, Pair pair) {
        double best = Double.NEGATIVE_INFINITY;
        for (int x = 1; x <= 20; x++) {
            for (int y = 1; y <= 20; y++) {
                if (fits(drawn, pair, x, y)) {
                    double requests = Math.min(
                            x * rates.requestsPerSecond(pair.prefill(), x),
                            y * rates.requestsPerSecond(pair.decode(), y));
                    int gpus = x * pair.prefill().gpus() + y * pair.decode().gpus();
                    best = Math.max(best, worth(drawn, requests, gpus));
                }
            }
        }
        return best;
    }

    private static boolean fits(Case drawn, Pair pair, int x, int y) {
        int first = pair.prefill().gpus();
        int second = pair.decode().gpus();
        int group = pair.prefill().group();
        int other = pair.decode().group();
        int size = drawn.free()[group][0];
        return group == other
                ? BinsTest.fits(drawn.free()[group].clone(), size, first, x, second, y)
                : BinsTest.fits(drawn.free()[group].clone(), size, first, x, second, 0)
                        && BinsTest.fits(drawn.free()[other].clone(), size, first, 0, second, y);
    }

    @Test
    void noNumbersCountedOneByOneAreBetter() {
        int found = 0;
        for (int round = 0; round < 120; round++) {
            Random random = new Random(round);
            Case drawn = drawn(random, problem(random, round));
            Rates rates = rates(random, drawn);
            RateMatching matching = new RateMatching(drawn.problem(), drawn.serving(), drawn.bins());
            for (InstanceType prefill : drawn.types()) {
                for (InstanceType decode : drawn.types()) {
                    if (prefill.role() == PoolRole.PREFILL && decode.role() == PoolRole.DECODE) {
                        Pair pair = new Pair(prefill, decode);
                        Optional<Match> match = matching.best(pair, rates);
                        double counted = counted(drawn, rates, pair);
                        String what = "round " + round + " " + pair;
                        if (counted == Double.NEGATIVE_INFINITY) {
                            assertThat(match).as(what).isEmpty();
                        } else {
                            assertThat(match.orElseThrow().worth())
                                    .as(what)
                                    .isCloseTo(counted, within(1e-6 * Math.abs(counted)));
                            assertThat(fits(
                                            drawn,
                                            pair,
                                            match.get().prefills(),
                                            match.get().decodes()))
                                    .isTrue();
                            found++;
                        }
                    }
                }
            }
        }
        assertThat(found).isGreaterThan(800);
    }

    /** Three instances that read 10 requests/s each keep two busy that answer 14 each: 2 x 14 = 28 of 30. */
    @Test
    void thePoolThatIsSlowerDecidesAndNothingIsAddedForNothing() {
        Problem problem = problem(new Random(1), 0);
        RateMatching matching = new RateMatching(problem, (Serving) problem.workload(), List.of(Bins.of(8, 1, 0)));
        Pair pair = new Pair(
                new InstanceType(PoolRole.PREFILL, 0, 1, Optional.empty()),
                new InstanceType(PoolRole.DECODE, 0, 2, Optional.empty()));
        Match match = matching.best(pair, (type, instances) -> type.role() == PoolRole.PREFILL ? 10 : 14)
                .orElseThrow();
        // 4 x 1 + 2 x 2 = 8 GPUs would read 40 and still answer 28.
        assertThat(match.prefills()).isEqualTo(3);
        assertThat(match.decodes()).isEqualTo(2);
        assertThat(match.requestsPerSecond()).isEqualTo(28);
        assertThat(match.gpus()).isEqualTo(7);
    }
}

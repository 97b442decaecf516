package dev.meshwright.question.search.pool;

import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.cost.evaluation.Ranking;
import dev.meshwright.facts.problem.Objective;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.problem.Targets.Scope;
import dev.meshwright.facts.problem.Targets.ThroughputTarget;
import dev.meshwright.facts.workload.Workload.Serving;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * How many instances of which types: the integer program behind two pools, solved exactly.
 *
 * <pre>
 * maximise    worth(min(x r_a, y s_b), gpus)
 * over        a prefill type a with x instances, a decode type b with y instances, x and y at least 1
 * so that     the instances fit into the islands of their nodes ({@link Bins}), b takes over what a hands over,
 *             and a throughput that decides is reached
 * </pre>
 *
 * For given a, b and x no y is better than those next to x r_a / s_b, the most that fit and the fewest that reach a target: with fewer
 * instances the decode pool limits, and rate, rate per GPU and reaching a target grow with y; with more it does not, and GPUs are
 * added for nothing. Where the number of sequences is given, rates depend on how many instances share them, and every y is tried.
 * Where the throughput alone counts, x r_a grows with x and what the most decode instances beside them write does not: the best x
 * are the first that reads no less than these write, and the one before it.
 */
final class RateMatching {

    private static final double ROUNDING = 1e-9;

    private final Problem problem;
    private final Serving serving;
    private final Ranking ranking;
    private final List<Bins> bins;
    private final boolean shared;
    private final Map<List<Integer>, int[]> besides = new HashMap<>();

    /** Requests per second of one of {@code instances} instances of a type. */
    @FunctionalInterface
    interface Rates {
        double requestsPerSecond(InstanceType type, int instances);
    }

    /** A prefill type with a decode type. */
    record Pair(InstanceType prefill, InstanceType decode) {}

    /**
     * Numbers of instances.
     *
     * @param pair their types
     * @param prefills instances that read prompts, x
     * @param decodes instances that write answers, y
     * @param requestsPerSecond of both together
     * @param worth of that
     */
    record Match(Pair pair, int prefills, int decodes, double requestsPerSecond, double worth) {

        /** GPUs of all instances. */
        int gpus() {
            return prefills * pair.prefill().gpus() + decodes * pair.decode().gpus();
        }

        /** The same by groups of a cluster that has so many. */
        int[] gpus(int groups) {
            int[] gpus = new int[groups];
            gpus[pair.prefill().group()] += prefills * pair.prefill().gpus();
            gpus[pair.decode().group()] += decodes * pair.decode().gpus();
            return gpus;
        }
    }

    /** Better first: worth, then fewer GPUs, then fewer instances. */
    private static final Comparator<Match> BETTER = Comparator.comparingDouble(Match::worth)
            .reversed()
            .thenComparingInt(Match::gpus)
            .thenComparingInt(match -> match.prefills() + match.decodes());

    RateMatching(Problem problem, Serving serving, List<Bins> bins) {
        this.problem = problem;
        this.serving = serving;
        this.ranking = new Ranking(problem);
        this.bins = List.copyOf(bins);
        this.shared = serving.concurrency().isPresent();
    }

    /** The best numbers of one pair; empty where none fits, or reaches a target that binds. */
    Optional<Match> best(Pair pair, Rates rates) {
        InstanceType prefill = pair.prefill();
        InstanceType decode = pair.decode();
        Match best = null;
        boolean same = prefill.group() == decode.group();
        int[] beside = same ? beside(prefill, decode) : new int[0];
        int most = bins.get(prefill.group()).most(prefill.gpus());
        int apart = bins.get(decode.group()).most(decode.gpus());
        int first = 1;
        int last = most;
        if (!shared && problem.objective() == Objective.THROUGHPUT && !problem.throughputBinds()) {
            double written = rates.requestsPerSecond(decode, 1);
            double each = rates.requestsPerSecond(prefill, 1);
            last = crossing(most, prefills -> prefills * each >= (same ? beside[prefills] : apart) * written);
            first = Math.max(1, last - 1);
        }
        for (int prefills = first; prefills <= last; prefills++) {
            int decodes = same ? beside[prefills] : apart;
            double read = prefills * rates.requestsPerSecond(prefill, prefills);
            for (int number : numbers(read, pair, decodes, rates)) {
                double requests = Math.min(read, number * rates.requestsPerSecond(decode, number));
                Match match = new Match(pair, prefills, number, requests, 0);
                if (requests > 0 && reaches(match)) {
                    Match judged = new Match(pair, prefills, number, requests, worth(match));
                    best = best == null || BETTER.compare(judged, best) < 0 ? judged : best;
                }
            }
        }
        return Optional.ofNullable(best);
    }

    /** The first number up to {@code most} of which something holds that holds of all later ones; {@code most} if of none. */
    private static int crossing(int most, IntPredicate holds) {
        int before = 0;
        int crossed = most;
        while (crossed - before > 1) {
            int middle = (before + crossed) / 2;
            if (holds.test(middle)) {
                crossed = middle;
            } else {
                before = middle;
            }
        }
        return crossed;
    }

    /** Decode instances that fit beside one prefill instance, at most. */
    int mostDecodes(Pair pair) {
        boolean same = pair.prefill().group() == pair.decode().group();
        if (!same) {
            return bins.get(pair.decode().group()).most(pair.decode().gpus());
        }
        int[] beside = beside(pair.prefill(), pair.decode());
        return beside.length > 1 ? beside[1] : 0;
    }

    private int[] beside(InstanceType prefill, InstanceType decode) {
        return besides.computeIfAbsent(
                List.of(prefill.group(), prefill.gpus(), decode.gpus()),
                key -> bins.get(prefill.group()).mostBeside(prefill.gpus(), decode.gpus()));
    }

    /** Numbers of decode instances of which one is best. */
    private List<Integer> numbers(double read, Pair pair, int most, Rates rates) {
        if (most < 1) {
            return List.of();
        }
        if (shared) {
            return IntStream.rangeClosed(1, most).boxed().toList();
        }
        double each = rates.requestsPerSecond(pair.decode(), 1);
        if (each <= 0) {
            return List.of();
        }
        Set<Integer> numbers = new TreeSet<>();
        add(read / each, most, numbers);
        asked().ifPresent(needed -> add(needed / each, most, numbers));
        return new ArrayList<>(numbers);
    }

    private static void add(double number, int most, Set<Integer> numbers) {
        double below = Math.floor(number * (1 + ROUNDING));
        for (double near : new double[] {below, Math.ceil(number * (1 - ROUNDING))}) {
            numbers.add((int) Math.clamp(near, 1, most));
        }
    }

    /** Requests per second that a throughput of the system asks for, where that binds. */
    private OptionalDouble asked() {
        Optional<ThroughputTarget> target =
                problem.targets().throughput().filter(stated -> stated.scope() == Scope.SYSTEM);
        return target.isPresent() && problem.throughputBinds()
                ? OptionalDouble.of(target.get().tokensPerSecond() / serving.outputTokens())
                : OptionalDouble.empty();
    }

    private boolean reaches(Match match) {
        if (!problem.throughputBinds()) {
            return true;
        }
        ThroughputTarget target = problem.targets().throughput().orElseThrow();
        double tokens = match.requestsPerSecond() * serving.outputTokens();
        double reached = target.scope() == Scope.SYSTEM ? tokens : tokens / match.gpus();
        return reached >= target.tokensPerSecond() * (1 - ROUNDING);
    }

    private double worth(Match match) {
        double requests = match.requestsPerSecond();
        return ranking.worth(
                new Performance(
                        requests * serving.outputTokens(),
                        requests * serving.longest(),
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        0),
                match.gpus(bins.size()));
    }

    /** The better of two. */
    static Optional<Match> better(Optional<Match> one, Optional<Match> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.or(() -> other);
        }
        return BETTER.compare(other.get(), one.get()) < 0 ? other : one;
    }
}

package dev.meshwright.cost.bound;

import dev.meshwright.cost.evaluation.DegreeBound;
import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.layout.Cut;
import dev.meshwright.layout.IntRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;

/**
 * From what one copy reaches at best to what all of them do, on one or several kinds of GPUs.
 *
 * <p>On one kind all copies are alike. Of several kinds, copies of one stage take the best first: of the first k kinds no more
 * copies than their GPUs divided by those of a stage do without GPUs of another, and a copy is as slow as its slowest GPU.
 * Kinds that cannot hold the model, or are too late with it, hold no copy. Copies of several stages may lie on several kinds
 * each; their bound is that of a copy with the best of all ({@link StageSpeeds}).
 */
final class CopiesOnSites {

    /** Wherever it is best. */
    public static final int ANY = -1;

    private final int[] gpusOfSite;

    /** Copies on a cluster with this many GPUs of each kind. */
    public CopiesOnSites(int[] gpusOfSite) {
        this.gpusOfSite = gpusOfSite.clone();
    }

    private record OnSite(int site, DegreeBound bound) {}

    /**
     * Copies that run independently of each other: their rates add up, and users see the longest times.
     *
     * @param replicas how many there may be
     * @param copy bound of one, on the GPUs of a site or on {@link #ANY}
     */
    public DegreeBound independent(Cut cut, IntRange replicas, IntFunction<DegreeBound> copy) {
        if (gpusOfSite.length == 1 || cut.pipeline() > 1) {
            DegreeBound one = copy.apply(gpusOfSite.length == 1 ? 0 : ANY);
            return new DegreeBound(times(one.performance(), replicas.most()), one.memoryBytes(), one.infeasibility());
        }
        List<OnSite> all = all(copy);
        List<OnSite> working = working(all, site -> -site.bound().performance().tokensPerSecond());
        int places = places(working, cut);
        if (places < replicas.least()) {
            return failing(all);
        }
        int left = Math.min(places, replicas.most());
        int held = 0;
        int placed = 0;
        double tokens = 0;
        double input = 0;
        for (OnSite kind : working) {
            held += gpusOfSite[kind.site()];
            int more = Math.min(left, held / cut.gpusPerStage()) - placed;
            tokens += more * kind.bound().performance().tokensPerSecond();
            input += more * kind.bound().performance().inputTokensPerSecond();
            placed += more;
        }
        double first = latest(working, cut, performance -> performance
                .timeToFirstTokenSeconds()
                .orElse(0));
        double perToken = latest(working, cut, performance -> performance
                .timePerOutputTokenSeconds()
                .orElse(0));
        return DegreeBound.possible(
                working.getFirst().bound().memoryBytes(),
                new Performance(
                        tokens,
                        input,
                        first > 0 ? OptionalDouble.of(first) : OptionalDouble.empty(),
                        perToken > 0 ? OptionalDouble.of(perToken) : OptionalDouble.empty(),
                        latest(working, cut, Performance::stepSeconds)));
    }

    /**
     * Copies that make one step together, as slow as the slowest.
     *
     * @param all bound of all copies on the GPUs of a site, were there enough of them, or on {@link #ANY}
     */
    public DegreeBound synchronous(Cut cut, IntFunction<DegreeBound> all) {
        if (gpusOfSite.length == 1 || cut.pipeline() > 1) {
            return all.apply(gpusOfSite.length == 1 ? 0 : ANY);
        }
        List<OnSite> bounds = all(all);
        List<OnSite> working =
                working(bounds, kind -> kind.bound().performance().stepSeconds());
        return places(working, cut) < cut.replicas()
                ? failing(bounds)
                : last(working, cut).bound();
    }

    private List<OnSite> all(IntFunction<DegreeBound> copy) {
        List<OnSite> all = new ArrayList<>();
        for (int site = 0; site < gpusOfSite.length; site++) {
            all.add(new OnSite(site, copy.apply(site)));
        }
        return all;
    }

    private static List<OnSite> working(List<OnSite> all, ToDoubleFunction<OnSite> badness) {
        return all.stream()
                .filter(kind -> kind.bound().mayWork())
                .sorted(Comparator.comparingDouble(badness))
                .toList();
    }

    private int places(List<OnSite> working, Cut cut) {
        return working.stream().mapToInt(kind -> gpusOfSite[kind.site()]).sum() / cut.gpusPerStage();
    }

    /** The kind that the last of all copies needs when they take {@code best} in order. */
    private OnSite last(List<OnSite> best, Cut cut) {
        int held = 0;
        for (OnSite kind : best) {
            held += gpusOfSite[kind.site()];
            if (held / cut.gpusPerStage() >= cut.replicas()) {
                return kind;
            }
        }
        throw new IllegalStateException("There are fewer places than copies.");
    }

    /** The longest time of any copy where the kinds with the shortest hold them. */
    private double latest(List<OnSite> working, Cut cut, ToDoubleFunction<Performance> seconds) {
        List<OnSite> soonest = working.stream()
                .sorted(Comparator.comparingDouble(
                        kind -> seconds.applyAsDouble(kind.bound().performance())))
                .toList();
        return seconds.applyAsDouble(last(soonest, cut).bound().performance());
    }

    /** Why no kinds hold the copies: that of the kind that comes nearest, memory being the first hurdle. */
    private static DegreeBound failing(List<OnSite> all) {
        return all.stream()
                .map(OnSite::bound)
                .filter(bound -> !bound.mayWork())
                .max(Comparator.comparing(DegreeBound::infeasibility))
                .orElseThrow();
    }

    private static Performance times(Performance replica, int copies) {
        return new Performance(
                replica.tokensPerSecond() * copies,
                replica.inputTokensPerSecond() * copies,
                replica.timeToFirstTokenSeconds(),
                replica.timePerOutputTokenSeconds(),
                replica.stepSeconds());
    }
}

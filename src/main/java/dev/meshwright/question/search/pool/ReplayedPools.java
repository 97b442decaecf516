package dev.meshwright.question.search.pool;

import dev.meshwright.cost.pool.PoolsModel;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.problem.TargetOutcome;
import dev.meshwright.facts.problem.TargetOutcome.Aim;
import dev.meshwright.facts.problem.Targets;
import dev.meshwright.facts.problem.Targets.ThroughputTarget;
import dev.meshwright.layout.Pools;
import dev.meshwright.question.search.Placers;
import dev.meshwright.question.search.pool.PoolResult.Found;
import dev.meshwright.replay.deployment.LoopReplays;
import dev.meshwright.replay.deployment.ServedRequests;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Judges pools that the closed form likes by a replay of both, which knows percentiles and queues. Where the best are late, the search goes
 * on under stricter targets: what was late has to be sooner, and more requests have to be answered than come. The best plan of the least
 * strict search that the replay lets pass is the answer; what is proved is proved of the closed form, whose bound stays.
 */
public final class ReplayedPools {

    /** How strict searches are, one after the other, until a replay lets their plan pass. */
    private static final double[] STRICTNESS = {1.02, 1.05, 1.1, 1.2, 1.4, 1.7, 2.2, 3};

    /** Searches between the last strictness that failed and the first that works. */
    private static final int HALVINGS = 2;

    private final PoolsModel model;
    private final Problem problem;
    private final Placers placers;
    private final LoopReplays replays;
    private final Set<Pools> late = new HashSet<>();

    /** Judges pools of the problem that {@code model} is of. */
    public ReplayedPools(PoolsModel model, Placers placers, LoopReplays replays) {
        this.model = model;
        this.problem = model.question().problem();
        this.placers = placers;
        this.replays = replays;
    }

    /** The same result where its best plan passes, or no other does; else another plan in its place, with the one passed over. */
    public PoolResult of(PoolResult asked) {
        if (!replays.wanted() || asked.best().isEmpty() || placers.cancelled()) {
            return asked;
        }
        Found first = asked.best().get();
        Optional<ServedRequests> served = replays.of(model, first.pools(), first.evaluation());
        if (served.isEmpty() || !misses(served.get()) || served.get().overloaded()) {
            return asked;
        }
        late.add(first.pools());
        return next(served.get()).map(found -> asked.passingOver(first, found)).orElse(asked);
    }

    private boolean misses(ServedRequests served) {
        return problem.targets().ofTimes(served::seconds).stream().anyMatch(TargetOutcome::missed);
    }

    private Optional<Found> next(ServedRequests served) {
        double fails = 1;
        for (double strictness : STRICTNESS) {
            Optional<Found> found = passing(served, strictness);
            if (found.isPresent()) {
                return Optional.of(between(served, fails, strictness, found.get()));
            }
            fails = strictness;
        }
        return Optional.empty();
    }

    private Found between(ServedRequests served, double failing, double working, Found found) {
        double fails = failing;
        double works = working;
        Found best = found;
        for (int halving = 0; halving < HALVINGS; halving++) {
            double tried = Math.sqrt(fails * works);
            Optional<Found> other = passing(served, tried);
            if (other.isPresent()) {
                works = tried;
                best = other.get().worth() > best.worth() ? other.get() : best;
            } else {
                fails = tried;
            }
        }
        return best;
    }

    /** The best plan under stricter targets, where it is not late under those of the problem. */
    private Optional<Found> passing(ServedRequests served, double strictness) {
        if (placers.cancelled()) {
            return Optional.empty();
        }
        Problem stricter = problem.withTargets(stricter(served, strictness), problem.objective());
        return new PoolSearch(new PoolsModel(model.question().with(stricter)), placers)
                .run()
                .best()
                .filter(found -> !late.contains(found.pools()))
                .filter(found -> {
                    Optional<ServedRequests> there = replays.of(model, found.pools(), found.evaluation());
                    boolean passes = there.isPresent() && !misses(there.get());
                    if (!passes) {
                        late.add(found.pools());
                    }
                    return passes;
                });
    }

    private Targets stricter(ServedRequests served, double strictness) {
        Targets targets = problem.targets()
                .stretched(
                        missed(served, Aim.TIME_TO_FIRST_TOKEN) ? 1 / strictness : 1,
                        missed(served, Aim.TIME_PER_OUTPUT_TOKEN) ? 1 / strictness : 1);
        return new Targets(
                targets.throughput()
                        .map(target -> new ThroughputTarget(target.tokensPerSecond() * strictness, target.scope())),
                targets.timeToFirstToken(),
                targets.timePerOutputToken(),
                targets.endToEnd());
    }

    /** Whether that is late, or the whole, of which it is a part. */
    private boolean missed(ServedRequests served, Aim aim) {
        return problem.targets().ofTimes(served::seconds).stream()
                .filter(TargetOutcome::missed)
                .anyMatch(outcome -> outcome.aim() == aim || outcome.aim() == Aim.END_TO_END);
    }
}

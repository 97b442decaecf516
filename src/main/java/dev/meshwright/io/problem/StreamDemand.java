package dev.meshwright.io.problem;

import dev.meshwright.base.quantity.Figures;
import dev.meshwright.facts.problem.Targets;
import dev.meshwright.facts.problem.Targets.Scope;
import dev.meshwright.facts.problem.Targets.ThroughputTarget;
import dev.meshwright.facts.workload.Workload;
import dev.meshwright.facts.workload.Workload.Serving;
import java.util.List;
import java.util.Optional;

/**
 * What a stream of requests asks for: all that comes has to be answered, else the queue grows without end and no first token is
 * in time. Answers of O tokens, n a second, are n x O tokens/s: a throughput target that nobody has to write down. A recorded
 * trace ends, and with it what waits.
 */
final class StreamDemand {

    private StreamDemand() {}

    /** {@code stated}, or the same with the throughput that the stream of {@code workload} needs where that is more. */
    static Targets on(Targets stated, Workload workload, List<String> notes) {
        if (!(workload instanceof Serving serving)
                || serving.demandedTokensPerSecond().isEmpty()) {
            return stated;
        }
        double rate = serving.traffic().arrivals().rate().orElseThrow();
        double needed = serving.demandedTokensPerSecond().getAsDouble();
        String demand = Figures.plain(rate) + " requests/s of " + Figures.number(serving.outputTokens(), "token")
                + " are " + Figures.tokensPerSecond(needed);
        Optional<ThroughputTarget> own = stated.throughput();
        if (own.filter(target -> target.scope() == Scope.PER_GPU).isPresent()) {
            notes.add(
                    demand + " of the system; the throughput target is per GPU, so only a replay tells whether all are"
                            + " answered.");
            return stated;
        }
        if (own.filter(target -> target.tokensPerSecond() >= needed).isPresent()) {
            return stated;
        }
        notes.add(demand + ": the throughput that is asked for, as all requests are to be answered.");
        return new Targets(
                Optional.of(new ThroughputTarget(needed, Scope.SYSTEM)),
                stated.timeToFirstToken(),
                stated.timePerOutputToken(),
                stated.endToEnd());
    }
}

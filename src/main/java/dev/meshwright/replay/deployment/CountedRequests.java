package dev.meshwright.replay.deployment;

import dev.meshwright.facts.problem.Targets;
import dev.meshwright.facts.problem.TimeTarget;
import dev.meshwright.replay.Outcome;
import dev.meshwright.replay.Spread;
import dev.meshwright.replay.Timeline;
import dev.meshwright.replay.deployment.ServedRequests.Goodput;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Requests of a replay that count: those of its start, which find an engine that fills, and of its end, which leave one that empties,
 * do not.
 *
 * @param first of them
 * @param end number behind the last of them
 */
record CountedRequests(Outcome outcome, int first, int end) {

    /** What they wait for, where {@code requests} are answered per second. */
    ServedRequests served(
            ReplayedLoop loop,
            Targets targets,
            double requests,
            OptionalDouble sustainable,
            List<Timeline.Moment> timeline) {
        double tokens = 0;
        for (int number = first; number < end; number++) {
            tokens += outcome.outputTokens(number);
        }
        return new ServedRequests(
                loop,
                outcome.timesToFirstToken(first, end),
                outcome.timesPerOutputToken(first, end),
                outcome.endToEnd(first, end),
                requests,
                requests * tokens / (end - first),
                goodput(targets, requests),
                sustainable,
                Spread.of(outcome, first, end),
                timeline,
                PoolTraffic.of(outcome, first, end));
    }

    /** Requests that are answered within the longest of each time that is stated, whatever statistic it is stated of. */
    private Optional<Goodput> goodput(Targets targets, double requests) {
        double mostFirst = longest(targets.timeToFirstToken());
        double mostPerToken = longest(targets.timePerOutputToken());
        double most = longest(targets.endToEnd());
        if (Double.isInfinite(Math.min(most, Math.min(mostFirst, mostPerToken)))) {
            return Optional.empty();
        }
        int inTime = 0;
        for (int number = first; number < end; number++) {
            boolean late = outcome.timeToFirstToken(number) > mostFirst
                    || outcome.timePerOutputToken(number) > mostPerToken
                    || outcome.endToEnd(number) > most;
            inTime += late ? 0 : 1;
        }
        double share = (double) inTime / (end - first);
        return Optional.of(new Goodput(share, share * requests));
    }

    private static double longest(List<TimeTarget> stated) {
        return stated.stream().mapToDouble(TimeTarget::seconds).max().orElse(Double.POSITIVE_INFINITY);
    }
}

package dev.meshwright.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.facts.workload.Arrivals;
import dev.meshwright.facts.workload.Length;
import dev.meshwright.replay.client.DrawnLengths;
import dev.meshwright.replay.client.OpenLoop;
import dev.meshwright.replay.client.Request;
import dev.meshwright.replay.scheduler.SchedulerSettings;
import dev.meshwright.replay.scheduler.VllmScheduler;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A replay with one seat is a queue with one server, of which the theory says how long one waits. */
@Tag("slow")
class QueueTest {

    private static final int REQUESTS = 300_000;

    private static final SchedulerSettings ONE_SEAT = new SchedulerSettings(10_000, 1, true, true, 16, 10_000, false);

    /** Steps of a second, one for the prompt and each token after: an answer of n tokens takes n seconds. */
    private static Outcome replay(Arrivals arrivals, Length answers, Replay.Observer observer) {
        OpenLoop stream =
                OpenLoop.of(arrivals, 1, new DrawnLengths(new Length.Fixed(5), answers, REQUESTS, 3), REQUESTS, 3);
        return new Replay(stream, List.of(new VllmScheduler(ONE_SEAT)), works -> 1, FrontEnd.NONE, observer).run();
    }

    private static Outcome replay(Arrivals arrivals, Length answers) {
        return replay(arrivals, answers, (seconds, running, waiting, cacheShare) -> {});
    }

    /** Pollaczek and Khinchine: W = rate E[S^2] / (2 (1 - rate E[S])); 0.07 x 100 / (2 x 0.3) = 11.67 s. */
    @Test
    void equalAnswersWaitAsInAQueueOfOneServer() {
        double waiting =
                replay(new Arrivals.Poisson(0.07), new Length.Fixed(10)).meanWaiting();
        assertThat(waiting).isCloseTo(0.07 * 100 / (2 * 0.3), within(0.02 * 11.67));
    }

    /** Uniform on 1 to 19: E[S] = 10, E[S^2] = 19 x 20 x 39 / 6 / 19 = 130; 0.07 x 130 / (2 x 0.3) = 15.17 s. */
    @Test
    void answersThatDifferWaitLonger() {
        double waiting =
                replay(new Arrivals.Poisson(0.07), new Length.Uniform(1, 19)).meanWaiting();
        assertThat(waiting).isCloseTo(0.07 * 130 / (2 * 0.3), within(0.03 * 15.17));
    }

    /** Gaps of 14.3 s and answers of 10: nobody waits. Bursts of three times the variation make a long queue. */
    @Test
    void regularStreamsWaitLessAndBurstsMore() {
        Length answers = new Length.Fixed(10);
        double regular = replay(new Arrivals.Constant(0.07), answers).meanWaiting();
        double poisson = replay(new Arrivals.Poisson(0.07), answers).meanWaiting();
        double bursts = replay(new Arrivals.Gamma(0.07, 3), answers).meanWaiting();
        assertThat(regular).isZero();
        assertThat(bursts).isGreaterThan(4 * poisson);
    }

    /**
     * Little: those in the system are rate x time in it. Counted at the ends of steps, which come one a second while anybody is
     * served: whoever arrived within a step is counted half a second too long, whoever leaves at its end is counted still.
     */
    @Test
    void littlesLawHolds() {
        double[] seen = new double[1];
        Outcome outcome = replay(
                new Arrivals.Poisson(0.007),
                new Length.Uniform(1, 199),
                (seconds, running, waiting, cacheShare) -> seen[0] += running + waiting);
        double inSystem = seen[0] / outcome.endSeconds();
        double rate = REQUESTS / outcome.endSeconds();
        assertThat(outcome.endToEnd().mean()).isGreaterThan(199);
        assertThat(inSystem).isCloseTo(rate * outcome.endToEnd().mean(), within(0.01 * inSystem));
    }

    /** The second of two equal prompts of 40 tokens is in the cache but for its last block: 32 of 40 tokens are not read again. */
    @Test
    void aPrefixIsNotReadAgain() {
        List<Request> requests =
                List.of(new Request(0, 40, 1), new Request(100, 40, 1, 40), new Request(200, 40, 1, 8));
        Outcome outcome = new Replay(
                        new OpenLoop(requests.iterator()),
                        List.of(new VllmScheduler(ONE_SEAT)),
                        works -> works[0].promptTokens() + works[0].promptPositions() / 1e6,
                        FrontEnd.NONE,
                        (seconds, running, waiting, cacheShare) -> {})
                .run();
        assertThat(outcome.timeToFirstToken(0)).isCloseTo(40 + 40 * 41 / 2 / 1e6, within(1e-9));
        assertThat(outcome.timeToFirstToken(1)).isCloseTo(8 + (40 * 41 - 32 * 33) / 2 / 1e6, within(1e-9));
        assertThat(outcome.timeToFirstToken(2)).isCloseTo(outcome.timeToFirstToken(0), within(1e-9));
    }
}

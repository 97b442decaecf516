package dev.meshwright.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.facts.problem.Assumptions.Engine;
import dev.meshwright.replay.client.OpenLoop;
import dev.meshwright.replay.client.Request;
import dev.meshwright.replay.scheduler.Scheduler;
import dev.meshwright.replay.scheduler.SchedulerSettings;
import dev.meshwright.replay.scheduler.StepWork;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Nothing is lost in a replay and nothing appears: every request is served or refused, every token of an answer is made in one
 * step, every token of a prompt that the cache lacks is read, and what was held is given back.
 */
class ConservationTest {

    private static final int REPLAYS = Integer.getInteger("meshwright.problems", 100);

    private static final int REQUESTS = 80;

    private static final int BLOCK = 4;

    /** What the steps of all ranks did. */
    private static final class Totals {
        private long made;
        private long read;

        double step(StepWork[] works) {
            double tokens = 0;
            for (StepWork work : works) {
                made += work.decoding() + work.promptsEnded();
                read += work.promptTokens();
                tokens += work.decoding() + work.promptTokens();
            }
            return 1 + tokens / 50;
        }
    }

    private static List<Request> requests(SplittableRandom random) {
        List<Request> requests = new ArrayList<>();
        double seconds = 0;
        for (int number = 0; number < REQUESTS; number++) {
            seconds += random.nextInt(3) * random.nextDouble();
            int prompt = 1 + random.nextInt(40);
            requests.add(new Request(seconds, prompt, 1 + random.nextInt(30), random.nextInt(3) * prompt / 2));
        }
        return requests;
    }

    private static SchedulerSettings settings(SplittableRandom random) {
        boolean chunked = random.nextBoolean();
        return new SchedulerSettings(
                chunked ? 8 + random.nextInt(40) : 40 + random.nextInt(60),
                1 + random.nextInt(12),
                chunked,
                random.nextBoolean(),
                BLOCK,
                12 + random.nextInt(30),
                random.nextBoolean());
    }

    /** Tokens of a prompt that are read where nothing is lost: all but whole blocks of a shared prefix, and the last always. */
    private static int unshared(Request request) {
        int shared = Math.min(request.prefixTokens(), request.inputTokens() - 1);
        return request.inputTokens() - shared / BLOCK * BLOCK;
    }

    @ParameterizedTest
    @EnumSource
    void requestsAndTokensAreConserved(Engine engine) {
        long refused = 0;
        long preempted = 0;
        for (int replay = 0; replay < REPLAYS; replay++) {
            SplittableRandom random = new SplittableRandom(replay * 31L + engine.ordinal());
            SchedulerSettings settings = settings(random);
            List<Request> requests = requests(random);
            List<Scheduler> ranks = IntStream.range(0, 1 + random.nextInt(3))
                    .mapToObj(rank -> Scheduler.of(engine, settings))
                    .toList();
            List<Request> served = requests.stream()
                    .filter(request -> ranks.getFirst().accepts(request.inputTokens(), request.outputTokens()))
                    .toList();
            Totals totals = new Totals();
            Outcome outcome = new Replay(
                            new OpenLoop(requests.iterator()),
                            ranks,
                            totals::step,
                            FrontEnd.NONE,
                            (seconds, running, waiting, cacheShare) -> {})
                    .run();
            String which = engine + ", replay " + replay + ": " + settings;
            assertThat(outcome.requests() + outcome.refused()).as(which).isEqualTo(REQUESTS);
            assertThat(outcome.requests()).as(which).isEqualTo(served.size());
            assertThat(outcome.outputTokens())
                    .as(which)
                    .isEqualTo(totals.made)
                    .isEqualTo(served.stream().mapToLong(Request::outputTokens).sum());
            long needed = served.stream().mapToLong(ConservationTest::unshared).sum();
            if (outcome.preemptions() == 0) {
                assertThat(totals.read).as(which).isEqualTo(needed);
            } else {
                assertThat(totals.read).as(which).isGreaterThan(needed);
            }
            for (Scheduler rank : ranks) {
                assertThat(rank.load()).as(which).isZero();
                assertThat(rank.heldBlocks()).as(which).isZero();
            }
            for (int number = 0; number < outcome.requests(); number++) {
                assertThat(outcome.timeToFirstToken(number)).as(which).isPositive();
                assertThat(outcome.endToEnd(number)).as(which).isGreaterThanOrEqualTo(outcome.timeToFirstToken(number));
            }
            refused += outcome.refused();
            preempted += outcome.preemptions();
        }
        assertThat(refused).isPositive();
        assertThat(preempted > 0).isEqualTo(engine != Engine.TENSORRT_LLM);
    }
}

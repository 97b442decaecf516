package dev.meshwright.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.facts.problem.Assumptions.Engine;
import dev.meshwright.replay.Journey.Part;
import dev.meshwright.replay.client.Clients;
import dev.meshwright.replay.client.ClosedLoop;
import dev.meshwright.replay.client.Lengths;
import dev.meshwright.replay.client.OpenLoop;
import dev.meshwright.replay.client.Request;
import dev.meshwright.replay.scheduler.Scheduler;
import dev.meshwright.replay.scheduler.SchedulerSettings;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Steps of prompts take a second, decode steps a tenth, a transfer half a second. */
class PoolsReplayTest {

    private static final double PROMPT = 1;

    private static final double STEP = 0.1;

    private static final double TRANSFER = 0.5;

    private static Function<Clients, Loop> instance(double stepSeconds, int sequences) {
        SchedulerSettings settings = new SchedulerSettings(8192, sequences, true, false, 16, 100_000, false);
        return sender -> new Replay(
                sender,
                List.of(Scheduler.of(Engine.VLLM, settings)),
                works -> stepSeconds,
                FrontEnd.NONE,
                (seconds, running, waiting, cacheShare) -> {});
    }

    private static Outcome run(Clients clients, int prefills, int prompts, int decodes, boolean again) {
        return new PoolsReplay(
                        clients,
                        Collections.nCopies(prefills, instance(PROMPT, prompts)),
                        Collections.nCopies(decodes, instance(STEP, 1000)),
                        tokens -> TRANSFER,
                        again,
                        0)
                .run();
    }

    private static ClosedLoop clients(int number, int requests, int output) {
        return new ClosedLoop(
                number,
                0,
                Stream.generate(() -> new Lengths(100, output)).limit(requests).iterator());
    }

    /** Read in 1 s, there after 1.5; the first of three tokens after 1.6, the last after 1.8. */
    @Test
    void theDecodePoolMakesAllTokens() {
        Outcome outcome = run(clients(1, 4, 3), 1, 8, 1, true);
        for (int number = 0; number < 4; number++) {
            assertThat(outcome.timeToFirstToken(number)).isCloseTo(PROMPT + TRANSFER + STEP, within(1e-9));
            assertThat(outcome.endToEnd(number)).isCloseTo(PROMPT + TRANSFER + 3 * STEP, within(1e-9));
            assertThat(outcome.timePerOutputToken(number)).isCloseTo(STEP, within(1e-9));
        }
    }

    /** Sent at 0, read from 0 to 1 s, there at 1.5, written from then on; nobody else is in the way. */
    @Test
    void theWayOfARequest() {
        Outcome outcome = run(clients(1, 4, 3), 1, 8, 1, true);
        assertThat(outcome.journeys()).hasSize(4);
        Journey last = outcome.journeys().getLast();
        assertThat(last.request()).isEqualTo(3);
        assertThat(last.seconds(Part.WAITING)).isCloseTo(0, within(1e-9));
        assertThat(last.seconds(Part.READING)).isCloseTo(PROMPT, within(1e-9));
        assertThat(last.seconds(Part.TRAVELLING)).isCloseTo(TRANSFER, within(1e-9));
        assertThat(last.seconds(Part.SEATING)).isCloseTo(0, within(1e-9));
        assertThat(last.seconds(Part.WRITING)).isCloseTo(3 * STEP, within(1e-9));
    }

    /** Whoever is in the way of others: parts follow each other, and all of them are the time from sending to the last token. */
    @Test
    void thePartsOfTheWayAreAllOfIt() {
        Outcome outcome = run(clients(40, 400, 5), 3, 1, 2, true);
        assertThat(outcome.journeys()).hasSize(400);
        for (Journey journey : outcome.journeys()) {
            double sum = 0;
            for (Part part : Part.values()) {
                assertThat(journey.seconds(part)).isGreaterThan(-1e-9);
                sum += journey.seconds(part);
            }
            assertThat(sum).isCloseTo(outcome.endToEnd(journey.request()), within(1e-9));
            assertThat(journey.prefill()).isBetween(0, 2);
            assertThat(journey.decode()).isBetween(0, 1);
        }
        assertThat(outcome.journeys().stream().mapToInt(Journey::prefill).distinct())
                .hasSize(3);
    }

    /** The first token comes along with the cache: two steps are left. */
    @Test
    void theDecodePoolIsHandedTheFirstToken() {
        Outcome outcome = run(clients(1, 4, 3), 1, 8, 1, false);
        assertThat(outcome.timeToFirstToken(3)).isCloseTo(PROMPT + TRANSFER, within(1e-9));
        assertThat(outcome.endToEnd(3)).isCloseTo(PROMPT + TRANSFER + 2 * STEP, within(1e-9));
        assertThat(outcome.timePerOutputToken(3)).isCloseTo(STEP, within(1e-9));
        // Where it is all of the answer nothing travels.
        assertThat(run(clients(1, 2, 1), 1, 8, 1, false).endToEnd(1)).isCloseTo(PROMPT, within(1e-9));
    }

    /** Instances that read one prompt at a time, a second each: three of them read three requests per second, and no more. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aFullPoolReadsAsFastAsItCan(int instances) {
        Outcome outcome = run(clients(40, 400, 5), instances, 1, 2, true);
        double seconds = outcome.sentSeconds(350) - outcome.sentSeconds(100);
        assertThat(250 / seconds).isCloseTo(instances / PROMPT, within(0.05 * instances));
        assertThat(outcome.requests()).isEqualTo(400);
        // L = lambda W: 40 in flight.
        assertThat(250 / seconds * outcome.endToEnd(100, 350).mean()).isCloseTo(40, within(1.5));
    }

    /** Prompts of a stream are dealt to whoever has fewest: two that come together are read beside each other. */
    @Test
    void promptsGoToTheInstanceWithTheFewest() {
        List<Request> requests = List.of(new Request(0, 100, 2), new Request(0, 100, 2), new Request(0.2, 100, 2));
        Outcome outcome = run(new OpenLoop(requests.iterator()), 2, 1, 1, true);
        assertThat(outcome.timeToFirstToken(0)).isCloseTo(1.6, within(1e-9));
        assertThat(outcome.timeToFirstToken(1)).isCloseTo(1.6, within(1e-9));
        // The third waits for one of them: read from 1 to 2, there at 2.5, its first token at 2.6.
        assertThat(outcome.timeToFirstToken(2)).isCloseTo(2.4, within(1e-9));
    }

    /** Nobody starts in a crowd: a request every second until all ten clients have, who are back after 2.1 s each. */
    @Test
    void clientsStartAsThereIsRoomForThem() {
        Outcome outcome = run(
                ClosedLoop.paced(
                        10,
                        1,
                        Stream.generate(() -> new Lengths(100, 6)).limit(30).iterator()),
                1,
                1,
                1,
                true);
        for (int number = 0; number < 30; number++) {
            assertThat(outcome.sentSeconds(number)).isCloseTo(number, within(1e-9));
            assertThat(outcome.endToEnd(number)).isCloseTo(2.1, within(0.1));
        }
    }
}

package dev.meshwright.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meshwright.facts.problem.Assumptions.Engine;
import dev.meshwright.replay.NaiveLoop.Served;
import dev.meshwright.replay.NaiveLoop.Work;
import dev.meshwright.replay.client.Clients;
import dev.meshwright.replay.client.ClosedLoop;
import dev.meshwright.replay.client.Lengths;
import dev.meshwright.replay.client.OpenLoop;
import dev.meshwright.replay.client.Request;
import dev.meshwright.replay.scheduler.Scheduler;
import dev.meshwright.replay.scheduler.SchedulerSettings;
import dev.meshwright.replay.scheduler.StepWork;
import dev.meshwright.replay.scheduler.VllmScheduler;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The replay against a loop that is told plainly: to the last bit the same, whatever the engine, its settings and its load. */
class LoopDifferentialTest {

    /** Fewer where every change of the schedulers is tried against them. */
    private static final int CASES = Integer.getInteger("meshwright.replays", 600);

    private static final Replay.Observer NOBODY = (seconds, running, waiting, cacheShare) -> {};

    /**
     * One replay to be done twice.
     *
     * @param clients of a closed loop; 0 of an open one
     * @param requests in the order in which they are sent; a closed loop only looks at their lengths
     * @param grid whether all times are multiples of an eighth, so that much happens at once
     */
    private record Case(
            Engine engine,
            SchedulerSettings settings,
            int ranks,
            int clients,
            double rampSeconds,
            List<Request> requests,
            FrontEnd frontEnd,
            boolean grid) {

        static Case drawn(Engine engine, Random random) {
            boolean grid = random.nextBoolean();
            boolean longAnswers = random.nextInt(30) == 0;
            boolean shortPrompts = random.nextInt(4) == 0;
            int longestPrompt = 1 + random.nextInt(shortPrompts ? 4 : 40);
            int longestAnswer = longAnswers ? 6000 : 1 + random.nextInt(shortPrompts ? 150 : 40);
            int leastAnswer = random.nextBoolean() ? 1 : 1 + random.nextInt(longestAnswer);
            boolean chunked = random.nextBoolean();
            int blockTokens = List.of(1, 2, 3, 4, 7, 16).get(random.nextInt(6));
            int tokensPerStep = 1 + random.nextInt(chunked ? 40 : 40 + 2 * longestAnswer);
            int cacheTokens = 1 + (int) ((longestPrompt + longestAnswer) * (0.8 + 3 * random.nextDouble()));
            boolean plansAhead = random.nextBoolean();
            SchedulerSettings settings = new SchedulerSettings(
                    tokensPerStep,
                    1 + random.nextInt(12),
                    chunked,
                    random.nextBoolean(),
                    blockTokens,
                    Math.ceilDiv(cacheTokens, blockTokens),
                    plansAhead,
                    plansAhead && random.nextInt(3) == 0 ? 1 + random.nextInt(6) : 1,
                    random.nextInt(3) == 0 ? random.nextInt(6) : 0,
                    random.nextInt(3) == 0 ? random.nextInt(6) : 0);
            List<Request> requests = new ArrayList<>();
            double seconds = 0;
            double gap = longAnswers ? 400 : random.nextInt(3) * random.nextInt(15);
            for (int index = longAnswers ? 6 : 1 + random.nextInt(60); index > 0; index--) {
                seconds += random.nextInt(4) == 0 ? 0 : seconds(gap, grid, random);
                int prompt = 1 + random.nextInt(longestPrompt);
                int answer = random.nextInt(leastAnswer, longestAnswer + 1);
                int shared = random.nextInt(3) == 0 ? random.nextInt(prompt + 1) : 0;
                requests.add(new Request(seconds, prompt, answer, shared));
            }
            boolean busy = random.nextInt(3) == 0;
            FrontEnd frontEnd = new FrontEnd(
                    seconds(3, grid, random),
                    seconds(3, grid, random),
                    busy ? seconds(0.5, grid, random) : 0,
                    busy ? seconds(0.5, grid, random) : 0);
            return new Case(
                    engine,
                    settings,
                    1 + random.nextInt(4),
                    random.nextInt(2) * (1 + random.nextInt(20)),
                    random.nextInt(3) == 0 ? 0 : seconds(60, grid, random),
                    requests,
                    random.nextInt(3) == 0 ? FrontEnd.NONE : frontEnd,
                    grid);
        }

        private static double seconds(double most, boolean grid, Random random) {
            double seconds = most * random.nextDouble();
            return grid ? Math.rint(seconds * 8) / 8 : seconds;
        }

        /** A price that tells every difference in what the ranks do. */
        double price(List<Work> works) {
            int hash = works.hashCode() * 0x9E3779B1 >>> 8;
            return grid ? (1 + hash % 8) / 8.0 : (1 + hash) / 1e7;
        }

        Clients clientsOfReplay() {
            Iterator<Lengths> lengths = lengths().iterator();
            return clients == 0 ? new OpenLoop(requests.iterator()) : new ClosedLoop(clients, rampSeconds, lengths);
        }

        Clients clientsOfNaiveLoop() {
            return clients == 0
                    ? new OpenLoop(requests.iterator())
                    : new NaiveClients(clients, rampSeconds, lengths().toList());
        }

        private Stream<Lengths> lengths() {
            return requests.stream()
                    .map(request -> new Lengths(request.inputTokens(), request.outputTokens(), request.prefixTokens()));
        }

        NaiveLoop naive() {
            return new NaiveLoop(engine, settings, ranks, clientsOfNaiveLoop(), frontEnd, this::price).run();
        }

        Outcome replay() {
            StepTimes times =
                    works -> price(Arrays.stream(works).map(Case::work).toList());
            List<Scheduler> schedulers = IntStream.range(0, ranks)
                    .mapToObj(rank -> Scheduler.of(engine, settings))
                    .toList();
            return new Replay(clientsOfReplay(), schedulers, times, frontEnd, NOBODY).run();
        }

        private static Work work(StepWork work) {
            return new Work(
                    work.decoding(),
                    work.decodingPositions(),
                    work.promptTokens(),
                    work.prompts(),
                    work.promptsEnded(),
                    work.promptPositions());
        }
    }

    /** Clients of a closed loop, each with the time at which it sends. */
    private static final class NaiveClients implements Clients {
        private final List<Lengths> lengths;
        private final List<Double> due = new ArrayList<>();

        NaiveClients(int clients, double rampSeconds, List<Lengths> lengths) {
            this.lengths = new ArrayList<>(lengths);
            for (int client = 0; client < clients; client++) {
                due.add(client == 0 ? 0 : rampSeconds * client / (clients - 1));
            }
        }

        @Override
        public double nextSeconds() {
            return lengths.isEmpty()
                    ? Double.POSITIVE_INFINITY
                    : due.stream().mapToDouble(seconds -> seconds).min().orElse(Double.POSITIVE_INFINITY);
        }

        @Override
        public Request next() {
            double seconds = nextSeconds();
            due.remove((Object) seconds);
            Lengths next = lengths.removeFirst();
            return new Request(seconds, next.inputTokens(), next.outputTokens(), next.prefixTokens());
        }

        @Override
        public void answered(double seconds) {
            due.add(seconds);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void theReplayIsThePlainLoopToTheLastBit(Engine engine) {
        long requests = 0;
        long steps = 0;
        long preemptions = 0;
        long refused = 0;
        for (int seed = 0; seed < CASES; seed++) {
            Case drawn = Case.drawn(engine, new Random(seed));
            NaiveLoop naive = drawn.naive();
            assertSame(naive, drawn.replay(), "seed " + seed + ": " + drawn);
            requests += naive.served.size();
            steps += naive.steps;
            preemptions += naive.preemptions();
            refused += naive.refused;
        }
        System.out.printf(
                "%s: %d cases, %d requests, %d steps, %d preemptions, %d refusals%n",
                engine, CASES, requests, steps, preemptions, refused);
        assertTrue(refused > 0, "nothing was refused");
        assertEquals(engine != Engine.TENSORRT_LLM, preemptions > 0, preemptions + " preemptions");
    }

    /** Steps of a second each, and a step of one seat on each of two ranks. */
    @Test
    void aRequestChoosesItsRankWhenItArrivesThoughASeatIsFreeWhenTheStepEnds() {
        List<Request> requests = List.of(new Request(0, 1, 2), new Request(0, 1, 1), new Request(0.5, 1, 1));
        SchedulerSettings oneSeat = new SchedulerSettings(10, 1, true, true, 1, 10, false);
        List<Scheduler> ranks = List.of(new VllmScheduler(oneSeat), new VllmScheduler(oneSeat));
        Outcome outcome = new Replay(new OpenLoop(requests.iterator()), ranks, works -> 1, FrontEnd.NONE, NOBODY).run();
        // Both ranks have one request at 0.5: the first takes it, and has it wait until its own is done at 2.
        assertEquals(3 - 0.5, outcome.endToEnd(2));
    }

    @Test
    void aClientThatIsRefusedSendsAgainWhileAStepRuns() {
        Iterator<Lengths> lengths = List.of(
                        new Lengths(1, 4), new Lengths(11, 1), new Lengths(11, 1), new Lengths(1, 1))
                .iterator();
        List<Scheduler> ranks = List.of(new VllmScheduler(new SchedulerSettings(10, 9, true, true, 1, 10, false)));
        Outcome outcome = new Replay(new ClosedLoop(2, 0.5, lengths), ranks, works -> 1, FrontEnd.NONE, NOBODY).run();
        assertEquals(2, outcome.refused());
        // The second client starts at 0.5 and is refused twice.
        assertEquals(0.5, outcome.sentSeconds(1));
        assertEquals(2 - 0.5, outcome.endToEnd(1));
    }

    @Test
    void aClientThatIsAnsweredSendsBeforeOneThatStartsLater() {
        Iterator<Lengths> lengths = Collections.nCopies(3, new Lengths(1, 1)).iterator();
        List<Scheduler> ranks = List.of(new VllmScheduler(new SchedulerSettings(10, 9, true, true, 1, 10, false)));
        Outcome outcome = new Replay(new ClosedLoop(2, 9, lengths), ranks, works -> 1, FrontEnd.NONE, NOBODY).run();
        for (int number = 0; number < 3; number++) {
            assertEquals(number, outcome.sentSeconds(number));
        }
    }

    /** Two requests of 2 and 4 tokens fill the seven tokens of a cache after three steps; the second one loses its seat with two made. */
    @Test
    void aPromptThatWouldBeTooLongForAStepOnceItIsComputedAnewIsRefused() {
        List<Request> requests = List.of(new Request(0, 2, 4), new Request(0, 2, 4));
        for (int tokensPerStep = 3; tokensPerStep <= 5; tokensPerStep++) {
            SchedulerSettings whole = new SchedulerSettings(tokensPerStep, 9, false, true, 1, 7, false);
            Outcome outcome = new Replay(
                            new OpenLoop(requests.iterator()),
                            List.of(new VllmScheduler(whole)),
                            works -> 1,
                            FrontEnd.NONE,
                            NOBODY)
                    .run();
            assertEquals(tokensPerStep < 2 + 4 - 1 ? 2 : 0, outcome.refused());
            assertEquals(tokensPerStep < 2 + 4 - 1 ? 0 : 1, outcome.preemptions());
        }
    }

    private static void assertSame(NaiveLoop naive, Outcome replay, String drawn) {
        assertEquals(naive.refused, replay.refused(), () -> "refusals, " + drawn);
        assertEquals(naive.served.size(), replay.requests(), () -> "requests, " + drawn);
        for (int number = 0; number < replay.requests(); number++) {
            Served served = naive.served.get(number);
            String which = "request " + number + ", " + drawn;
            assertEquals(served.sent, replay.sentSeconds(number), () -> "sent, " + which);
            assertEquals(served.output, replay.outputTokens(number), () -> "tokens, " + which);
            // Differences from the same time before: equal if and only if the times are.
            assertEquals(served.first - served.sent, replay.timeToFirstToken(number), () -> "first, " + which);
            assertEquals(served.last - served.sent, replay.endToEnd(number), () -> "last, " + which);
        }
        assertEquals(naive.steps, replay.steps(), () -> "steps, " + drawn);
        assertEquals(naive.preemptions(), replay.preemptions(), () -> "preemptions, " + drawn);
    }
}

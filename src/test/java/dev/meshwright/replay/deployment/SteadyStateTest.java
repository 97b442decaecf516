package dev.meshwright.replay.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.Architectures;
import dev.meshwright.Problems;
import dev.meshwright.cost.CostModel;
import dev.meshwright.facts.problem.Assumptions.Engine;
import dev.meshwright.facts.workload.Arrivals;
import dev.meshwright.facts.workload.Length;
import dev.meshwright.facts.workload.Workload.Serving;
import dev.meshwright.layout.Degrees;
import dev.meshwright.replay.ClockedSteps;
import dev.meshwright.replay.FrontEnd;
import dev.meshwright.replay.Outcome;
import dev.meshwright.replay.client.Clients;
import dev.meshwright.replay.client.ClosedLoop;
import dev.meshwright.replay.client.DrawnLengths;
import dev.meshwright.replay.client.OpenLoop;
import dev.meshwright.replay.client.Request;
import dev.meshwright.replay.scheduler.SchedulerSettings;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Laws that hold in every run, and what of it is chance. */
class SteadyStateTest {

    private static final Length PROMPTS = new Length.Uniform(200, 1800);
    private static final Length ANSWERS = new Length.Uniform(20, 180);

    /** Counts how long requests are in the system as their clients see it: from sending to the answer. */
    private static final class Counted implements Clients {

        private final Clients clients;
        private double area;
        private double last;
        private int inside;
        private int sent;

        Counted(Clients clients) {
            this.clients = clients;
        }

        @Override
        public double nextSeconds() {
            return clients.nextSeconds();
        }

        @Override
        public Request next() {
            Request request = clients.next();
            sent++;
            inside++;
            area -= request.arrivalSeconds();
            return request;
        }

        @Override
        public void answered(double seconds) {
            inside--;
            area += seconds;
            last = Math.max(last, seconds);
            clients.answered(seconds);
        }
    }

    private static Outcome run(Clients clients, Engine engine, Degrees degrees, boolean chunked) {
        CostModel costModel = Problems.costModel(Problems.problem(
                Architectures.mixtral(),
                Problems.cluster(1, 8, "h100-sxm"),
                new Serving(List.of(1000), 100, OptionalInt.empty())));
        SchedulerSettings settings =
                new SchedulerSettings(2048, degrees.microBatch(), chunked, false, 16, 100_000, true);
        return new Replica(engine, settings, degrees, new FrontEnd(0.01, 0, 1e-6, 0))
                .serve(clients, costModel.stepClock(degrees), ClockedSteps::new);
    }

    /** L = lambda W over a whole run, whatever the engine, its clients and its layout: nobody is lost, nobody counted twice. */
    @ParameterizedTest
    @EnumSource(Engine.class)
    void littlesLawHoldsInEveryRun(Engine engine) {
        for (long seed = 0; seed < 24; seed++) {
            Random random = new Random(seed);
            int requests = 200 + random.nextInt(300);
            DrawnLengths lengths = new DrawnLengths(PROMPTS, ANSWERS, requests, seed);
            Counted clients = new Counted(
                    random.nextBoolean()
                            ? ClosedLoop.scattered(1 + random.nextInt(40), 5, lengths, seed)
                            : OpenLoop.of(
                                    new Arrivals.Poisson(0.5 + 8 * random.nextDouble()), 1, lengths, requests, seed));
            int pipeline = 1 << random.nextInt(2);
            int data = 1 << random.nextInt(3);
            Degrees degrees = Problems.degrees(
                    8, 8 / pipeline / data, data, 8 / pipeline, pipeline, 1, 1 + random.nextInt(30), pipeline);
            Outcome outcome = run(clients, engine, degrees, true);
            assertThat(clients.inside).isZero();
            assertThat(outcome.requests()).isEqualTo(clients.sent).isEqualTo(requests);
            double inSystem = clients.area / clients.last;
            double rate = requests / outcome.endSeconds();
            assertThat(rate * outcome.endToEnd().mean())
                    .as("seed %d, %s", seed, degrees)
                    .isCloseTo(inSystem, within(1e-9 * inSystem));
        }
    }

    /** 10,000 requests, 15 a second, of which some 13 are in flight: the slowest of a hundred are alike whatever the seed. */
    @Test
    void theSlowestOfAHundredAreStableOverSeeds() {
        double[] first = new double[6];
        double[] perToken = new double[6];
        double inFlight = 0;
        for (int seed = 0; seed < first.length; seed++) {
            Clients stream = OpenLoop.of(
                    new Arrivals.Poisson(15), 1, new DrawnLengths(PROMPTS, ANSWERS, 10_000, seed), 10_000, seed);
            Outcome outcome = run(stream, Engine.VLLM, Problems.degrees(8, 8, 1, 8, 1, 1, 64, 1), true);
            first[seed] = outcome.timesToFirstToken().p99();
            inFlight += outcome.endToEnd().mean() * 15 / first.length;
            perToken[seed] = outcome.timesPerOutputToken().p99();
        }
        assertThat(inFlight).as("in flight").isBetween(10.0, 16.0);
        assertStable("time to first token", first);
        assertStable("time per output token", perToken);
    }

    private static void assertStable(String what, double[] values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        double worst = Arrays.stream(values)
                .map(value -> Math.abs(value / mean - 1))
                .max()
                .orElseThrow();
        System.out.printf("p99 of %s: %.4f s, seeds within %.1f %%%n", what, mean, 100 * worst);
        assertThat(worst).as(what).isLessThan(0.03);
    }
}

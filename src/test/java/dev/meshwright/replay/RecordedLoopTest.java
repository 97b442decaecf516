package dev.meshwright.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.Problems;
import dev.meshwright.SharedData;
import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.StepClock;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload.Serving;
import dev.meshwright.io.catalogue.ModelCatalogue;
import dev.meshwright.io.tree.CsvTable;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Degrees.Recomputation;
import dev.meshwright.replay.client.OpenLoop;
import dev.meshwright.replay.client.Request;
import dev.meshwright.replay.scheduler.SchedulerSettings;
import dev.meshwright.replay.scheduler.VllmScheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Loops of real servers (vLLM 0.19, 300 requests each), recorded request by request, against their replay: lengths, arrivals and
 * flags as given, steps by the cost model, two factors on them fitted to the first 100 requests.
 */
class RecordedLoopTest {

    private static final int FITTED = 100;

    private record Recorded(double sent, int input, int output, double first, double last) {

        double timeToFirstToken() {
            return first - sent;
        }

        double timePerOutputToken() {
            return (last - first) / (output - 1);
        }

        double endToEnd() {
            return last - sent;
        }
    }

    /** Means of predicted over measured: end to end, time per output token, time to first token. */
    private record Ratios(double endToEnd, double outputToken, double firstToken) {

        static Ratios of(Outcome outcome, List<Recorded> rows, int from, int until) {
            double[] sums = new double[6];
            for (int number = from; number < until; number++) {
                Recorded row = rows.get(number);
                sums[0] += outcome.endToEnd(number);
                sums[1] += row.endToEnd();
                sums[2] += outcome.timePerOutputToken(number);
                sums[3] += row.timePerOutputToken();
                sums[4] += outcome.timeToFirstToken(number);
                sums[5] += row.timeToFirstToken();
            }
            return new Ratios(sums[0] / sums[1], sums[2] / sums[3], sums[4] / sums[5]);
        }

        double misfit() {
            return square(Math.log(outputToken)) + square(Math.log(firstToken)) / 9;
        }

        private static double square(double value) {
            return value * value;
        }
    }

    private final List<Double> running = new ArrayList<>();
    private final List<Double> waiting = new ArrayList<>();

    @ParameterizedTest
    @CsvSource({"llama31_8b_rtxpro6000_tp1,llama-3.1-8b,1", "qwen3_32b_rtxpro6000_tp2,qwen3-32b,2"})
    void requestsAreServedWhenTheyWere(String set, String model, int tensor) {
        List<Recorded> rows = recorded(set);
        double[] factors = fitted(rows, model, tensor);
        Ratios unfitted = Ratios.of(replayed(rows, model, tensor, 1, 1), rows, FITTED, rows.size());
        Outcome outcome = replayed(rows, model, tensor, factors[0], factors[1]);
        Ratios others = Ratios.of(outcome, rows, FITTED, rows.size());
        double[] counts = countErrors(set);
        System.out.printf(
                Locale.ROOT,
                "%s: decode steps x%.3f, steps with prompts x%.3f; the other %d requests: end to end %+.1f %%, TPOT %+.1f %%, TTFT %+.1f %%;"
                        + " running %.1f %%, waiting %.1f %%; nothing fitted: %+.1f %%, %+.1f %%, %+.1f %%%n",
                set,
                factors[0],
                factors[1],
                rows.size() - FITTED,
                100 * (others.endToEnd() - 1),
                100 * (others.outputToken() - 1),
                100 * (others.firstToken() - 1),
                100 * counts[0],
                100 * counts[1],
                100 * (unfitted.endToEnd() - 1),
                100 * (unfitted.outputToken() - 1),
                100 * (unfitted.firstToken() - 1));
        assertThat(others.endToEnd()).isBetween(0.97, 1.03);
        assertThat(others.outputToken()).isBetween(0.97, 1.03);
        assertThat(others.firstToken()).isBetween(0.85, 1.15);
        assertThat(counts[0]).as("running").isLessThan(0.1);
        assertThat(counts[1]).as("waiting").isLessThan(0.1);
    }

    private static List<Recorded> recorded(String set) {
        List<Recorded> rows = new ArrayList<>();
        for (Map<String, String> row : CsvTable.read(SharedData.require("data/traces/replay_vllm019_" + set + ".csv"))
                .rows()) {
            rows.add(new Recorded(
                    number(row, "arrival_s"),
                    (int) number(row, "input"),
                    (int) number(row, "output"),
                    number(row, "first_token_s"),
                    number(row, "last_token_s")));
        }
        return rows;
    }

    private static double number(Map<String, String> row, String column) {
        return Double.parseDouble(row.get(column));
    }

    /** Factors of decode steps and of steps with prompts that fit the first requests best, by a search in ever finer steps. */
    private double[] fitted(List<Recorded> rows, String model, int tensor) {
        double[] best = {1, 1};
        double misfit = misfit(rows, model, tensor, best);
        for (double step = 0.2; step > 0.004; step /= 2) {
            for (boolean better = true; better; ) {
                better = false;
                for (int factor = 0; factor < 2; factor++) {
                    for (double sign : new double[] {1 + step, 1 / (1 + step)}) {
                        double[] tried = best.clone();
                        tried[factor] *= sign;
                        double there = misfit(rows, model, tensor, tried);
                        if (there < misfit) {
                            best = tried;
                            misfit = there;
                            better = true;
                        }
                    }
                }
            }
        }
        return best;
    }

    private double misfit(List<Recorded> rows, String model, int tensor, double[] factors) {
        return Ratios.of(replayed(rows, model, tensor, factors[0], factors[1]), rows, 0, FITTED)
                .misfit();
    }

    private Outcome replayed(List<Recorded> rows, String model, int tensor, double decode, double prompts) {
        StepClock clock = clock(model, tensor);
        ClockedSteps steps = new ClockedSteps(clock::seconds);
        StepTimes scaled = works -> steps.seconds(works) * (works[0].promptTokens() > 0 ? prompts : decode);
        SchedulerSettings settings = new SchedulerSettings(2048, 128, true, true, 16, Long.MAX_VALUE / 2, true);
        running.clear();
        waiting.clear();
        return new Replay(
                        new OpenLoop(rows.stream()
                                .map(row -> new Request(row.sent(), row.input(), row.output()))
                                .iterator()),
                        List.of(new VllmScheduler(settings)),
                        scaled,
                        FrontEnd.NONE,
                        this::count)
                .run();
    }

    private void count(double seconds, int nowRunning, int nowWaiting, double cacheShare) {
        while (running.size() < (int) seconds) {
            running.add((double) nowRunning);
            waiting.add((double) nowWaiting);
        }
    }

    private static StepClock clock(String model, int tensor) {
        Problem problem = Problems.problem(
                ModelCatalogue.standard().find(model).orElseThrow().model(),
                Problems.cluster(1, tensor, "rtx-pro-6000"),
                new Serving(List.of(1000), 600, OptionalInt.of(128)));
        Degrees degrees = new Degrees(tensor, 1, 1, tensor, 1, 1, 128, 1, 1, Recomputation.NONE, 0, 1);
        return new CostModel(Problems.question(problem)).stepClock(degrees);
    }

    /** Mean difference of the running and waiting requests per second over their means. */
    private double[] countErrors(String set) {
        List<Map<String, String>> ticks = CsvTable.read(
                        SharedData.require("data/traces/replay_vllm019_" + set + "_ticks.csv"))
                .rows();
        double[] sums = new double[4];
        for (Map<String, String> tick : ticks) {
            int second = (int) number(tick, "t") - 1;
            if (second < running.size()) {
                sums[0] += Math.abs(running.get(second) - number(tick, "running"));
                sums[1] += number(tick, "running");
                sums[2] += Math.abs(waiting.get(second) - number(tick, "waiting"));
                sums[3] += number(tick, "waiting");
            }
        }
        return new double[] {sums[0] / sums[1], sums[2] / sums[3]};
    }
}

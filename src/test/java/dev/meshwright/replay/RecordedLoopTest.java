package dev.meshwright.replay;

import dev.meshwright.Problems;
import dev.meshwright.SharedData;
import dev.meshwright.cost.CostModel;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload.Serving;
import dev.meshwright.io.catalogue.ModelCatalogue;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Degrees.Recomputation;
import dev.meshwright.replay.client.OpenLoop;
import dev.meshwright.replay.client.Request;
import dev.meshwright.replay.scheduler.SchedulerSettings;
import dev.meshwright.replay.scheduler.StepWork;
import dev.meshwright.replay.scheduler.VllmScheduler;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Loops of real servers, recorded request by request, against their replay. */
class RecordedLoopTest {

    private record Recorded(double sent, int input, int output, double first, double last) {}

    @ParameterizedTest
    @CsvSource({"llama31_8b_rtxpro6000_tp1,llama-3.1-8b,1", "qwen3_32b_rtxpro6000_tp2,qwen3-32b,2"})
    void replays(String set, String model, int tensor) throws IOException {
        List<Recorded> rows = new ArrayList<>();
        for (String line : Files.readAllLines(SharedData.require("data/traces/replay_vllm019_" + set + ".csv")).stream().skip(1).toList()) {
            String[] f = line.split(",");
            rows.add(new Recorded(Double.parseDouble(f[1]), Integer.parseInt(f[2]), Integer.parseInt(f[3]), Double.parseDouble(f[6]), Double.parseDouble(f[7])));
        }
        Problem problem = Problems.problem(ModelCatalogue.standard().find(model).orElseThrow().model(), Problems.cluster(1, tensor, "rtx-pro-6000"),
                new Serving(List.of(1000), 600, OptionalInt.of(128)));
        Degrees degrees = new Degrees(tensor, 1, 1, tensor, 1, 1, 128, 1, 1, Recomputation.NONE, 0, 1);
        for (double[] factor : new double[][] {{1, 1}, {1.1, 1}, {1, 1.1}, {1.2,1}, {1.2,1.2},{1.0,1.2},{1.3,1.2},{1.4,1.3}, {.9,1},{.9,.9}}) {
            StepTimes steps = new ClockedSteps(new CostModel(Problems.question(problem)).stepClock(degrees));
            StepTimes scaled = works -> steps.seconds(works) * (works[0].promptTokens() > 0 ? factor[1] : factor[0]);
            Outcome outcome = new Replay(new OpenLoop(rows.stream().map(r -> new Request(r.sent, r.input, r.output)).iterator()),
                    List.of(new VllmScheduler(new SchedulerSettings(2048, 128, true, true, 16, 1L << 40, true))), scaled, FrontEnd.NONE, (t, r, w) -> {}).run();
            for (int[] range : new int[][] {{0, 100}, {100, 300}}) {
                double[] mine = new double[3], theirs = new double[3];
                for (int i = range[0]; i < range[1]; i++) {
                    Recorded r = rows.get(i);
                    mine[0] += outcome.endToEnd(i); theirs[0] += r.last - r.sent;
                    mine[1] += outcome.timePerOutputToken(i); theirs[1] += (r.last - r.first) / (r.output - 1);
                    mine[2] += outcome.timeToFirstToken(i); theirs[2] += r.first - r.sent;
                }
                System.out.printf("%s %s %d: e2e %+.1f%% tpot %+.1f%% (%.1f ms) ttft %+.1f%% (%.2f s) steps %d%n", model, java.util.Arrays.toString(factor), range[0], 100 * (mine[0] / theirs[0] - 1),
                        100 * (mine[1] / theirs[1] - 1), theirs[1] * 1000 / (range[1]-range[0]), 100 * (mine[2] / theirs[2] - 1), theirs[2] / (range[1]-range[0]), outcome.steps());
            }
        }
    }
}

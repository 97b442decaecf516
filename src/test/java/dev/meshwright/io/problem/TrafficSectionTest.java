package dev.meshwright.io.problem;

import static dev.meshwright.io.problem.SmallModels.faults;
import static dev.meshwright.io.problem.SmallModels.withWorkload;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.facts.problem.Statistic;
import dev.meshwright.facts.problem.Targets;
import dev.meshwright.facts.problem.TimeTarget;
import dev.meshwright.facts.workload.Arrivals;
import dev.meshwright.facts.workload.Length;
import dev.meshwright.facts.workload.Traffic;
import dev.meshwright.facts.workload.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests that differ, and when they come. */
class TrafficSectionTest {

    private static String serving(String more) {
        return withWorkload("small-mixture", "{phase: serving, " + more + "}");
    }

    private static ProblemDocument document(String more) {
        return SmallModels.read("p.yaml", serving(more));
    }

    private static Workload.Serving read(String more) {
        return (Workload.Serving) document(more).problem().workload();
    }

    private static Arrivals arrivals(String arrivals) {
        return read("inputTokens: 900, outputTokens: 90, arrivals: " + arrivals)
                .traffic()
                .arrivals();
    }

    /** 800 to 1024 are 912 on average; the longest context is the longest prompt with the longest answer. */
    @Test
    void lengthsMayDiffer() {
        Workload.Serving read =
                read("inputTokens: {uniform: [800, 1024]}, outputTokens: {logNormal: {mean: 90, sigma: 0.5}}");
        Length.LogNormal answers = new Length.LogNormal(90, 0.5);
        assertThat(read)
                .isEqualTo(new Workload.Serving(
                        List.of(912),
                        90,
                        OptionalInt.empty(),
                        new Traffic(
                                Optional.of(new Length.Uniform(800, 1024)),
                                Optional.of(answers),
                                new Arrivals.Clients())));
        assertThat(read.longestContext()).isEqualTo(1024 + answers.longest());
        assertThat(read.over(List.of(100)).longestContext()).isEqualTo(100 + answers.longest());
        assertThat(read.over(List.of(912))).isEqualTo(read);
        assertThat(read.withOutputTokens(7).longestContext()).isEqualTo(1024 + 7);
    }

    @Test
    void lengthsMayComeFromAFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("lengths.txt"), "5\n10\n201\n");
        Workload.Serving read = read("outputTokens: 9, inputTokens: {file: '" + file + "'}");
        assertThat(read.lengths()).containsExactly(72);
        assertThat(read.longestContext()).isEqualTo(201 + 9);
    }

    @Test
    void numbersAndListsAreAsTheyWere() {
        assertThat(read("inputTokens: [900, 100], outputTokens: 90, concurrency: 8"))
                .isEqualTo(new Workload.Serving(List.of(100, 900), 90, OptionalInt.of(8)));
    }

    @Test
    void requestsMayComeAtARate() {
        assertThat(arrivals("{rate: 20 requests/s}")).isEqualTo(new Arrivals.Poisson(20));
        assertThat(arrivals("{rate: 120 requests/min, process: constant}")).isEqualTo(new Arrivals.Constant(2));
        assertThat(arrivals("{rate: 3.5, process: {coefficientOfVariation: 2}}"))
                .isEqualTo(new Arrivals.Gamma(3.5, 2));
        assertThat(arrivals("{poisson: 3.5}")).isEqualTo(new Arrivals.Poisson(3.5));
        assertThat(arrivals("{constant: 3.5}")).isEqualTo(new Arrivals.Constant(3.5));
        assertThat(arrivals("{gamma: 3.5, variation: 2}")).isEqualTo(new Arrivals.Gamma(3.5, 2));
    }

    /** How many may come is asked, of whatever stream; the concurrency is then the search's. */
    @Test
    void theLargestRateMayBeAsked() {
        assertThat(arrivals("{rate: largest}")).isEqualTo(new Arrivals.Clients(Optional.of(new Arrivals.Poisson(1))));
        assertThat(arrivals("{rate: largest, process: {coefficientOfVariation: 2}}"))
                .isEqualTo(new Arrivals.Clients(Optional.of(new Arrivals.Gamma(1, 2))));
        assertThat(arrivals("{rate: largest}").rate()).isEmpty();
        assertThat(arrivals("{rate: largest}").at(5)).contains(new Arrivals.Poisson(5));
        assertThat(arrivals("{rate: 5}").at(7)).contains(new Arrivals.Poisson(7));
    }

    /** Prompts of 10 and 20 and answers of 4 and 5: 15 and 4.5 on average, rounded; two requests in 2 s are one gap. */
    @Test
    void requestsMayComeFromATrace(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(
                folder.resolve("r.jsonl"),
                "{\"arrival\": 1.5, \"input\": 10, \"output\": 4}\n"
                        + "{\"arrival\": \"3500 ms\", \"input\": 20, \"output\": 5, \"prefix\": 8}\n");
        Workload.Serving read = read("arrivals: {trace: '" + file + "'}");
        assertThat(read.lengths()).containsExactly(15);
        assertThat(read.outputTokens()).isEqualTo(5);
        assertThat(read.longestContext()).isEqualTo(25);
        assertThat(read.traffic().arrivals().rate()).hasValue(0.5);
        assertThat(read.over(List.of(7)).longestContext()).isEqualTo(7 + 5);
    }

    /** Another rate, process, spread or trace is another problem; the same trace under another name is not. */
    @Test
    void trafficIsPartOfTheDigest(@TempDir Path folder) throws IOException {
        String line = "{\"arrival\": 0, \"input\": 10, \"output\": 4}\n";
        Path one = Files.writeString(folder.resolve("one.jsonl"), line);
        Path same = Files.writeString(folder.resolve("same.jsonl"), line);
        Path other = Files.writeString(folder.resolve("other.jsonl"), line + line);
        assertThat(List.of(
                        document("inputTokens: 10, outputTokens: 4").digest(),
                        document("inputTokens: 10, outputTokens: 4, arrivals: {rate: 2}")
                                .digest(),
                        document("inputTokens: 10, outputTokens: 4, arrivals: {rate: 3}")
                                .digest(),
                        document("inputTokens: 10, outputTokens: 4, arrivals: {constant: 2}")
                                .digest(),
                        document("inputTokens: {uniform: [9, 11]}, outputTokens: 4")
                                .digest(),
                        document("arrivals: {trace: '" + one + "'}").digest(),
                        document("arrivals: {trace: '" + other + "'}").digest()))
                .doesNotHaveDuplicates();
        assertThat(document("arrivals: {trace: '" + same + "'}").digest())
                .isEqualTo(document("arrivals: {trace: '" + one + "'}").digest());
    }

    @Test
    void aLongSilenceIsSaid(@TempDir Path folder) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int number = 0; number < 200; number++) {
            int seconds = number < 150 ? number : number + 7200;
            lines.append("{\"arrival\": " + seconds + ", \"input\": 1, \"output\": 1}\n");
        }
        Path file = Files.writeString(folder.resolve("r.jsonl"), lines);
        assertThat(document("arrivals: {trace: '" + file + "'}").notes())
                .contains(file + " has no request for 7,201 s after request 150; whoever replays it waits as long.");
    }

    @Test
    void whatIsWrongIsSaidTogether() {
        assertThat(faults(serving("inputTokens: {uniform: [1024, 800]}, outputTokens: {logNormal: {mean: 0, sigma: 9}},"
                        + " concurrency: 5, arrivals: {rate: 0, process: poison}")))
                .containsExactly(
                        "p.yaml: /workload/arrivals/rate: must be at least 1.0e-6 (0)",
                        "p.yaml: /workload/arrivals/process: must be one of constant, poisson (poison). Maybe poisson.",
                        "p.yaml: /workload/concurrency: has no meaning beside arrivals: how many are in flight follows from"
                                + " when requests come (5). Maybe leave one of them out.",
                        "p.yaml: /workload/inputTokens/uniform: has a least length above the most. Maybe [800, 1024].",
                        "p.yaml: /workload/outputTokens/logNormal/mean: must be at least 1 (0)",
                        "p.yaml: /workload/outputTokens/logNormal/sigma: must be at most 2 (9)");
        assertThat(faults(serving("inputTokens: {uniform: 5}, outputTokens: {normal: 3}, arrivals: {gamma: 2}")))
                .containsExactly(
                        "p.yaml: /workload/arrivals/variation: is missing",
                        "p.yaml: /workload/inputTokens/uniform: must be the least and the most tokens (5)."
                                + " Maybe [800, 1024].",
                        "p.yaml: /workload/outputTokens/normal: unknown field."
                                + " Maybe one of: uniform, logNormal, file.",
                        "p.yaml: /workload/outputTokens: must have one of uniform, logNormal, file");
        assertThat(faults(serving("inputTokens: 5, outputTokens: 3, arrivals: {rate: 2, trace: t, variation: 1}")))
                .containsExactly(
                        "p.yaml: /workload/arrivals: must have one of rate, trace, poisson, constant, gamma."
                                + " Maybe {rate: 20 requests/s, process: poisson}.",
                        "p.yaml: /workload/inputTokens: has no meaning beside a trace, which has lengths of its own (5)",
                        "p.yaml: /workload/outputTokens: has no meaning beside a trace, which has lengths of its own (3)");
        assertThat(faults(serving("arrivals: {trace: nowhere.jsonl, process: constant}")))
                .containsExactlyInAnyOrder(
                        "p.yaml: /workload/arrivals/process: has no meaning beside trace (constant)",
                        "nowhere.jsonl: does not exist");
    }

    @Test
    void onlyServingHasRequests() {
        assertThat(
                        faults(
                                withWorkload(
                                        "small-mixture",
                                        "{phase: decode, inputTokens: {uniform: [1, 2]}, outputTokens: {file: x}, arrivals: {rate: 2}}")))
                .containsExactly(
                        "p.yaml: /workload/arrivals: has no meaning in this phase",
                        "p.yaml: /workload/inputTokens: must be a number or a list of them in this phase: only in serving"
                                + " sequences differ",
                        "p.yaml: /workload/outputTokens: must be a number or a list of them in this phase: only in serving"
                                + " sequences differ");
    }

    @Test
    void targetsMayNameStatistics() {
        Targets targets = SmallModels.read(
                        "p.yaml",
                        serving("inputTokens: 5, outputTokens: 3")
                                + "targets: {timeToFirstToken: {p99: 2 s, mean: 500 ms},"
                                + " timePerOutputToken: {p90: 40 ms}, endToEnd: 9 s}\n")
                .problem()
                .targets();
        assertThat(targets)
                .isEqualTo(new Targets(
                        Optional.empty(),
                        List.of(new TimeTarget(Statistic.MEAN, 0.5), new TimeTarget(Statistic.P99, 2)),
                        List.of(new TimeTarget(Statistic.P90, 0.04)),
                        List.of(new TimeTarget(Statistic.MEAN, 9))));
        assertThat(targets.timeToFirstTokenSeconds()).hasValue(0.5);
        assertThat(targets.timePerOutputTokenSeconds()).hasValue(0.04);
        String serving = serving("inputTokens: 5, outputTokens: 3");
        assertThat(SmallModels.read("p.yaml", serving + "targets: {timeToFirstToken: {mean: 2 s}}\n")
                        .digest())
                .isEqualTo(SmallModels.read("p.yaml", serving + "targets: {timeToFirstToken: 2 s}\n")
                        .digest())
                .isNotEqualTo(SmallModels.read("p.yaml", serving + "targets: {timeToFirstToken: {p99: 2 s}}\n")
                        .digest());
    }

    @Test
    void statisticsThatMakeNoSenseAreSaid() {
        String serving = serving("inputTokens: 5, outputTokens: 3");
        assertThat(faults(serving + "targets: {timeToFirstToken: {p09: 2 s, p50: 3 s, p99: 1 s}, endToEnd: {}}\n"))
                .containsExactly(
                        "p.yaml: /targets/timeToFirstToken/p09: unknown field. Maybe p90.",
                        "p.yaml: /targets/timeToFirstToken/p99: is less than that of a lower percentile, which can then"
                                + " never matter (1 s)",
                        "p.yaml: /targets/endToEnd: must state one of mean, p50, p90, p99");
        String decode = withWorkload("small-mixture", "{phase: decode, inputTokens: 5}");
        assertThat(faults(decode + "targets: {timePerOutputToken: {mean: 1 s, p99: 2 s}, endToEnd: 3 s}\n"))
                .containsExactly(
                        "p.yaml: /targets/endToEnd: has a meaning in serving only (3 s)",
                        "p.yaml: /targets/timePerOutputToken/p99: has no meaning in decode, where no requests come and go"
                                + " (2 s). Maybe mean, or phase: serving.");
    }

    /** The prompt's own pass writes the only token: nothing comes after it that a time could be measured to. */
    @Test
    void answersOfOneTokenHaveNoTimePerOutputToken() {
        String target = "targets: {timeToFirstToken: 2 s, timePerOutputToken: 50 ms}\n";
        assertThat(faults(serving("inputTokens: 5, outputTokens: 1") + target))
                .containsExactly(
                        "p.yaml: /targets/timePerOutputToken: has no meaning where answers have one token, which the"
                                + " prompt's pass writes (50 ms). Maybe leave it out, or state more outputTokens.");
        assertThat(SmallModels.read("p.yaml", serving("inputTokens: 5, outputTokens: 2") + target)
                        .notes())
                .noneMatch(note -> note.contains("one token"));
    }

    /** 20 requests/s with answers of 90 tokens: 1,800 tokens/s, unless more is asked for; clients and traces ask for none. */
    @Test
    void aStreamAsksForTheThroughputThatAnswersAllOfIt() {
        String lengths = "inputTokens: 900, outputTokens: 90, ";
        ProblemDocument asked = document(lengths + "arrivals: {rate: 20}");
        assertThat(asked.problem().targets().throughput())
                .contains(new Targets.ThroughputTarget(20 * 90, Targets.Scope.SYSTEM));
        assertThat(asked.notes()).anyMatch(note -> note.contains("20 requests/s of 90 tokens are 1,800 tokens/s"));
        assertThat(document(lengths + "concurrency: 20").problem().targets().throughput())
                .isEmpty();
        String more = serving(lengths + "arrivals: {rate: 20}") + "targets: {throughput: {value: %s, scope: %s}}\n";
        assertThat(SmallModels.read("p.yaml", more.formatted("2000 tokens/s", "system"))
                        .problem()
                        .targets()
                        .throughput())
                .contains(new Targets.ThroughputTarget(2000, Targets.Scope.SYSTEM));
        assertThat(SmallModels.read("p.yaml", more.formatted("1000 tokens/s", "system"))
                        .problem()
                        .targets()
                        .throughput())
                .contains(new Targets.ThroughputTarget(1800, Targets.Scope.SYSTEM));
        ProblemDocument perGpu = SmallModels.read("p.yaml", more.formatted("1000 tokens/s", "per-gpu"));
        assertThat(perGpu.problem().targets().throughput())
                .contains(new Targets.ThroughputTarget(1000, Targets.Scope.PER_GPU));
        assertThat(perGpu.notes()).anyMatch(note -> note.contains("only a replay tells"));
    }
}

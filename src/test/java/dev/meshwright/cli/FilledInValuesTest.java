package dev.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.cli.terminal.ExitCode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code check} fills in breaks no rule that another value would keep, and is given the reason that it has. */
class FilledInValuesTest extends CommandRun {

    /** Reasons for values that do not work. */
    private static final List<String> EXCUSES =
            List.of("no number of them", "no choice of it", "nothing fits", "no placement fits", "breaks rules");

    private static final String MODEL = """
            model: {architecture: {name: m, hidden: 2048, vocabulary: 32000, layers: [{count: 8,
              attention: {heads: 16, keyValueHeads: 4, headSize: 128},
              feedForward: {experts: 8, expertsPerToken: 2, width: 1536, gated: true}}]}, weights: bf16}
            """;

    private String problem(int gpus, String memory, String workload) throws IOException {
        return written(
                "problem.yaml",
                "name: filled\n" + MODEL + "cluster: {nodes: [{count: 1, gpus: " + gpus
                        + ", gpu: {name: g, family: hopper, peak: 990 TFLOP/s, memory: " + memory
                        + ", memoryBandwidth: 3 TB/s, linkBandwidth: 400 GB/s, networkBandwidth: 25 GB/s,"
                        + " hostBandwidth: 32 GB/s, source: a made-up card}}]}\nworkload: " + workload + "\n");
    }

    private String checked(String problem, String layout) throws IOException {
        run("check", problem, written("plan.yaml", "layout: " + layout));
        assertThat(err.toString()).isEmpty();
        return out.toString().replaceAll("\\s+", " ");
    }

    /** Engines give a rank one range of layers: what asks for more is refused and evaluated without. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{phase: decode, inputTokens: 4000, outputTokens: 100}",
                "{phase: serving, inputTokens: 4000, outputTokens: 100, concurrency: 6}",
                "{phase: prefill, inputTokens: 4000}"
            })
    void chunksOfStagesAreForTraining(String workload) throws IOException {
        String problem = problem(2, "40 GB", workload);
        String mend = "interleavedInTraining at /layout/virtualStages: 2, limit 1. Inference engines run one chunk per"
                + " stage: set virtualStages to 1.";
        assertThat(checked(problem, "{tensor: 1, pipeline: 2, virtualStages: 2}"))
                .startsWith("Infeasible: 1 broken constraint TP1 PP2 on 2 x g: ")
                .contains(mend, "Evaluated without virtual stages, which inference engines do not have.");
        String ranges = "stages: [[[0, 1], [4, 5]], [[2, 3], [6, 7]]]";
        assertThat(checked(problem, "{tensor: 1, pipeline: 2, " + ranges + "}"))
                .contains(mend, "one chunk per stage: let stages hold layers that follow each other.");
        String mended = checked(problem, "{tensor: 1, pipeline: 2, virtualStages: 1, stages: [[0, 3], [4, 7]]}");
        assertThat(mended).startsWith("Feasible").doesNotContain("PP2v2");
    }

    /** Micro-batches of a global batch of 24: whole rounds of the stages, wherever 24 / replicas has them. */
    @Test
    void roundsOfMicroBatchesAreWhole() throws IOException {
        for (int pipeline = 2; pipeline <= 4; pipeline++) {
            for (int virtual = 1; virtual <= 2; virtual++) {
                for (String memory : List.of("24 GB", "16 GB", "8 GB")) {
                    String problem =
                            problem(pipeline, memory, "{phase: training, sequenceLength: 4096, globalBatch: 24}");
                    String plan = checked(
                            problem,
                            "{tensor: 1, data: 1, pipeline: " + pipeline + ", virtualStages: " + virtual + "}");
                    assertThat(plan).doesNotContain("interleaving");
                    if (plan.startsWith("Feasible")) {
                        assertThat(plan).doesNotContain(EXCUSES);
                    } else {
                        assertThat(plan).contains("memory at stage", "as nothing fits into memory.");
                    }
                }
            }
        }
    }

    /** Of 5 sequences no micro-batches are a multiple of 2: that is the reason, and not the memory. */
    @Test
    void aRuleThatNothingKeepsIsTheReason() throws IOException {
        String training = problem(2, "80 GB", "{phase: training, sequenceLength: 1024, globalBatch: 5}");
        assertThat(checked(training, "{tensor: 1, data: 1, pipeline: 2, virtualStages: 2}"))
                .contains("interleaving at /layout/microBatches: 5, limit 2.", "as no choice of it mends what the plan")
                .doesNotContain("nothing fits", "no placement fits");
        String decode = problem(2, "80 GB", "{phase: decode, inputTokens: 1000, outputTokens: 100}");
        assertThat(checked(decode, "{tensor: 1, data: 2, expert: 2, slotsPerRank: 3, pipeline: 1}"))
                .contains("everyExpertHosted at", "as no number of them mends what the plan breaks.")
                .doesNotContain("fits or meets");
        assertThat(run("check", decode, "--layout", "TP1 PP1")).isEqualTo(ExitCode.FINE.code());
        assertThat(out.toString().replaceAll("\\s+", " ")).doesNotContain(EXCUSES);
    }

    /** A line says the same in any order, and with a degree left out that follows from the others. */
    @ParameterizedTest
    @ValueSource(strings = {"TP4 EP2 EDP2 PP2", "EDP2 PP2 EP2 TP4", "EDP2 TP4 PP2", "PP2 TP4 EDP2"})
    void theSameWordsAreReadTheSame(String line) throws IOException {
        String problem = problem(8, "80 GB", "{phase: training, sequenceLength: 4096, globalBatch: 8}");
        String whole = "TP4 EP2 EDP2 PP2";
        run("check", problem, "--layout", line);
        assertThat(out.toString()).contains(whole + " on 8 x g: ").doesNotContain("PP2v");
        run("check", problem, "--layout", line.replace("PP2", "PP2v2"));
        assertThat(out.toString()).contains(whole + "v2 on 8 x g: ");
    }

    /** Where a throughput is asked for, the shortest latency is that of the fewest sequences which reach it. */
    @Test
    void theThroughputAskedForIsReachedAtTheShortestLatency() throws IOException {
        String problem = problem(2, "80 GB", """
                {phase: decode, inputTokens: 1000, outputTokens: 100}
                objective: latency
                targets: {throughput: {value: 4000 tokens/s, scope: system}}""");
        assertThat(run("search", problem, "-o", file("best.yaml"), "--format", "json"))
                .isZero();
        double best = tokenTime();
        for (String degrees : List.of("TP2 EP2 PP1", "TP1 PP1 x2", "TP2 ETP2 PP1")) {
            assertThat(run("check", problem, "--layout", degrees, "--format", "json"))
                    .isZero();
            assertThat(tokenTime()).isGreaterThanOrEqualTo(best * (1 - 1e-6));
            JsonNode layout = JsonMapper.shared().readTree(out.toString()).get("layout");
            int sequences = layout.get("microBatch").asInt();
            assertThat(layout.get("microBatches").asInt()).isEqualTo(1);
            // One sequence less on each attention rank misses the target.
            String less = "{tensor: " + layout.get("tensor").asInt() + ", data: 1, expert: "
                    + layout.get("expert").asInt() + ", pipeline: 1, replicas: "
                    + layout.get("replicas").asInt() + ", microBatches: 1, microBatch: " + (sequences - 1) + "}";
            assertThat(checked(problem, less)).contains("MISSED");
        }
    }

    private double tokenTime() {
        return JsonMapper.shared()
                .readTree(out.toString())
                .get("evaluation")
                .get("timePerOutputToken")
                .doubleValue();
    }

    /** A target that no GPUs reach is given up, the latencies are not, and the proof is about what is left. */
    @Test
    void aThroughputOutOfReachIsSaidToBeSo() throws IOException {
        String problem = problem(2, "80 GB", """
                {phase: decode, inputTokens: 1000, outputTokens: 100}
                objective: gpus
                targets: {throughput: {value: 9000000 tokens/s, scope: system}, timePerOutputToken: 1 s}""");
        assertThat(run("search", problem, "-o", file("best.yaml"))).isEqualTo(ExitCode.MISSED.code());
        assertThat(out.toString().replaceAll("\\s+", " "))
                .contains(
                        "No layout on these GPUs reaches the throughput target within the latency targets; this one is")
                .contains("combinations of degrees that may work can exceed")
                .doesNotContain("No layout meets the latency targets", "fewer than");
    }

    /** A micro-batch alone is one for each stage; more of them only where a target wants them. */
    @Test
    void aMicroBatchAloneIsTheBatchOfAStage() throws IOException {
        String decode = problem(2, "80 GB", "{phase: decode, inputTokens: 1000, outputTokens: 100}");
        assertThat(checked(decode, "{tensor: 2, expert: 2, data: 1, pipeline: 1, microBatch: 32}"))
                .contains("32 sequences in flight");
        assertThat(checked(decode, "{tensor: 1, expert: 1, data: 1, pipeline: 2, microBatch: 32}"))
                .contains("64 sequences in flight in 2 micro-batches of 32");
    }

    /** Megatron's data counts the replicas, so nobody is told that there is one. */
    @Test
    void replicasThatFollowAreNotSaidToBeOne() throws IOException {
        String training = problem(16, "80 GB", "{phase: training, sequenceLength: 1024, globalBatch: 16}");
        run("check", training, "--layout", "tp=2 pp=2 ep=4 etp=1 dp=4");
        assertThat(out.toString()).contains("TP2 DP2 EP4 PP2 x2 on 16 x g").doesNotContain("No replicas are named");
    }
}

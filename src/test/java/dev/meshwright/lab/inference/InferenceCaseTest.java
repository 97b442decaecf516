package dev.meshwright.lab.inference;

import static dev.meshwright.lab.inference.InventedRows.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.engine.EngineConstants;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.cost.evaluation.Evaluation.StageCost;
import dev.meshwright.cost.evaluation.ServingTimes;
import dev.meshwright.facts.model.Precision;
import dev.meshwright.facts.problem.Assumptions.Engine;
import dev.meshwright.facts.workload.Workload.Decode;
import dev.meshwright.facts.workload.Workload.Prefill;
import dev.meshwright.facts.workload.Workload.Serving;
import dev.meshwright.lab.error.MeasuredRows;
import dev.meshwright.lab.inference.InferenceRow.Kind;
import dev.meshwright.lab.row.Catalogues;
import dev.meshwright.lab.serving.ServingCase;
import dev.meshwright.layout.Degrees;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Rows of deployments, invented here, the problems that they are read as, and what their passes add up to. */
class InferenceCaseTest {

    private static final Catalogues CATALOGUES = MeasuredRows.catalogues();

    private static DeploymentTimes read(Map<String, String> row) {
        return new DeploymentTimes(InferenceCase.of(InferenceRow.of(row), CATALOGUES));
    }

    private static CostModel model(InferenceCase deployed, dev.meshwright.facts.workload.Workload workload) {
        return new CostModel(CATALOGUES.question(deployed.deployment().problem().withWorkload(workload)));
    }

    @Test
    void aPromptTakesThePrefillPass() {
        DeploymentTimes times = read(row("prefill", "ms", "concurrency", "3", "isl", "512"));
        Evaluation pass = model(times.deployed(), new Prefill(List.of(512), OptionalInt.of(3)))
                .evaluate(times.deployed().deployment().layout());
        assertThat(times.deployed().deployment().layout().degrees().microBatch())
                .isEqualTo(3);
        assertThat(times.figure())
                .isEqualTo(pass.performance().timeToFirstTokenSeconds().orElseThrow());
        assertThat(times.deployed().assumed()).isEmpty();
    }

    @Test
    void chunksOfAPromptFollowEachOtherThroughTheStages() {
        String[] cells = {"n_gpus", "4", "pp", "4", "isl", "32768", "model", "Llama-3.1-8B"};
        Map<String, String> whole = row("prefill", "s", cells);
        Map<String, String> chunked = row("prefill", "s", cells);
        chunked.put("settings", "chunked PP4, dynamic 8K chunks");
        DeploymentTimes times = read(whole);
        List<StageCost> stages = times.prompt().stages();
        double sum = stages.stream().mapToDouble(StageCost::seconds).sum();
        double slowest = stages.stream().mapToDouble(StageCost::seconds).max().orElseThrow();
        // One prompt is in one stage at a time; a step's overhead comes on top.
        assertThat(times.deployed().deployment().layout().degrees().sequencesPerRank())
                .isEqualTo(1);
        double overhead = EngineConstants.standard().value("tensorrt-llm.stepSeconds");
        assertThat(times.figure()).isCloseTo(overhead + sum, within(1e-12));
        // 4 chunks of a quarter each: the way of one, and the slowest stage three times more.
        double saved = sum - (sum / 4 + 3 * slowest / 4);
        assertThat(read(chunked).figure()).isCloseTo(times.figure() - saved, within(1e-12));
        assertThat(times.deployed().assumed()).containsExactly("one sequence");
    }

    @Test
    void aTokenTakesADecodeStepAtTheMeanContext() {
        DeploymentTimes times = read(row("decode", "ms", "concurrency", "2", "isl", "500", "osl", "101"));
        // 500 tokens of the prompt and half of 101.
        Evaluation step = model(times.deployed(), new Decode(List.of(550), 1, OptionalInt.of(2)))
                .evaluate(times.deployed().deployment().layout());
        assertThat(times.figure())
                .isEqualTo(step.performance().timePerOutputTokenSeconds().orElseThrow());
    }

    @Test
    void aStaticBatchReadsItsPromptsAndWritesTokenByToken() {
        DeploymentTimes times = read(row(
                "mixed (static batch)",
                "output tokens/s/GPU",
                "n_gpus",
                "2",
                "tp",
                "2",
                "osl",
                "200",
                "concurrency",
                "64"));
        double seconds = times.promptSeconds();
        for (int step = 1; step < 200; step++) {
            seconds += times.stepSeconds(128 + step);
        }
        assertThat(times.figure()).isCloseTo(64 * 200 / seconds / 2, within(1e-4 * times.figure()));
        // A single token is the prompt's alone.
        DeploymentTimes one = read(row("mixed (static batch)", "output tokens/s/GPU", "osl", "1", "concurrency", "64"));
        assertThat(one.figure()).isCloseTo(64 / one.promptSeconds(), within(1e-9));
    }

    @Test
    void aStatedNumberOfRequestsIsServed() {
        DeploymentTimes times =
                read(row("mixed (in-flight batching)", "output tokens/s/GPU", "osl", "128", "concurrency", "16"));
        assertThat(times.deployed().row().kind()).isEqualTo(Kind.IN_FLIGHT);
        Evaluation served = new CostModel(
                        CATALOGUES.question(times.deployed().deployment().problem()))
                .evaluate(times.deployed().deployment().layout());
        assertThat(times.figure()).isEqualTo(served.performance().tokensPerSecond());
    }

    private static DeploymentTimes maximal(String... cells) {
        return read(row("mixed (in-flight batching)", "output tokens/s/GPU", cells));
    }

    private static double wave(InferenceCase deployed, int input, int output, int sequences) {
        Degrees degrees = deployed.deployment().layout().degrees();
        ServingTimes times = model(deployed, new Serving(List.of(input), output, OptionalInt.of(sequences)))
                .servingTimes(degrees.withBatch(sequences, 1));
        return times.promptStep() + (output - 1) * times.perOutputToken();
    }

    @Test
    void atMaximalLoadRequestsGoThroughInWaves() {
        // The source's benchmark sends 1,500 requests of these lengths; one H100 holds some hundred of them.
        DeploymentTimes times = maximal("model", "Llama-3.1-8B", "isl", "2048", "osl", "2048");
        int places = times.places(1500);
        assertThat(places).isBetween(100, 700);
        double seconds = 0;
        for (int left = 1500; left > 0; left -= places) {
            seconds += wave(times.deployed(), 2048, 2048, Math.min(left, places));
        }
        assertThat(times.figure()).isCloseTo(1500 * 2048 / seconds, within(1e-6 * times.figure()));
        assertThat(times.deployed().assumed()).containsExactly("as many requests as the source's benchmark sends");
        // Lengths of no source: as many as are admitted, one wave after the other.
        DeploymentTimes endless = maximal("model", "Llama-3.1-8B", "isl", "2048", "osl", "777");
        int admitted = endless.places(OfflineBenchmark.LARGEST_BATCH);
        double full = admitted * 777 / wave(endless.deployed(), 2048, 777, admitted);
        assertThat(endless.figure()).isCloseTo(full, within(0.1 * full));
        assertThat(endless.deployed().assumed()).containsExactly("more requests than the engine admits");
    }

    @Test
    void moreMemoryAdmitsMoreAndIsFaster() {
        String[] cells = {"model", "Llama-3.1-8B", "isl", "2048", "osl", "2048"};
        DeploymentTimes small = maximal(cells);
        Map<String, String> other = row("mixed (in-flight batching)", "output tokens/s/GPU", cells);
        other.put("gpu", "H200");
        DeploymentTimes large = read(other);
        assertThat(large.places(1500)).isGreaterThan(small.places(1500));
        assertThat(large.figure()).isGreaterThan(small.figure());
    }

    @Test
    void wholeContextsOfWindowedLayersAreKept() {
        String[] cells = {"model", "gpt-oss-20b", "isl", "1024", "osl", "8192", "precision", "mxfp4"};
        DeploymentTimes tensorRt = maximal(cells);
        Map<String, String> other = row("mixed (in-flight batching)", "output tokens/s/GPU", cells);
        other.put("framework", "vLLM 0.11");
        DeploymentTimes vllm = read(other);
        // Half of the layers have a window of 128 tokens: whole contexts take almost twice the room. TensorRT-LLM
        // reserves 8,192 tokens of the answer, vLLM takes half of them on average.
        double tokens = (1024 + 8191) / (1024 + 4095.0);
        double rooms = room(vllm) / room(tensorRt);
        assertThat((double) vllm.places(1500) / tensorRt.places(1500) / rooms).isBetween(1.8 * tokens, 2.05 * tokens);
        // The timing knows the windows all the same.
        assertThat(tensorRt.deployed().with(10).problem().model())
                .isEqualTo(tensorRt.deployed().deployment().problem().model());
    }

    /** What the engine's own rule leaves for the cache. */
    private static double room(DeploymentTimes times) {
        ServingCase one = times.deployed().with(1);
        return times.deployed()
                .costModel(one.problem())
                .evaluate(one.layout())
                .cache()
                .orElseThrow()
                .bytesPerGpu();
    }

    @Test
    void mixturesWithoutStatedExpertsFollowTheSourcesOptions() {
        DeploymentTimes times = maximal(
                "model", "Qwen3-235B-A22B", "gpu", "H200", "n_gpus", "8", "tp", "8", "isl", "1000", "osl", "1000");
        Degrees degrees = times.deployed().deployment().layout().degrees();
        assertThat(degrees.tensor()).isEqualTo(1);
        assertThat(degrees.data()).isEqualTo(8);
        assertThat(degrees.expert()).isEqualTo(8);
        assertThat(degrees.gpus()).isEqualTo(8);
        // 3,000 requests over 8 copies.
        assertThat(degrees.microBatch()).isEqualTo(375);
        assertThat(times.deployed().assumed().getFirst()).contains("attention copies");
        // Stated experts are taken as they are: 4 GPUs for the experts of 2 copies of 2 tensor ranks.
        Degrees stated = maximal(
                        "model",
                        "Qwen3-235B-A22B",
                        "gpu",
                        "H200",
                        "n_gpus",
                        "4",
                        "tp",
                        "2",
                        "dp",
                        "2",
                        "ep",
                        "4",
                        "isl",
                        "1000",
                        "osl",
                        "1000")
                .deployed()
                .deployment()
                .layout()
                .degrees();
        assertThat(stated.tensor()).isEqualTo(2);
        assertThat(stated.data()).isEqualTo(2);
        assertThat(stated.expertTensor()).isEqualTo(1);
    }

    @Test
    void formatsOfTheCache() {
        String[] r1 = {"model", "DeepSeek-R1", "gpu", "B200", "n_gpus", "8", "dp", "8", "ep", "8", "osl", "128"};
        Map<String, String> row = row("mixed (in-flight batching)", "output tokens/s/GPU", r1);
        row.put("concurrency", "64");
        row.put("precision", "nvfp4, KV bf16");
        assertThat(cache(row)).isEqualTo(Precision.BF16);
        row.put("precision", "nvfp4, KV fp8");
        assertThat(cache(row)).isEqualTo(Precision.FP8);
        // Weight-only 4 bits: Hopper's cache stays in 16 at maximal load, Blackwell's does not.
        String[] oss = {"model", "gpt-oss-120b", "isl", "1000", "osl", "1000", "precision", "mxfp4 (FP8 act)"};
        Map<String, String> hopper = row("mixed (in-flight batching)", "output tokens/s/GPU", oss);
        hopper.put("gpu", "H200");
        assertThat(cache(hopper)).isEqualTo(Precision.BF16);
        hopper.put("gpu", "GB200");
        assertThat(cache(hopper)).isEqualTo(Precision.FP8);
    }

    private static Precision cache(Map<String, String> row) {
        return read(row).deployed().deployment().problem().model().precisions().keyValueCache();
    }

    @Test
    void enginesAndModelsThatNoCatalogueHas() {
        Map<String, String> row = row("prefill", "ms", "concurrency", "1", "precision", "fp16");
        row.put("framework", "FasterTransformer");
        row.put("model", "Nobody-13B");
        row.put("arch_ref", "layers=40 hidden=5120 heads=40 ffn=20480 vocab=50272 MHA");
        InferenceCase deployed = read(row).deployed();
        assertThat(deployed.served().engine()).isEqualTo(Engine.TENSORRT_LLM);
        assertThat(deployed.assumed()).containsExactly("constants of TensorRT-LLM");
        // Attention 4 h^2, feed-forward 8 h^2, two norms of h.
        long hidden = 5120;
        assertThat(deployed.deployment().problem().model().layers())
                .hasSize(40)
                .allSatisfy(layer -> assertThat(layer.parameters(5120)).isEqualTo(12 * hidden * hidden + 2 * hidden));
        row.remove("arch_ref");
        assertThatThrownBy(() -> read(row)).hasMessage("the architecture of Nobody-13B is unknown");
        Map<String, String> engine = row("prefill", "ms", "concurrency", "1", "framework", "Nothing 1.0");
        assertThatThrownBy(() -> read(engine)).hasMessage("unknown engine Nothing 1.0");
    }
}

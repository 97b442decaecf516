package dev.meshwright.io.problem;

import static dev.meshwright.io.problem.SmallModels.faults;
import static dev.meshwright.io.problem.SmallModels.withWorkload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meshwright.SharedData;
import dev.meshwright.facts.cluster.Gpu;
import dev.meshwright.facts.cluster.LinkTopology;
import dev.meshwright.facts.model.Precision;
import dev.meshwright.facts.model.Precisions;
import dev.meshwright.facts.problem.Assumptions.Engine;
import dev.meshwright.facts.problem.Objective;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.problem.SearchLimits;
import dev.meshwright.facts.problem.Targets.Scope;
import dev.meshwright.facts.problem.Targets.ThroughputTarget;
import dev.meshwright.facts.workload.ExpertLoad;
import dev.meshwright.facts.workload.Workload;
import dev.meshwright.io.catalogue.WeightFormats;
import dev.meshwright.io.tree.InputFile;
import dev.meshwright.io.tree.References;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProblemFilesTest {

    static final String COMPLETE = """
            name: everything
            model:
              catalog: small-mixture
              weights: fp8
              kvCache: fp8
              declared: {parameters: 671e9, activeParameters: 37B}
            cluster:
              nodes:
                - {count: 4, gpus: 8, gpu: h800}
                - count: 1
                  gpus: 2
                  gpu: {name: mine, peak: {bf16: 400 TFLOP/s}, memory: 64 GB, memoryBandwidth: 1.8 TB/s}
              interNode: {bandwidth: 50 GB/s per GPU, latency: 3 us}
            workload:
              phase: serving
              inputTokens: [4096, 128]
              outputTokens: 1024
              concurrency: 4096
              expertLoad: {zipf: 0.6, seed: 1}
              expertLoadBalance: {coefficientOfVariation: 0.15, capacityFactor: 1.25}
            objective: gpus
            targets:
              throughput: {value: 100 tokens/ms, scope: per-gpu}
              timeToFirstToken: 10 s
              timePerOutputToken: 50 ms
            assumptions:
              computeEfficiency: 0.6
              memoryBandwidthEfficiency: 80 %
              linkEfficiency: 0.7
              memoryFraction: 0.9
              overlap: 0
              activationCheckpointingAbove: 2048
              engine: tensorrt-llm
            search: {tensor: [8, 1, 2], expert: 8, maxPipeline: 4, tensorWithinNode: false, redundantSlotsPerRank: 2}
            """;

    @Test
    void readsEveryField() {
        ProblemDocument document = SmallModels.read("p.yaml", COMPLETE);
        Problem problem = document.problem();
        assertThat(problem.name()).isEqualTo("everything");
        assertThat(problem.model().precisions())
                .isEqualTo(new Precisions(
                        Precision.FP8,
                        Precision.FP8,
                        Precision.FP8,
                        Precision.FP8,
                        Precision.BF16,
                        Precision.FP8,
                        Precision.BF16));
        assertThat(problem.declared().parameters()).hasValue(671e9);
        assertThat(problem.declared().activeParameters()).hasValue(37e9);
        assertThat(problem.cluster().gpus()).isEqualTo(4 * 8 + 2);
        assertThat(problem.cluster().interNode().bandwidth()).hasValue(50e9);
        assertThat(problem.cluster().interNode().latencySeconds()).isEqualTo(3e-6);
        assertThat(problem.workload()).isEqualTo(new Workload.Serving(List.of(128, 4096), 1024, OptionalInt.of(4096)));
        assertThat(problem.expertLoad()).isEqualTo(new ExpertLoad.Zipf(0.6, 1));
        assertThat(problem.balance().coefficientOfVariation()).hasValue(0.15);
        assertThat(problem.balance().capacityFactor()).hasValue(1.25);
        assertThat(problem.objective()).isEqualTo(Objective.GPUS);
        assertThat(problem.targets().throughput()).contains(new ThroughputTarget(100e3, Scope.PER_GPU));
        assertThat(problem.targets().timeToFirstTokenSeconds()).hasValue(10);
        assertThat(problem.targets().timePerOutputTokenSeconds()).hasValue(0.05);
        assertThat(problem.assumptions().memoryBandwidthEfficiency()).hasValue(0.8);
        assertThat(problem.assumptions().overlap()).hasValue(0);
        assertThat(problem.assumptions().activationCheckpointingAbove()).hasValue(2048);
        assertThat(problem.assumptions().engine()).contains(Engine.TENSORRT_LLM);
        assertThat(problem.limits())
                .isEqualTo(new SearchLimits(
                        List.of(1, 2, 8),
                        List.of(),
                        List.of(8),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        4,
                        false,
                        2));
    }

    @Test
    void saysWhatItAssumedAboutAnInlineGpu() {
        Gpu gpu = SmallModels.read("p.yaml", COMPLETE)
                .problem()
                .cluster()
                .nodes()
                .getLast()
                .gpu();
        assertThat(gpu.linkBandwidth()).isEqualTo(32e9);
        assertThat(gpu.linkDomain()).isEqualTo(1);
        assertThat(gpu.networkBandwidth()).isEqualTo(25e9);
        assertThat(SmallModels.read("p.yaml", COMPLETE).notes())
                .containsExactly(
                        "GPU mine: stated in the problem file; not stated, assumed: hostBandwidth 32 GB/s,"
                                + " linkBandwidth 32 GB/s, linkDomain 1, networkBandwidth 25 GB/s,"
                                + " kernel efficiencies of family ampere.",
                        "Weights in fp8 (attention, dense parts, routed experts) on mine: the GPU has no"
                                + " arithmetic of that format. Kernels read 8 bits a weight and expand them to bf16 before"
                                + " they multiply: prompts and large batches run at 400 TFLOP/s. Times are computed so.");
    }

    @Test
    void anInlineGpuMayBeOfAMesh() {
        assertThat(inlineTopology(COMPLETE)).isEqualTo(LinkTopology.SWITCH);
        assertThat(inlineTopology(COMPLETE.replace("name: mine,", "name: mine, linkTopology: mesh,")))
                .isEqualTo(LinkTopology.MESH);
        assertThat(faults(COMPLETE.replace("name: mine,", "name: mine, linkTopology: torus,")))
                .singleElement()
                .asString()
                .contains("linkTopology: must be one of switch, mesh (torus)");
    }

    private static LinkTopology inlineTopology(String text) {
        return SmallModels.read("p.yaml", text)
                .problem()
                .cluster()
                .nodes()
                .getLast()
                .gpu()
                .linkTopology();
    }

    @Test
    void trainingHasDefaults() {
        Problem problem = SmallModels.read(
                        "p.yaml",
                        withWorkload("small-mixture", "{phase: training, sequenceLength: 4096, globalBatch: 16}"))
                .problem();
        assertThat(problem.workload())
                .isEqualTo(new Workload.Training(List.of(4096), 16, OptionalInt.empty(), 1, false));
    }

    @Test
    void bandwidthPerNodeIsSharedByItsGpus() {
        String text = withWorkload("small-mixture", "{phase: prefill, inputTokens: 1}")
                .replace("gpu: h100}]", "gpu: h100}], interNode: {bandwidth: 400 GB/s per node}");
        assertThat(SmallModels.read("p.yaml", text)
                        .problem()
                        .cluster()
                        .interNode()
                        .bandwidth())
                .isEqualTo(OptionalDouble.of(400e9 / 8));
    }

    @Test
    void scopeOfThroughputMayStandInTheUnit() {
        String text = withWorkload("small-mixture", "{phase: prefill, inputTokens: 1}")
                + "targets: {throughput: 100 tokens/ms per GPU}\n";
        assertThat(SmallModels.read("p.yaml", text).problem().targets().throughput())
                .contains(new ThroughputTarget(100e3, Scope.PER_GPU));
        assertThat(faults(text.replace("100 tokens/ms per GPU", "{value: 100 tokens/ms per GPU, scope: system}")))
                .containsExactly("p.yaml: /targets/throughput: has a value 100 tokens/ms per GPU and the scope system");
    }

    @Test
    void readsLoadsRelativeToTheProblem(@TempDir Path folder) throws IOException {
        Files.writeString(
                folder.resolve("loads.json"), "{\"loads\": [[1,2,3,4,5,6,7,8],[8,7,6,5,4,3,2,1],[1,1,1,1,1,1,1,1]]}");
        String text = withWorkload("small-mixture", "{phase: prefill, inputTokens: 1, expertLoad: {file: loads.json}}");
        Problem problem = new ProblemFiles(new SmallModels())
                .document(new InputFile("p.yaml", text), new References(folder, false))
                .problem();
        assertThat(problem.expertLoad().shares(0, 8)).contains(1.0 / 36, 8.0 / 36);

        Files.writeString(folder.resolve("loads.json"), "[[1,1],[1,1],[1,1],[1,1]]");
        assertThatThrownBy(() -> new ProblemFiles(new SmallModels())
                        .document(new InputFile("p.yaml", text), new References(folder, false)))
                .hasMessage("p.yaml: /workload/expertLoad: loads.json has 4 rows, but model small-mixture has 3 layers"
                        + " with routed experts. Maybe the rows of the 1 dense layers have to go.");
        Files.writeString(folder.resolve("loads.json"), "[[1,1],[1,1],[1,1]]");
        assertThatThrownBy(() -> new ProblemFiles(new SmallModels())
                        .document(new InputFile("p.yaml", text), new References(folder, false)))
                .hasMessage("p.yaml: /workload/expertLoad: loads.json has 2 experts in row 0, but model small-mixture"
                        + " has 8");
    }

    @Test
    void readsHuggingFaceConfigurationsAndKeepsTheirFormats() {
        Path config = SharedData.require("data/models/DeepSeek-V3.config.json").toAbsolutePath();
        String text = withWorkload("x", "{phase: decode, inputTokens: 4096}")
                .replace("catalog: x", "huggingFace: '" + config + "'");
        Problem problem = SmallModels.read("p.yaml", text).problem();
        assertThat(problem.model().depth()).isEqualTo(61);
        assertThat(problem.model().precisions().experts()).isEqualTo(Precision.FP8);
        assertThat(faults(text.replace("DeepSeek-V3.config", "absent")))
                .singleElement()
                .asString()
                .endsWith("absent.json: no such file");
    }

    @Test
    void digestIsOfTheMeaning() {
        String digest = SmallModels.read("p.yaml", COMPLETE).digest();
        assertThat(digest).matches("sha256:[0-9a-f]{64}");
        String otherLayout = COMPLETE.replace(
                        "inputTokens: [4096, 128]", "inputTokens:\n    - 128\n    - 4096 # sorted")
                .replace("10 s", "10000 ms")
                .replace("gpu: h800", "gpu: h800-sxm")
                .replace("name: everything", "name: renamed");
        assertThat(SmallModels.read("q.yaml", otherLayout).digest()).isEqualTo(digest);
        assertThat(SmallModels.read("q.yaml", COMPLETE.replace("10 s", "11 s")).digest())
                .isNotEqualTo(digest);
    }

    /** Plans written earlier still name their problem. */
    @Test
    void digestOfRecordedLoadsStays() {
        ExpertLoad recorded = new ExpertLoad.Measured(new double[][] {{1, 2, 3.5}, {4, 5, 6}}, "loads.json");
        Problem problem = SmallModels.read("p.yaml", COMPLETE).problem().withExpertLoad(recorded);
        assertThat(Digest.of(problem))
                .isEqualTo("sha256:19928405d9228cd9ffc5722b7afc1e9b8acadd0a47d020c7d4acb7f6cf82e6de");
        ExpertLoad renamed = new ExpertLoad.Measured(new double[][] {{1, 2, 3.5}, {4, 5, 6}}, "renamed.json");
        assertThat(Digest.of(problem.withExpertLoad(renamed))).isEqualTo(Digest.of(problem));
        ExpertLoad other = new ExpertLoad.Measured(new double[][] {{1, 2, 3.5}, {4, 5, 7}}, "loads.json");
        assertThat(Digest.of(problem.withExpertLoad(other))).isNotEqualTo(Digest.of(problem));
    }

    @Test
    void fourBitLabelsMeanTheRoutedExperts() {
        Precisions mixture = WeightFormats.of(Precision.INT4, SmallModels.MIXTURE);
        assertThat(mixture.experts()).isEqualTo(Precision.INT4);
        assertThat(List.of(mixture.attention(), mixture.dense(), mixture.shared(), mixture.embedding()))
                .containsOnly(Precision.BF16);
        assertThat(WeightFormats.of(Precision.INT4, SmallModels.DENSE).dense()).isEqualTo(Precision.INT4);
        assertThat(WeightFormats.of(Precision.NVFP4, SmallModels.MIXTURE).shared())
                .isEqualTo(Precision.NVFP4);
        assertThat(WeightFormats.of(Precision.FP16, SmallModels.MIXTURE)).isEqualTo(Precisions.uniform(Precision.FP16));
    }
}

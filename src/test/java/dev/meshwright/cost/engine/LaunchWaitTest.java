package dev.meshwright.cost.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.Architectures;
import dev.meshwright.Problems;
import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.evaluation.ServingTimes;
import dev.meshwright.cost.layer.Pass;
import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.problem.Assumptions.Engine;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload;
import dev.meshwright.layout.Degrees;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** A step with prompts that no captured graph replays takes as long as the host needs to launch its kernels. */
class LaunchWaitTest {

    private static final Degrees DEGREES = Problems.degrees(8, 1, 8, 1, 1, 1, 1, 1);
    private static final Model MODEL = Architectures.mixtral();
    private static final Problem PROBLEM = Problems.problem(
            MODEL, Problems.cluster(1, 8, "h100-sxm"), new Workload.Serving(List.of(1000), 1000, OptionalInt.of(1)));

    /** At a millisecond each the launches of all layers outlast the GPU: nothing but them, the head and the step is left. */
    @Test
    void launchesThatOutlastTheGpuAreTheStep() {
        EngineConstants slow = EngineConstants.standard().with(Map.of("vllm.launchSeconds", 1e-3));
        EngineProfile engine = EngineProfile.of(Engine.VLLM, slow);
        double launches =
                MODEL.layers().stream().mapToDouble(engine::launchSeconds).sum();
        double step = times(slow).promptStep();
        assertThat(step).isBetween(launches, launches * 1.01);
        EngineConstants slower = EngineConstants.standard().with(Map.of("vllm.launchSeconds", 2e-3));
        assertThat(times(slower).promptStep()).isCloseTo(step + launches, within(1e-9));
    }

    /** One prompt and now and then a second, and the sequence that decodes beside them, are 1,001.5 tokens on average. */
    @Test
    void replayedStepsWaitForNoLaunches() {
        EngineConstants slow = EngineConstants.standard().with(Map.of("vllm.launchSeconds", 1e-3));
        EngineConstants none = EngineConstants.standard().with(Map.of("vllm.launchSeconds", 0.0));
        assertThat(times(slow.with(captured(1002))).promptStep())
                .isEqualTo(times(none.with(captured(1002))).promptStep());
        assertThat(times(slow.with(captured(1001))).promptStep())
                .isEqualTo(times(slow).promptStep());
        assertThat(times(slow).decodeStep()).isEqualTo(times(none).decodeStep());
    }

    @Test
    void graphsAreCapturedForDecodeStepsAndOnVllmForShortPrompts() {
        EngineConstants constants = EngineConstants.standard();
        assertThat(EngineProfile.of(Engine.VLLM, constants).launches(Pass.prefill(1, 512)))
                .isFalse();
        assertThat(EngineProfile.of(Engine.VLLM, constants).launches(Pass.prefill(1, 513)))
                .isTrue();
        assertThat(EngineProfile.of(Engine.SGLANG, constants).launches(Pass.prefill(1, 1)))
                .isTrue();
        assertThat(EngineProfile.of(Engine.TENSORRT_LLM, constants).launches(Pass.decode(1000, 1)))
                .isFalse();
    }

    private static EngineSettings captured(int tokens) {
        return new EngineSettings(OptionalInt.empty(), 0, OptionalInt.of(tokens), 0, 0);
    }

    private static ServingTimes times(EngineConstants constants) {
        return new CostModel(Problems.question(PROBLEM), constants).servingTimes(DEGREES);
    }
}

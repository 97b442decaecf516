package dev.meshwright.cost.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.Problems;
import dev.meshwright.SmallProblem;
import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.engine.Calibration.Factor;
import dev.meshwright.facts.cluster.Gpu;
import dev.meshwright.facts.problem.Assumptions.Engine;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.io.catalogue.EfficiencyFiles;
import dev.meshwright.layout.Degrees;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Rates and overheads are calibrated together or not at all. */
class QuestionTest {

    private static final EfficiencySource FITTED = gpu -> EfficiencyFiles.forArchitecture(gpu.family());

    private static final Problem PROBLEM = SmallProblem.read("small");

    private static final Gpu GPU = PROBLEM.cluster().nodes().getFirst().gpu();

    private static final Calibration SLOWER = new Calibration(
            Map.of(Factor.MEMORY_RATE, 0.5, Factor.STEP_OVERHEAD, 2.0), Set.of(GPU.name()), Set.of("vllm"));

    @Test
    void onlyTheCalibrationMakesOne() {
        assertThat(Question.class.getConstructors()).isEmpty();
        assertThat(Arrays.stream(Calibration.class.getMethods())
                        .filter(method -> method.getDeclaringClass() == Calibration.class)
                        .filter(method -> !Modifier.isStatic(method.getModifiers()))
                        .filter(method -> List.of(Gpu.class, Problem.class, EngineProfile.class)
                                .contains(method.getReturnType())))
                .as("calibrated parts that could be had without the rest")
                .isEmpty();
    }

    @Test
    void ratesAndOverheadsAreOfOneCalibration() {
        Question question = SLOWER.question(PROBLEM, FITTED);
        assertThat(gpu(question).memoryBandwidth()).isCloseTo(0.5 * GPU.memoryBandwidth(), within(1.0));
        EngineProfile standard = EngineProfile.of(Engine.VLLM, EngineConstants.standard());
        assertThat(question.engine("vllm", standard).stepSeconds(0)).isEqualTo(2 * standard.stepSeconds(0));
    }

    @Test
    void derivedProblemsKeepTheCalibrationAndTakeItOnce() {
        Question question = SLOWER.question(PROBLEM, FITTED);
        Question shorter = question.with(
                question.problem().withWorkload(question.problem().workload().over(List.of(7))));
        assertThat(gpu(shorter)).isEqualTo(gpu(question));
        assertThat(shorter.problem().workload().lengths()).containsExactly(7);
        Gpu other = Problems.gpu("b200-sxm");
        assertThat(question.calibrated(other)).as("not measured").isEqualTo(other);
        assertThat(question.calibrated(GPU)).isEqualTo(gpu(question));
    }

    /** The stated problem, on GPUs of the catalogue, is refused where the calibration changes them, and only there. */
    @Test
    void uncalibratedGpusDoNotComeBack() {
        Question question = SLOWER.question(PROBLEM, FITTED);
        assertThatThrownBy(() -> question.with(PROBLEM))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(GPU.name());
        assertThatThrownBy(() -> question.with(question.problem()).with(PROBLEM))
                .isInstanceOf(IllegalArgumentException.class);
        Question standard = Calibration.NONE.question(PROBLEM, FITTED);
        assertThat(standard.with(PROBLEM)).isEqualTo(standard);
    }

    @Test
    void halfTheMemoryRateNeverBoundsMoreThroughput() {
        Degrees degrees = Problems.degrees(
                new CostModel(Calibration.NONE.question(PROBLEM, FITTED))
                        .kinds()
                        .experts(),
                1,
                2,
                2,
                1,
                1,
                4,
                1);
        double standard = tokensPerSecond(Calibration.NONE, degrees);
        assertThat(tokensPerSecond(SLOWER, degrees)).isLessThan(standard).isGreaterThan(standard / 2.5);
    }

    private static double tokensPerSecond(Calibration calibration, Degrees degrees) {
        return new CostModel(calibration.question(PROBLEM, FITTED))
                .bound(degrees)
                .performance()
                .tokensPerSecond();
    }

    @Test
    void theSameProblemUnderTheSameConstantsIsTheSameQuestion() {
        assertThat(SLOWER.question(PROBLEM, FITTED)).isEqualTo(SLOWER.question(PROBLEM, FITTED));
        assertThat(SLOWER.question(PROBLEM, FITTED)).isNotEqualTo(Calibration.NONE.question(PROBLEM, FITTED));
    }

    private static Gpu gpu(Question question) {
        return question.problem().cluster().nodes().getFirst().gpu();
    }
}

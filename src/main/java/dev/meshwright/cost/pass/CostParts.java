package dev.meshwright.cost.pass;

import dev.meshwright.cost.efficiency.TrainingConstants;
import dev.meshwright.cost.engine.Calibration;
import dev.meshwright.cost.engine.EngineConstants;
import dev.meshwright.cost.engine.EngineProfile;
import dev.meshwright.cost.engine.Question;
import dev.meshwright.cost.engine.Site;
import dev.meshwright.cost.layer.InferenceEngine;
import dev.meshwright.cost.layer.ModelKinds;
import dev.meshwright.cost.layer.ModelRuntime;
import dev.meshwright.cost.layer.TrainingFramework;
import dev.meshwright.cost.memory.MemoryModel;
import dev.meshwright.cost.memory.MemoryModel.StageShape;
import dev.meshwright.cost.schedule.Schedule;
import dev.meshwright.cost.training.TrainingTail;
import dev.meshwright.facts.cluster.Gpu;
import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.problem.Assumptions.Engine;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Stage;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What the optimistic and the exact evaluation of a problem share. */
public record CostParts(
        Problem problem,
        ModelKinds kinds,
        List<Site> sites,
        MemoryModel memory,
        EngineProfile engine,
        ExposedTime exposed,
        PassTimer timer,
        WorkloadTiming timing,
        TrainingTail tail) {

    public static CostParts of(
            Question question, EngineConstants engineConstants, TrainingConstants trainingConstants) {
        Problem problem = question.problem();
        ModelRuntime runtime = problem.workload() instanceof Training training
                ? new TrainingFramework(training.recipe(), trainingConstants)
                : new InferenceEngine(engineConstants.fusedSums());
        ModelKinds kinds = new ModelKinds(problem.model());
        EngineProfile engine = engine(question, engineConstants);
        MemoryModel memory = new MemoryModel(problem, kinds.all(), question.memoryReserve(engineLabel(problem)));
        List<Site> sites = problem.cluster().nodes().stream()
                .map(group -> Site.of(problem, group, question.kernels(group.gpu()), engine, runtime))
                .toList();
        ExposedTime exposed = new ExposedTime(problem.assumptions(), runtime);
        return new CostParts(
                problem,
                kinds,
                sites,
                memory,
                engine,
                exposed,
                new PassTimer(problem, kinds, engine, memory, exposed, runtime),
                new WorkloadTiming(problem.workload(), engine),
                tail(runtime, problem.model(), kinds, memory));
    }

    private static TrainingTail tail(ModelRuntime runtime, Model model, ModelKinds kinds, MemoryModel memory) {
        return switch (runtime) {
            case InferenceEngine inference -> new TrainingTail(model, kinds, memory, TrainingTail.Traffic.NONE);
            case TrainingFramework training -> new TrainingTail(model, kinds, memory, traffic(training, model));
        };
    }

    private static TrainingTail.Traffic traffic(TrainingFramework training, Model model) {
        return new TrainingTail.Traffic(
                training.overlap().gradients(),
                training.overlap().multiprocessors(),
                training.recipe().gradientBytes(),
                training.recipe().narrowWeights() && model.precisions().dense().bytesPerElement() < 2 ? 1 : 2,
                training.constants().value("bucket.parameters"),
                training.constants().value("bucket.parametersPerRank"),
                training.recipe().stagesInside(),
                training.constants().value("step.hostSeconds"));
    }

    private static EngineProfile engine(Question question, EngineConstants constants) {
        Problem problem = question.problem();
        if (problem.workload() instanceof Training) {
            return question.engine(Calibration.TRAINING, EngineProfile.TRAINING);
        }
        Engine named = problem.assumptions().engine().orElse(Engine.VLLM);
        EngineConstants started = constants.startedAs(problem.assumptions().setup());
        return question.engine(named.label(), EngineProfile.of(Optional.of(named), started))
                .guessing(problem.assumptions().setup().speculation());
    }

    private static String engineLabel(Problem problem) {
        return problem.assumptions().engine().map(Engine::label).orElse("");
    }

    /** A stage of a range of layers as the memory model sees it. */
    public StageShape stageShape(Degrees degrees, int stage, int firstLayer, int lastLayer) {
        return stageShape(degrees, stage, kinds.layersOfKinds(firstLayer, lastLayer));
    }

    public StageShape stageShape(Degrees degrees, int stage, Stage layers) {
        return stageShape(degrees, stage, kinds.layersOfKinds(layers));
    }

    private static StageShape stageShape(Degrees degrees, int stage, double[] layersOfKind) {
        double inFlight = Schedule.inFlight(stage, degrees.pipeline(), degrees.microBatches(), degrees.virtualStages());
        return new StageShape(layersOfKind, stage == 0 ? 1 : 0, stage == degrees.pipeline() - 1 ? 1 : 0, inFlight);
    }

    /** Number of the site of each device of the cluster. */
    public int[] siteOfDevice() {
        int[] sites = new int[problem.cluster().gpus()];
        int next = 0;
        for (int group = 0; group < problem.cluster().nodes().size(); group++) {
            int gpus = problem.cluster().nodes().get(group).gpus();
            Arrays.fill(sites, next, next + gpus, group);
            next += gpus;
        }
        return sites;
    }

    /** Bytes of {@code gpu} that a layout may claim, see {@link dev.meshwright.cost.memory.MemoryLimits#claimedBytes}. */
    public double usableBytes(Gpu gpu) {
        return memory.limits().limitBytes(gpu.memoryBytes());
    }
}

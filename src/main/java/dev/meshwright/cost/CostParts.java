package dev.meshwright.cost;

import dev.meshwright.cluster.Gpu;
import dev.meshwright.cost.compute.TrainingWork;
import dev.meshwright.cost.efficiency.TrainingConstants;
import dev.meshwright.cost.memory.MemoryModel;
import dev.meshwright.cost.memory.MemoryModel.StageShape;
import dev.meshwright.cost.pipeline.Schedule;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Stage;
import dev.meshwright.problem.Assumptions.Engine;
import dev.meshwright.problem.Problem;
import dev.meshwright.workload.Workload.Training;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What the optimistic and the exact evaluation of a problem share. */
record CostParts(
        Problem problem,
        ModelKinds kinds,
        List<Site> sites,
        MemoryModel memory,
        EngineProfile engine,
        ExposedTime exposed,
        PassTimer timer,
        WorkloadTiming timing,
        TrainingTail tail) {

    /** vLLM's and TensorRT-LLM's default share of a GPU's memory that an engine takes for itself. */
    static final double INFERENCE_MEMORY_FRACTION = 0.9;

    /** Share that training may fill before allocator fragmentation makes it fail; a guess of common practice. */
    static final double TRAINING_MEMORY_FRACTION = 0.95;

    static CostParts of(
            Problem problem,
            EfficiencySource efficiencies,
            EngineConstants engineConstants,
            TrainingConstants trainingConstants) {
        TrainingWork work = problem.workload() instanceof Training training
                ? new TrainingWork(training.recipe(), trainingConstants)
                : null;
        ModelKinds kinds = new ModelKinds(problem.model());
        EngineProfile engine = engine(problem, engineConstants, efficiencies.calibration());
        MemoryModel memory = new MemoryModel(problem, kinds.all());
        List<Site> sites = problem.cluster().nodes().stream()
                .map(group -> Site.of(problem, group, efficiencies.of(group.gpu()), engine, work))
                .toList();
        ExposedTime exposed = new ExposedTime(problem.assumptions(), work);
        return new CostParts(
                problem,
                kinds,
                sites,
                memory,
                engine,
                exposed,
                new PassTimer(problem, kinds, engine, memory, exposed, work),
                new WorkloadTiming(problem.workload(), engine),
                new TrainingTail(
                        problem.model(),
                        kinds,
                        memory,
                        work == null ? 0 : work.overlap().gradients(),
                        work == null ? 0 : work.recipe().gradientBytes()));
    }

    private static EngineProfile engine(Problem problem, EngineConstants constants, Calibration calibration) {
        if (problem.workload() instanceof Training) {
            return calibration.of(Calibration.TRAINING, EngineProfile.TRAINING);
        }
        Engine named = problem.assumptions().engine().orElse(Engine.VLLM);
        return calibration.of(named.label(), EngineProfile.of(Optional.of(named), constants));
    }

    /** A stage of a range of layers as the memory model sees it. */
    StageShape stageShape(Degrees degrees, int stage, int firstLayer, int lastLayer) {
        return stageShape(degrees, stage, kinds.layersOfKinds(firstLayer, lastLayer));
    }

    StageShape stageShape(Degrees degrees, int stage, Stage layers) {
        return stageShape(degrees, stage, kinds.layersOfKinds(layers));
    }

    private static StageShape stageShape(Degrees degrees, int stage, double[] layersOfKind) {
        double inFlight = Schedule.inFlight(stage, degrees.pipeline(), degrees.microBatches(), degrees.virtualStages());
        return new StageShape(layersOfKind, stage == 0 ? 1 : 0, stage == degrees.pipeline() - 1 ? 1 : 0, inFlight);
    }

    /** Number of the site of each device of the cluster. */
    int[] siteOfDevice() {
        int[] sites = new int[problem.cluster().gpus()];
        int next = 0;
        for (int group = 0; group < problem.cluster().nodes().size(); group++) {
            int gpus = problem.cluster().nodes().get(group).gpus();
            Arrays.fill(sites, next, next + gpus, group);
            next += gpus;
        }
        return sites;
    }

    /** Bytes of {@code gpu} that a layout may fill. */
    double usableBytes(Gpu gpu) {
        double fraction = problem.workload() instanceof Training ? TRAINING_MEMORY_FRACTION : INFERENCE_MEMORY_FRACTION;
        return problem.assumptions().memoryFraction().orElse(fraction) * gpu.memoryBytes();
    }
}

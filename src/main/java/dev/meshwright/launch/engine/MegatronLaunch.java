package dev.meshwright.launch.engine;

import dev.meshwright.facts.engine.option.Meaning;
import dev.meshwright.facts.workload.TrainingRecipe;
import dev.meshwright.facts.workload.TrainingRecipe.Execution;
import dev.meshwright.facts.workload.TrainingRecipe.Scaling;
import dev.meshwright.launch.model.ModelFacts;
import dev.meshwright.launch.option.Options;
import dev.meshwright.launch.pool.Balancer;
import dev.meshwright.launch.pool.Limits;
import dev.meshwright.launch.pool.PoolLayout;
import dev.meshwright.launch.pool.TrainingPart;
import dev.meshwright.launch.rule.Stages;
import dev.meshwright.launch.source.Gpus;
import dev.meshwright.launch.source.Role;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Megatron-LM: data parallelism is what the world leaves, {@code world / (TP PP CP)}, and so are the copies of the experts,
 * {@code TP DP CP / (EP ETP)} ({@code megatron/core/parallel_state.py}).
 */
final class MegatronLaunch implements EngineLaunch {

    /** Nodes of GB200 and GB300 have four GPUs, others eight: what launchers leave out. */
    private static final int GPUS_PER_NODE = 8;

    private static final int GPUS_PER_GRACE_NODE = 4;

    @Override
    public PoolLayout layout(Options options, Optional<ModelFacts> model) {
        int tensor = options.degree(Meaning.TENSOR);
        int context = options.degree(Meaning.CONTEXT);
        int pipeline = options.degree(Meaning.PIPELINE);
        int expert = options.degree(Meaning.EXPERT);
        int experts = model.map(ModelFacts::experts).orElse(0);
        boolean dense = experts == 0 && expert == 1;
        int expertTensor = expertTensor(options, tensor);
        int world = world(options, tensor * context * pipeline);
        int data = Math.max(1, world / (tensor * context * pipeline));
        long grid = (long) expert * expertTensor;
        long ranks = (long) tensor * data * context;
        Stages stages = Stages.of(options, model.map(ModelFacts::layers).orElse(0), pipeline);
        return new PoolLayout(
                tensor,
                data,
                dense ? OptionalInt.empty() : OptionalInt.of(expert),
                dense ? OptionalInt.empty() : OptionalInt.of(expertTensor),
                dense || ranks % grid != 0 ? OptionalInt.empty() : OptionalInt.of((int) (ranks / grid)),
                tensor,
                tensor,
                pipeline,
                stages.chunks(),
                stages.virtualStages(),
                context,
                1,
                1);
    }

    /** The tensor degree of the model, unless stated ({@code megatron/training/arguments.py}). */
    private static int expertTensor(Options options, int tensor) {
        return options.states(Meaning.EXPERT_TENSOR)
                ? options.degree(Meaning.EXPERT_TENSOR)
                : options.fallback(Meaning.EXPERT_TENSOR)
                        .filter(value -> value.matches("\\d{1,6}"))
                        .map(Integer::valueOf)
                        .orElse(tensor);
    }

    /** All ranks: stated, or nodes by GPUs of a node; the smallest that the degrees allow where nobody says. */
    static int world(Options options, int least) {
        OptionalInt stated = options.integer(Meaning.WORLD);
        if (stated.isPresent()) {
            return Math.max(1, stated.getAsInt());
        }
        boolean says = options.states(Meaning.NODES) || options.states(Meaning.GPUS_PER_NODE);
        return says ? options.integer(Meaning.NODES).orElse(1) * gpusPerNode(options) : least;
    }

    static int gpusPerNode(Options options) {
        boolean grace = options.text(Meaning.GPU)
                .or(() -> options.server().deployment().gpu())
                .flatMap(Gpus::in)
                .filter(gpu -> gpu.toLowerCase(Locale.ROOT).startsWith("gb"))
                .isPresent();
        String stated = options.text(Meaning.GPUS_PER_NODE).orElse("");
        return stated.matches("\\d{1,4}") && !stated.matches("0+")
                ? Integer.parseInt(stated)
                : grace ? GPUS_PER_GRACE_NODE : GPUS_PER_NODE;
    }

    @Override
    public Limits limits(Options options) {
        return new Limits(
                sequenceLength(options),
                OptionalInt.empty(),
                OptionalInt.empty(),
                true,
                "",
                OptionalDouble.empty(),
                OptionalInt.empty());
    }

    @Override
    public OptionalInt redundantExperts(Options options, Optional<ModelFacts> model) {
        return OptionalInt.empty();
    }

    @Override
    public Optional<Balancer> balancer(Options options) {
        return Optional.empty();
    }

    @Override
    public Optional<Role> role(Options options) {
        return Optional.empty();
    }

    @Override
    public Optional<TrainingPart> training(Options options) {
        return Optional.of(new TrainingPart(
                sequenceLength(options),
                options.integer(Meaning.GLOBAL_BATCH),
                options.integer(Meaning.MICRO_BATCH),
                options.integer(Meaning.PREDICTION_LAYERS).orElse(0),
                zeroStage(options),
                options.text(Meaning.RECOMPUTE).orElse(""),
                recipe(options)));
    }

    /** What runs beside what, and in which format; dispatch is in 16 bits and kernels are fused, as the framework has them. */
    private static TrainingRecipe recipe(Options options) {
        TrainingRecipe usual = TrainingRecipe.STANDARD;
        String graphs = options.text(Meaning.GRAPHS).orElse("none");
        return new TrainingRecipe(
                options.on(Meaning.SEQUENCE_PARALLEL),
                usual.flashAttention(),
                options.on(Meaning.TENSOR_OVERLAP),
                options.on(Meaning.EXPERT_OVERLAP),
                options.on(Meaning.GRADIENT_OVERLAP),
                usual.narrowDispatch(),
                !options.on(Meaning.NARROW_GRADIENTS),
                options.on(Meaning.NARROW_WEIGHTS),
                options.on(Meaning.STAGES_INSIDE),
                options.states(Meaning.EXPERT_CAPACITY),
                options.states(Meaning.FP8) ? scaling(options) : usual.scaling(),
                graphs.equals("none") ? usual.execution() : Execution.CAPTURED);
    }

    private static Scaling scaling(Options options) {
        String recipe = options.text(Meaning.FP8_RECIPE)
                .or(() -> options.fallback(Meaning.FP8_RECIPE))
                .orElse("delayed");
        return switch (recipe) {
            case "blockwise" -> Scaling.BLOCK;
            case "mxfp8" -> Scaling.MICRO;
            default -> Scaling.TENSOR;
        };
    }

    private static OptionalInt sequenceLength(Options options) {
        OptionalInt stated = options.integer(Meaning.SEQUENCE_LENGTH);
        String usual = stated.isPresent()
                ? ""
                : options.fallback(Meaning.SEQUENCE_LENGTH).orElse("");
        return usual.matches("\\d{1,8}") ? OptionalInt.of(Integer.parseInt(usual)) : stated;
    }

    private static int zeroStage(Options options) {
        String strategy = options.text(Meaning.SHARDING).orElse("");
        if (options.on(Meaning.SHARDED)) {
            return switch (strategy) {
                case "optim" -> 1;
                case "optim_grads" -> 2;
                case "no_shard" -> 0;
                default -> 3;
            };
        }
        return options.on(Meaning.DISTRIBUTED_OPTIMIZER) ? 1 : 0;
    }
}

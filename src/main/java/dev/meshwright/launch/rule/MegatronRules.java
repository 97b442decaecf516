package dev.meshwright.launch.rule;

import dev.meshwright.facts.engine.option.Meaning;
import dev.meshwright.launch.model.ModelFacts;
import dev.meshwright.launch.pool.PoolLayout;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What Megatron-LM checks of its settings ({@code megatron/training/arguments.py}, {@code megatron/core/parallel_state.py}, {@code
 * megatron/core/transformer/moe/moe_layer.py}).
 */
final class MegatronRules {

    private MegatronRules() {}

    static void judge(Judgement judgement) {
        world(judgement);
        experts(judgement);
        stages(judgement);
        heads(judgement);
        networks(judgement);
        batch(judgement);
    }

    /** Sizes alone name a model; whether its networks have a gate is a third of their weights. */
    private static void networks(Judgement judgement) {
        boolean sized = judgement.options().states(Meaning.LAYERS)
                && judgement.options().states(Meaning.HIDDEN);
        boolean gated = judgement.options().on(Meaning.GATED);
        Optional<ModelFacts> other = judgement.pool().facts().filter(facts -> facts.gated()
                .filter(own -> own != gated)
                .isPresent());
        if (sized && other.isPresent()) {
            String flag = judgement.flag(Meaning.GATED);
            judgement.caution(
                    flag,
                    (gated ? "with it" : "without it") + " networks have " + (gated ? "three" : "two")
                            + " matrices, and those of " + other.get().name() + " have " + (gated ? "two" : "three")
                            + ": judged is " + other.get().name(),
                    gated ? "no " + flag : flag);
        }
    }

    /** Attention and experts are two grids over the same ranks. */
    private static void world(Judgement judgement) {
        PoolLayout layout = judgement.layout();
        int world = judgement.pool().gpusGiven().orElse(layout.gpus());
        int attention = layout.tensor() * layout.pipeline() * layout.prefillContext();
        long experts = expertGrid(layout, layout.pipeline());
        boolean divides = world % attention == 0;
        long both = experts / Judgement.greatestCommonDivisor(experts, attention) * attention;
        String larger = "a world of " + Math.ceilDiv(world, both) * both;
        if (!divides) {
            judgement.refused(
                    judgement.flag(Meaning.TENSOR),
                    "world " + world + " is not divisible by TP x PP x CP = " + attention,
                    larger);
        }
        if (layout.expert().isPresent() && world % experts != 0) {
            OptionalInt fewer = expertRanks(judgement);
            judgement.refused(
                    judgement.flag(Meaning.EXPERT),
                    "world " + world
                            + (divides
                                    ? " is divisible by TP x PP x CP = " + attention + " but not"
                                    : " is not divisible")
                            + " by ETP x EP x PP = " + experts,
                    larger
                            + (divides && fewer.isPresent()
                                    ? ", or " + judgement.flag(Meaning.EXPERT) + " " + fewer.getAsInt()
                                    : ""));
        }
    }

    /** Most ranks up to those stated over which experts spread evenly and which divide the world; empty for none. */
    private static OptionalInt expertRanks(Judgement judgement) {
        PoolLayout layout = judgement.layout();
        int world = judgement.pool().gpusGiven().orElse(layout.gpus());
        long others = (long) layout.expertTensor().orElse(1) * layout.pipeline();
        return IntStream.rangeClosed(1, layout.expert().orElse(1))
                .filter(tried -> world % (others * tried) == 0)
                .filter(tried -> judgement.experts() % tried == 0)
                .max();
    }

    /** Ranks of one copy of the experts in so many stages; without experts the stages alone. */
    private static long expertGrid(PoolLayout layout, int pipeline) {
        return (long) layout.expert().orElse(1) * layout.expertTensor().orElse(1) * pipeline;
    }

    /** Whether both grids of so many stages fill the world; a world that nobody states follows the degrees. */
    private static boolean fills(Judgement judgement, int pipeline) {
        boolean stated =
                Stream.of(Meaning.WORLD, Meaning.NODES, Meaning.GPUS_PER_NODE).anyMatch(judgement.options()::states);
        PoolLayout layout = judgement.layout();
        int world = judgement.pool().gpusGiven().orElse(layout.gpus());
        long attention = (long) layout.tensor() * layout.prefillContext() * pipeline;
        return !stated || (world % attention == 0 && world % expertGrid(layout, pipeline) == 0);
    }

    private static void experts(Judgement judgement) {
        PoolLayout layout = judgement.layout();
        int expert = layout.expert().orElse(1);
        int experts = judgement.experts();
        if (experts > 0 && experts % expert != 0) {
            judgement.refused(
                    judgement.flag(Meaning.EXPERT),
                    experts + " experts are not divisible by " + expert,
                    judgement.flag(Meaning.EXPERT) + " "
                            + expertRanks(judgement).orElse(Judgement.divisor(experts, expert)));
        }
        boolean mixture = experts > 0 || expert > 1;
        if (mixture && layout.tensor() > 1 && !judgement.options().on(Meaning.SEQUENCE_PARALLEL)) {
            judgement.refused(
                    judgement.flag(Meaning.SEQUENCE_PARALLEL),
                    "experts under tensor parallelism need sequence parallelism in training",
                    judgement.flag(Meaning.SEQUENCE_PARALLEL));
        }
    }

    private static void stages(Judgement judgement) {
        int layers = judgement.pool().facts().map(ModelFacts::layers).orElse(0);
        int stated = judgement.options().integer(Meaning.LAYERS).orElse(layers);
        Stages spread = Stages.of(
                judgement.options(), stated, judgement.layout().pipeline(), pipeline -> fills(judgement, pipeline));
        if (!spread.problem().isEmpty()) {
            judgement.refused(judgement.flag(Meaning.PIPELINE), spread.problem(), spread.mend());
        }
        List<Meaning> ways = List.of(Meaning.STAGE_LETTERS, Meaning.VIRTUAL_STAGES, Meaning.LAYERS_PER_VIRTUAL_STAGE);
        List<String> used = ways.stream()
                .filter(way -> judgement
                        .options()
                        .setting(way)
                        .filter(setting -> setting.written().startsWith("-"))
                        .isPresent())
                .map(judgement::flag)
                .toList();
        if (used.size() > 1) {
            judgement.refused(
                    used.getFirst(), "excludes " + String.join(" and ", used.subList(1, used.size())), "one of them");
        }
        boolean ends = Stream.of(
                        Meaning.FIRST_STAGE, Meaning.LAST_STAGE, Meaning.EMBEDDING_IN_SPLIT, Meaning.LOSS_IN_SPLIT)
                .anyMatch(judgement.options()::states);
        if (judgement.options().states(Meaning.STAGE_LETTERS) && ends) {
            judgement.refused(
                    judgement.flag(Meaning.STAGE_LETTERS),
                    "excludes all other options of uneven stages",
                    "the layout alone");
        }
    }

    private static void heads(Judgement judgement) {
        PoolLayout layout = judgement.layout();
        int tensor = layout.tensor();
        List<Integer> all = judgement.pool().facts().map(ModelFacts::heads).orElse(List.of());
        int world = judgement.pool().gpusGiven().orElse(layout.gpus());
        int others = layout.pipeline() * layout.prefillContext();
        for (int heads : all) {
            if (heads % tensor != 0) {
                int mend = IntStream.iterate(Math.min(heads, tensor), tried -> tried > 1, tried -> tried - 1)
                        .filter(tried -> all.stream().allMatch(number -> number % tried == 0))
                        .filter(tried -> world % ((long) tried * others) == 0)
                        .findFirst()
                        .orElse(1);
                judgement.refused(
                        judgement.flag(Meaning.TENSOR),
                        heads + " attention heads are not divisible by " + tensor,
                        judgement.flag(Meaning.TENSOR) + " " + mend);
            }
        }
    }

    /** Micro-batches of all attention copies make the global batch. */
    private static void batch(Judgement judgement) {
        int global = judgement.options().integer(Meaning.GLOBAL_BATCH).orElse(0);
        int micro = judgement.options().integer(Meaning.MICRO_BATCH).orElse(1);
        long together = (long) micro * judgement.layout().data();
        PoolLayout layout = judgement.layout();
        int copy = layout.tensor() * layout.pipeline() * layout.prefillContext();
        if (judgement.pool().gpusGiven().orElse(copy) % copy != 0) {
            // Ranks that are no whole copies have no number of data ranks.
            return;
        }
        if (global > 0 && global % together != 0) {
            judgement.refused(
                    judgement.flag(Meaning.GLOBAL_BATCH),
                    "a global batch of " + global + " is not divisible by micro-batches of " + micro + " on "
                            + judgement.layout().data() + " data ranks",
                    judgement.flag(Meaning.GLOBAL_BATCH) + " " + Math.ceilDiv(global, together) * together);
        }
    }
}

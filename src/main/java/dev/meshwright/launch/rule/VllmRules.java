package dev.meshwright.launch.rule;

import dev.meshwright.facts.engine.option.Meaning;
import dev.meshwright.launch.model.ModelFacts;
import dev.meshwright.launch.pool.Limits;
import dev.meshwright.launch.pool.PoolLayout;
import dev.meshwright.launch.source.Deployment;
import java.util.List;
import java.util.OptionalInt;

/**
 * What vLLM checks of its settings ({@code vllm/config/parallel.py}, {@code scheduler.py}, {@code vllm.py}; {@code get_pp_indices}
 * in {@code vllm/distributed/utils.py}).
 */
final class VllmRules {

    private VllmRules() {}

    static void judge(Judgement judgement) {
        experts(judgement);
        balancer(judgement);
        context(judgement);
        budget(judgement);
        partition(judgement);
        nodes(judgement);
    }

    private static void experts(Judgement judgement) {
        boolean dense = judgement.pool().facts().filter(ModelFacts::dense).isPresent();
        boolean whole = judgement.options().on(Meaning.EXPERT_SWITCH);
        String flag = judgement.flag(Meaning.EXPERT_SWITCH);
        if (dense && whole) {
            judgement.refused(flag, "the model has no experts", "drop " + flag);
        }
        int ranks = judgement.layout().stageRanks();
        if (whole
                && judgement.experts() > 0
                && judgement.experts() % ranks != 0
                && !judgement.options().on(Meaning.BALANCER)) {
            judgement.caution(
                    flag,
                    judgement.experts() + " experts are not divisible by " + ranks
                            + " ranks either: the first ones hold more",
                    "a number of ranks that divides " + judgement.experts());
        }
    }

    private static void balancer(Judgement judgement) {
        boolean balances = judgement.options().on(Meaning.BALANCER);
        boolean whole = judgement.options().on(Meaning.EXPERT_SWITCH);
        int ranks = judgement.layout().stageRanks();
        int redundant = judgement.pool().redundantExperts().orElse(0);
        if (balances && (!whole || ranks < 2)) {
            judgement.refused(
                    judgement.flag(Meaning.BALANCER),
                    "needs --enable-expert-parallel and more than one rank of tensor x data; there "
                            + (ranks < 2 ? "is 1" : "are " + ranks),
                    ranks < 2
                            ? "--enable-expert-parallel with --tensor-parallel-size or --data-parallel-size above 1"
                            : "--enable-expert-parallel");
        } else if (balances && judgement.experts() > 0 && (judgement.experts() + redundant) % ranks != 0) {
            judgement.fails(
                    judgement.flag(Meaning.REDUNDANT_EXPERTS),
                    "(" + judgement.experts() + " + " + redundant + ") / " + ranks + " slots are not whole",
                    "num_redundant_experts " + SlotRules.redundant(judgement.experts(), ranks) + " ...");
        }
        if (!balances && redundant > 0) {
            judgement.refused(
                    judgement.flag(Meaning.REDUNDANT_EXPERTS), "redundant experts need the balancer", "--enable-eplb");
        }
    }

    private static void context(Judgement judgement) {
        PoolLayout layout = judgement.layout();
        if (layout.prefillContext() > 1 && layout.data() > 1) {
            judgement.refused(
                    judgement.flag(Meaning.PREFILL_CONTEXT), "excludes data parallelism", "--data-parallel-size 1");
        }
        if (layout.prefillContext() == 1 && layout.tensor() % layout.decodeContext() != 0) {
            judgement.refused(
                    judgement.flag(Meaning.DECODE_CONTEXT),
                    layout.tensor() + " tensor ranks are not divisible by " + layout.decodeContext(),
                    judgement.flag(Meaning.DECODE_CONTEXT) + " "
                            + Judgement.divisor(layout.tensor(), layout.decodeContext()));
        }
    }

    private static void budget(Judgement judgement) {
        Limits limits = judgement.pool().limits();
        OptionalInt tokens = limits.tokensPerStep();
        if (tokens.isEmpty()) {
            return;
        }
        String flag = judgement.flag(Meaning.TOKENS_PER_STEP);
        OptionalInt length = limits.modelLength().isPresent()
                ? limits.modelLength()
                : judgement.pool().facts().map(ModelFacts::length).orElse(OptionalInt.empty());
        boolean chunked = judgement.options().on(Meaning.CHUNKED_PREFILL);
        if (!chunked && length.isPresent() && tokens.getAsInt() < length.getAsInt()) {
            judgement.refused(
                    flag,
                    "without chunked prefill " + tokens.getAsInt() + " tokens of a step are fewer than the "
                            + length.getAsInt() + " of the longest sequence"
                            + (limits.modelLength().isPresent() ? "" : ", the model's default"),
                    flag + " " + length.getAsInt() + ", --max-model-len " + tokens.getAsInt()
                            + ", or chunked prefill left on");
        }
        if (limits.sequences().isPresent()
                && tokens.getAsInt() < limits.sequences().getAsInt()) {
            judgement.refused(
                    flag,
                    tokens.getAsInt() + " tokens of a step are fewer than "
                            + limits.sequences().getAsInt() + " sequences",
                    flag + " " + limits.sequences().getAsInt());
        }
    }

    private static void partition(Judgement judgement) {
        PoolLayout layout = judgement.layout();
        List<Integer> stages = layout.stages().orElse(List.of());
        int layers = judgement.pool().facts().map(ModelFacts::layers).orElse(0);
        int sum = stages.stream().mapToInt(Integer::intValue).sum();
        if (!stages.isEmpty() && (stages.size() != layout.pipeline() || (layers > 0 && sum != layers))) {
            judgement.refused(
                    "VLLM_PP_LAYER_PARTITION",
                    "lists " + stages.size() + " stages of " + sum + " layers for " + layout.pipeline() + " stages"
                            + (layers > 0 ? " of " + layers : ""),
                    "one number for each stage that add up to the layers");
        }
    }

    /** Dynamo's operator starts an engine on several nodes; without the engine's own options it sees one of them. */
    private static void nodes(Judgement judgement) {
        Deployment around = judgement.options().server().deployment();
        int instance = judgement.layout().tensor() * judgement.layout().pipeline();
        boolean several = around.nodes().orElse(1) > 1 && around.gpusPerNode().orElse(instance) < instance;
        if (around.operator().equals("dynamo")
                && several
                && !judgement.options().states(Meaning.NODES)) {
            judgement.refused(
                    judgement.flag(Meaning.TENSOR),
                    instance + " ranks lie on " + around.nodes().getAsInt() + " nodes of "
                            + around.gpusPerNode().getAsInt() + " GPU and no --nnodes is passed on: the engine sees "
                            + around.gpusPerNode().getAsInt(),
                    "an operator that passes --nnodes on, or " + judgement.flag(Meaning.TENSOR) + " "
                            + around.gpusPerNode().getAsInt());
        }
    }
}

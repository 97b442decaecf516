package dev.meshwright.launch.rule;

import dev.meshwright.base.quantity.Figures;
import dev.meshwright.facts.engine.option.Meaning;
import dev.meshwright.launch.model.ModelFacts;
import dev.meshwright.launch.pool.PoolLayout;
import dev.meshwright.launch.source.Role;
import java.util.OptionalInt;

/** What TensorRT-LLM checks of its settings (reference pages of its arguments; pull request 15410; its notes on serving apart). */
final class TensorRtRules {

    /** From here on context-only servers may keep their scheduler. */
    private static final String OVERLAP_IN_PREFILL = "1.3";

    /** From here on settings of the cache have a share by default. */
    private static final String SHARE_BY_DEFAULT = "1.1";

    private TensorRtRules() {}

    static void judge(Judgement judgement) {
        grid(judgement);
        slots(judgement);
        stages(judgement);
        prefill(judgement);
        cache(judgement);
    }

    private static void grid(Judgement judgement) {
        PoolLayout layout = judgement.layout();
        int ranks = layout.tensor() * layout.data();
        int expert = layout.expert().orElse(1);
        int expertTensor = layout.expertTensor().orElse(0);
        if (layout.expert().isPresent() && (long) expert * expertTensor != ranks) {
            int whole = Judgement.divisor(ranks, expert);
            judgement.refused(
                    judgement.flag(Meaning.EXPERT),
                    "moe_tensor_parallel_size x moe_expert_parallel_size "
                            + (expertTensor == 0 ? "cannot be " : "= " + expertTensor + " x " + expert + " is not ")
                            + ranks + ", the tensor_parallel_size",
                    "moe_expert_parallel_size " + whole + " with moe_tensor_parallel_size " + ranks / whole);
        }
    }

    private static void slots(Judgement judgement) {
        OptionalInt slots = judgement.options().integer(Meaning.EXPERT_SLOTS);
        int ranks = judgement.layout().expert().orElse(1);
        int experts = judgement.experts();
        String flag = "num_slots";
        if (slots.isPresent() && slots.getAsInt() % ranks != 0) {
            judgement.refused(
                    flag,
                    slots.getAsInt() + " slots / " + ranks + " ranks are not whole",
                    flag + " " + Math.ceilDiv(Math.max(slots.getAsInt(), experts), ranks) * ranks);
        }
        if (slots.isPresent() && slots.getAsInt() < experts) {
            judgement.fails(
                    flag,
                    slots.getAsInt() + " slots do not host " + experts + " experts",
                    flag + " " + Math.ceilDiv(experts, ranks) * ranks + " or more");
        }
        if (judgement.pool().balancer().isPresent() && (judgement.layout().data() == 1 || ranks == 1)) {
            judgement.caution(
                    "moe_config.load_balancer",
                    "is ignored without attention data parallelism and expert parallelism",
                    "enable_attention_dp: true with moe_expert_parallel_size above 1");
        }
    }

    private static void stages(Judgement judgement) {
        boolean gptOss =
                judgement.pool().facts().map(ModelFacts::name).orElse("").startsWith("gpt-oss");
        if (gptOss && judgement.layout().pipeline() > 1) {
            judgement.refused(
                    judgement.flag(Meaning.PIPELINE), "pipeline stages are not supported for gpt-oss", "pp_size 1");
        }
    }

    /**
     * Settings of the cache without a share of it take that of the command line away. The pool is then as many tokens as a
     * trial run says, which counts h / t heads of a token where ranks hold a whole one: {@code share x t / h} of what is free
     * ({@code _torch/pyexecutor/_util.py, _cal_max_tokens; resource_manager.py, calculate_max_num_blocks; issue 5872}).
     */
    private static void cache(Judgement judgement) {
        boolean settings = judgement.options().server().settings().stream()
                .anyMatch(setting -> setting.written().startsWith("kv_cache_config"));
        boolean sized = judgement.pool().limits().memoryShare().isPresent()
                || judgement.options().states(Meaning.CACHE_TOKENS)
                || !judgement.options().before(SHARE_BY_DEFAULT);
        int tensor = judgement.layout().tensor();
        OptionalInt fewest = judgement.pool().facts().stream()
                .flatMap(facts -> facts.keyValueHeads().stream())
                .mapToInt(Integer::intValue)
                .min();
        if (!settings || sized || fewest.isEmpty()) {
            return;
        }
        int heads = fewest.getAsInt();
        double share = Double.parseDouble(
                judgement.options().fallback(Meaning.MEMORY_SHARE).orElse("1"));
        if (share * tensor > heads) {
            judgement.fails(
                    judgement.flag(Meaning.MEMORY_SHARE),
                    "is not in kv_cache_config: before " + SHARE_BY_DEFAULT
                            + " tokens of the cache are then counted with "
                            + heads + " / " + tensor
                            + " key-value heads, of which ranks hold a whole one: it would take "
                            + Figures.plain(share * tensor / heads) + " times the memory that is free",
                    "kv_cache_config: {free_gpu_memory_fraction: " + share + "}, or tensor_parallel_size " + heads);
        }
    }

    private static void prefill(Judgement judgement) {
        boolean apart = judgement.pool().role() == Role.PREFILL;
        if (!apart || judgement.options().on(Meaning.OVERLAP_OFF)) {
            return;
        }
        String reason =
                "before " + OVERLAP_IN_PREFILL + " context-only requests are not supported with the overlap scheduler";
        if (judgement.options().before(OVERLAP_IN_PREFILL)) {
            judgement.refused("disable_overlap_scheduler", reason, "disable_overlap_scheduler: true");
        } else if (judgement.options().server().version().isEmpty()) {
            judgement.caution("disable_overlap_scheduler", reason, "disable_overlap_scheduler: true");
        }
    }
}

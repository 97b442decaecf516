package dev.meshwright.launch.rule;

import dev.meshwright.facts.engine.option.Meaning;
import dev.meshwright.launch.model.ModelFacts;
import dev.meshwright.launch.pool.PoolLayout;
import dev.meshwright.launch.source.Role;
import java.util.OptionalInt;

/** What TensorRT-LLM checks of its settings (reference pages of its arguments; pull request 15410; its notes on serving apart). */
final class TensorRtRules {

    /** From here on context-only servers may keep their scheduler. */
    private static final String OVERLAP_IN_PREFILL = "1.3";

    private TensorRtRules() {}

    static void judge(Judgement judgement) {
        grid(judgement);
        slots(judgement);
        stages(judgement);
        prefill(judgement);
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

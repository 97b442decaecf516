package dev.meshwright.layout.rule;

import dev.meshwright.base.quantity.Figures;
import dev.meshwright.facts.problem.Assumptions.Engine;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.layout.Constraint;
import dev.meshwright.layout.Violation;
import java.util.Optional;

/**
 * Prompts and answers against the positions of the model. vLLM ({@code vllm/config/model.py}) and SGLang ({@code
 * sglang/srt/configs/model_config.py}) do not start for longer sequences than the configuration allows unless a variable of
 * the environment says so; TensorRT-LLM ({@code _torch/pyexecutor/model_engine.py}) starts for as many as it allows and refuses
 * longer requests.
 */
public final class LengthRule {

    private LengthRule() {}

    /** What keeps the named engine from starting; empty where none is named, or where it starts. */
    public static Optional<Violation> violation(Problem problem) {
        return problem.assumptions()
                .engine()
                .filter(engine -> exceeded(problem) && refuses(engine))
                .map(engine -> Violation.count(
                        Constraint.MODEL_LENGTH,
                        "/workload",
                        problem.workload().longestContext(),
                        problem.model().positions(),
                        behaviour(engine, problem) + " Shorten prompts and answers to that together; or stretch its"
                                + " rotary positions or set " + variable(engine)
                                + "=1, and state model.positions."));
    }

    /** A sentence where sequences are longer than the model's, with what engines, or the named one, make of it. */
    public static Optional<String> note(Problem problem) {
        if (!exceeded(problem)) {
            return Optional.empty();
        }
        String engines = problem.assumptions()
                .engine()
                .map(engine -> behaviour(engine, problem))
                .orElse("Engines refuse them by default: vLLM unless " + variable(Engine.VLLM) + "=1 is set beside "
                        + flag(Engine.VLLM) + ", SGLang unless " + variable(Engine.SGLANG) + "=1 beside "
                        + flag(Engine.SGLANG) + "; TensorRT-LLM lowers " + flag(Engine.TENSORRT_LLM) + ".");
        return Optional.of("Prompts and answers of up to "
                + Figures.count(problem.workload().longestContext()) + " tokens are longer than the "
                + positions(problem) + " of " + problem.model().name() + ". " + engines
                + " Of a model that is started for more, state model.positions.");
    }

    private static String behaviour(Engine engine, Problem problem) {
        return refuses(engine)
                ? engine.label() + " does not start with " + flag(engine) + " above the model's own "
                        + positions(problem) + "."
                : engine.label() + " lowers " + flag(engine) + " to them and refuses longer requests unless "
                        + variable(engine) + "=1 is set.";
    }

    private static boolean exceeded(Problem problem) {
        int positions = problem.model().positions();
        return !(problem.workload() instanceof Training)
                && positions > 0
                && problem.workload().longestContext() > positions;
    }

    private static String positions(Problem problem) {
        return Figures.number(problem.model().positions(), "position");
    }

    private static boolean refuses(Engine engine) {
        return switch (engine) {
            case VLLM, SGLANG -> true;
            case TENSORRT_LLM -> false;
        };
    }

    private static String flag(Engine engine) {
        return switch (engine) {
            case VLLM -> "--max-model-len";
            case SGLANG -> "--context-length";
            case TENSORRT_LLM -> "max_seq_len";
        };
    }

    /** The variable of the environment that lets an engine take longer sequences. */
    private static String variable(Engine engine) {
        return switch (engine) {
            case VLLM -> "VLLM_ALLOW_LONG_MAX_MODEL_LEN";
            case SGLANG -> "SGLANG_ALLOW_OVERWRITE_LONGER_CONTEXT_LEN";
            case TENSORRT_LLM -> "TLLM_ALLOW_LONG_MAX_MODEL_LEN";
        };
    }
}

package dev.meshwright.launch.rule;

import dev.meshwright.base.quantity.Figures;
import dev.meshwright.facts.engine.option.EngineOption;
import dev.meshwright.facts.engine.option.Meaning;
import dev.meshwright.launch.model.ModelFacts;
import java.util.OptionalInt;

/**
 * The longest sequence that a launch asks for against the model's own. vLLM ({@code vllm/config/model.py}) and SGLang ({@code
 * sglang/srt/configs/model_config.py}) refuse a longer one unless a variable of the environment allows it; TensorRT-LLM ({@code
 * _torch/pyexecutor/model_engine.py}) lowers it.
 */
final class LengthRules {

    private LengthRules() {}

    static void judge(Judgement judgement) {
        OptionalInt stated = judgement.pool().limits().modelLength();
        OptionalInt own = judgement.pool().facts().map(ModelFacts::length).orElse(OptionalInt.empty());
        if (stated.isEmpty() || own.isEmpty() || stated.getAsInt() <= own.getAsInt()) {
            return;
        }
        String flag = judgement.flag(Meaning.MODEL_LENGTH);
        String longer = Figures.count(stated.getAsInt()) + " tokens are more than the " + Figures.count(own.getAsInt())
                + " of the model's configuration";
        if (judgement.options().states(Meaning.MODEL_OVERRIDES)) {
            // What stands in the place of the configuration may stretch it.
            return;
        }
        String variable = variable(judgement);
        if (judgement.options().on(Meaning.LONGER_SEQUENCES)) {
            judgement.caution(
                    flag,
                    longer + "; " + variable + " lets the engine start, which answers as untrained beyond them",
                    flag + " " + own.getAsInt() + ", or rotary positions stretched by overrides of the configuration");
        } else if (judgement.options().server().engine().equals("tensorrt-llm")) {
            judgement.caution(
                    flag,
                    longer + ": the engine lowers it to them and refuses longer requests",
                    flag + " " + own.getAsInt() + ", or " + variable + "=1");
        } else {
            judgement.refused(flag, longer, flag + " " + own.getAsInt() + ", or " + variable + "=1");
        }
    }

    private static String variable(Judgement judgement) {
        return judgement.options().book().environment().stream()
                .filter(option ->
                        option.means().filter(Meaning.LONGER_SEQUENCES::equals).isPresent())
                .map(EngineOption::name)
                .findFirst()
                .orElseThrow();
    }
}

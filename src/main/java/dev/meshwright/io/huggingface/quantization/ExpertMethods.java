package dev.meshwright.io.huggingface.quantization;

import dev.meshwright.facts.model.Precision;
import dev.meshwright.io.huggingface.key.Section;
import java.util.Optional;
import java.util.function.Consumer;

/** Methods that treat routed experts unlike the rest of a model, and say so by their name alone. */
final class ExpertMethods {

    private ExpertMethods() {}

    /** The format of routed experts in SGLang's {@code w4afp8} and vLLM's {@code experts_int8}; empty in other methods. */
    static Optional<Format> format(String method, Section settings, Consumer<String> notes) {
        return switch (method) {
            case "w4afp8" -> {
                notes.accept(
                        "w4afp8: experts of 4 bits are multiplied in fp8 where a GPU has it; counted as expanded to 16"
                                + " bits, which is too slow for prompts and large batches");
                yield Format.ofAlgorithm("INT4", settings.number("group_size", 0));
            }
            case "experts_int8" -> Optional.of(Format.plain(Precision.INT8));
            default -> Optional.empty();
        };
    }
}

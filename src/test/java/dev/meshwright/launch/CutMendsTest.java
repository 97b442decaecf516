package dev.meshwright.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.launch.pool.Launch;
import dev.meshwright.launch.pool.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Launches that cut a model where it cannot be cut, by seed: every mend that is offered is one. */
class CutMendsTest {

    private static final int LAUNCHES = 600;

    private static final List<String> MODELS = List.of(
            "Qwen/Qwen3-235B-A22B-FP8",
            "Qwen/Qwen3-30B-A3B-FP8",
            "deepseek-ai/DeepSeek-R1",
            "deepseek-ai/DeepSeek-V2-Lite",
            "openai/gpt-oss-120b",
            "zai-org/GLM-4.5-FP8",
            "mistralai/Mixtral-8x7B-Instruct-v0.1",
            "meta-llama/Llama-3.1-8B");

    private static final List<Integer> DEGREES = List.of(1, 2, 3, 4, 5, 6, 8, 12, 16, 24, 32, 48, 64);

    private final Random random = new Random(16);

    private <T> T any(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    private String command() {
        int ranks = any(DEGREES);
        int data = any(List.of(1, 1, 2, 4));
        int expert = any(List.of(1, 2, ranks));
        return switch (random.nextInt(3)) {
            case 0 ->
                "vllm serve " + any(MODELS) + " --tensor-parallel-size " + ranks + " --data-parallel-size " + data
                        + (random.nextInt(3) == 0 ? " --enable-expert-parallel" : "");
            case 1 ->
                "sglang serve --model-path " + any(MODELS) + " --tp-size " + ranks * data
                        + (data > 1 ? " --dp-size " + data + " --enable-dp-attention" : "") + " --ep-size " + expert;
            default -> "trtllm-serve " + any(MODELS) + " --tp_size " + ranks + " --ep_size " + expert;
        };
    }

    private static List<Refusal> cuts(String command) {
        Launch launch = Reading.of("run.sh", command);
        return launch.refusals().stream()
                .filter(refusal -> refusal.kind() != Refusal.Kind.CAUTION)
                .filter(refusal -> refusal.reason().matches(".*(heads|width) .*"))
                .toList();
    }

    /** {@code --tp-size 4 or 8 or add --switch (words)} as the words that each of its mends adds to a command. */
    private static List<String> mends(String fix) {
        List<String> all = new ArrayList<>();
        String flag = "";
        for (String part : fix.replace(", or ", " or ").split(" or ")) {
            String plain = part.replaceAll("\\(.*\\)", "")
                    .replace("add ", "")
                    .replace(" and ", " ")
                    .strip();
            flag = plain.startsWith("-") ? plain.replaceFirst(" \\S+$", "") : flag;
            all.add(plain.startsWith("-") ? plain : flag + " " + plain);
        }
        return all;
    }

    @Test
    void everyMendIsOne() {
        int mended = 0;
        int broken = 0;
        for (int number = 0; number < LAUNCHES; number++) {
            String command = command();
            for (Refusal refusal : cuts(command)) {
                broken++;
                if (refusal.fix().contains("BF16")) {
                    continue;
                }
                assertThat(refusal.fix()).as(command + refusal.reason()).matches("(add )?--.*");
                for (String mend : mends(refusal.fix())) {
                    assertThat(cuts(command + " " + mend))
                            .as("%s: %s, mended by %s", command, refusal.reason(), mend)
                            .isEmpty();
                    mended++;
                }
            }
        }
        assertThat(broken).isGreaterThan(LAUNCHES / 4);
        assertThat(mended).isGreaterThan(LAUNCHES / 4);
    }

    /** A degree of a hundred million is refused as quickly as another. */
    @Test
    void hugeDegreesAreMended() {
        assertThat(cuts("vllm serve openai/gpt-oss-120b --tensor-parallel-size 99999999")
                        .getFirst()
                        .fix())
                .isEqualTo("--tensor-parallel-size 64");
    }
}

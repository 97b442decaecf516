package dev.meshwright.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.base.resource.ResourceText;
import dev.meshwright.launch.pool.Launch;
import dev.meshwright.launch.pool.Refusal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What rules of engines say of a launch, word by word: kind, flag, the arithmetic of the reason, and the mend. Launches that
 * stand at the border of a rule and break none have nothing under them.
 */
class RefusalsTest {

    /**
     * A launch and what is wrong with it.
     *
     * @param command of a script; V, S, R and T for how vLLM, SGLang, TensorRT-LLM and Megatron start, {@code @release} before it
     * @param said all of it, a line each
     */
    record Stated(String command, List<String> said) {

        @Override
        public String toString() {
            return command;
        }
    }

    static List<Stated> launches() {
        List<Stated> launches = new ArrayList<>();
        List<String> said = List.of();
        for (String line : ResourceText.of("/launch/refusals.txt").lines().toList()) {
            if (line.startsWith("    ")) {
                said.add(line.strip());
            } else if (!line.isBlank() && !line.startsWith("#")) {
                said = new ArrayList<>();
                launches.add(new Stated(line, said));
            }
        }
        return launches;
    }

    @ParameterizedTest
    @MethodSource("launches")
    void areSaidInFull(Stated stated) {
        assertThat(read(stated.command()).refusals().stream().map(RefusalsTest::line))
                .containsExactlyInAnyOrderElementsOf(stated.said());
    }

    /** What a mend says in flags is taken at its word: with it the same rule has nothing to say. */
    @Test
    void mendsMend() {
        int mended = 0;
        for (Stated stated : launches()) {
            for (Refusal refusal : read(stated.command()).refusals()) {
                String flags = refusal.fix().split(",? or |, ", 2)[0];
                if (flags.matches("(--?[\\w.-]+ \\d+ ?)+") && !stated.command().contains("\\n")) {
                    Launch again = read(stated.command() + " " + flags);
                    assertThat(again.refusals())
                            .as("%s with %s", stated.command(), flags)
                            .noneMatch(other -> other.kind() == refusal.kind()
                                    && other.flag().equals(refusal.flag())
                                    && !other.fix().equals("one of the two"));
                    mended++;
                }
            }
        }
        assertThat(mended).isGreaterThan(30);
    }

    private static String line(Refusal refusal) {
        return (refusal.kind().label() + " " + refusal.flag() + ": " + refusal.reason() + " => " + refusal.fix())
                .strip();
    }

    private static Launch read(String line) {
        int space = line.indexOf(' ');
        String release = line.startsWith("@") ? line.substring(1, space) : "";
        String command = (release.isEmpty() ? line : line.substring(space + 1))
                .replace("\\n", "\n")
                .replaceFirst("^V ", "vllm serve ")
                .replaceFirst("^S ", "sglang serve --model-path ")
                .replaceFirst("^R ", "trtllm-serve ")
                .replaceFirst("^T ", "torchrun --nproc_per_node 8 pretrain_gpt.py --bf16 ");
        return release.isEmpty() ? Reading.of("run.sh", command) : Reading.script(command, release);
    }
}

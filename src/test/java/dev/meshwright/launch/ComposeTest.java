package dev.meshwright.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.io.launch.LaunchFiles;
import dev.meshwright.launch.engine.Asked;
import dev.meshwright.launch.pool.Launch;
import dev.meshwright.launch.pool.Pool;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Compose files with variables. */
class ComposeTest {

    /** Docker compose fills variables in before it reads a service: defaults, one inside another, dollars doubled. */
    @Test
    void composeFilesAreInterpolated() {
        String text = """
                services:
                  a:
                    image: lmsysorg/sglang:${TAG-v0.5.5}
                    command: python3 -m sglang.launch_server --model-path ${MODEL:-Qwen/${NAME:-Qwen3-30B-A3B}} --tp-size ${TP:-4} --ep-size ${EP:-$EP_DEFAULT} ${EXTRA:+--unheard-of}
                    deploy: {resources: {reservations: {devices: [{driver: nvidia, count: 4, capabilities: [gpu]}]}}}
                  b:
                    image: busybox
                    command: echo $$TP
                """;
        Map<String, String> four = Map.of("EP", "4", "TAG", "v0.5.5");
        Pool pool = launched(text, four).pools().getFirst();
        assertThat(pool.layout().tensor()).isEqualTo(4);
        assertThat(pool.layout().expert()).hasValue(4);
        assertThat(pool.facts().orElseThrow().name()).isEqualTo("qwen3-30b-a3b");
        Pool other = launched(text, Map.of("EP", "2", "TP", "2", "MODEL", "openai/gpt-oss-20b"))
                .pools()
                .getFirst();
        assertThat(other.layout().tensor()).isEqualTo(2);
        assertThat(other.facts().orElseThrow().name()).isEqualTo("gpt-oss-20b");
        assertThat(Reading.faults("compose.yml", text))
                .singleElement()
                .asString()
                .contains(
                        "line 4",
                        "--ep-size $EP_DEFAULT",
                        "needs EP_DEFAULT, which nothing sets",
                        "--set EP_DEFAULT=VALUE");
    }

    private static Launch launched(String text, Map<String, String> set) {
        return LaunchFiles.of(List.of(new LaunchFile("compose.yml", text)), Asked.NOTHING, set);
    }
}

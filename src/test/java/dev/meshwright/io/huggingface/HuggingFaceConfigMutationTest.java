package dev.meshwright.io.huggingface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.facts.model.CacheSize;
import dev.meshwright.facts.model.FlopCount;
import dev.meshwright.facts.model.FlopCount.Convention;
import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.model.ParameterCount;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A damaged configuration is refused or read as a finite model, soon and in little memory; never anything else. */
@Tag("slow")
class HuggingFaceConfigMutationTest {

    private static final long SEED = 20_261_121L;
    private static final int MUTANTS_PER_BASE = 200;
    private static final long MOST_MILLISECONDS = 2_000;
    private static final long MOST_BYTES = 256L << 20;
    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static final List<String> VALUES = List.of(
            "null",
            "-1",
            "0",
            "1",
            "0.5",
            "1e18",
            "1e400",
            "-1e400",
            "NaN",
            "Infinity",
            "-Infinity",
            "2147483647",
            "2147483648",
            "9223372036854775808",
            "4294967296",
            "1000000",
            "65536",
            "\"text\"",
            "\"12\"",
            "\"\"",
            "true",
            "false",
            "[]",
            "{}",
            "[null]",
            "[[]]",
            "[1, 2]",
            "[1e18]",
            "{\"a\": 1}",
            "[\"x\"]",
            "[[[\"global\"], 1e9]]",
            "[\"full_attention\"]",
            "\"MMMM\"",
            "\"E\"",
            "\"0,1,x,,\"",
            "[-1]",
            "[0.5]");

    @Test
    void basesAreValid() {
        for (String base : SmallConfigs.ALL) {
            assertThat(ParameterCount.of(read(base)).total()).isPositive();
        }
    }

    @Test
    void oneValueOfEveryKeyReplacedByEveryOther() {
        for (String base : SmallConfigs.ALL) {
            List<String> keys = JsonDamage.paths(base);
            for (String key : keys) {
                for (String value : VALUES) {
                    attempt(JsonDamage.replaced(base, key, value));
                }
                attempt(JsonDamage.removed(base, key));
            }
        }
    }

    @Test
    void severalRandomDamages() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (String base : SmallConfigs.ALL) {
            for (int mutant = 0; mutant < MUTANTS_PER_BASE; mutant++) {
                String text = base;
                for (int damage = random.nextInt(1, 5); damage > 0; damage--) {
                    List<String> keys = JsonDamage.paths(text);
                    if (keys.isEmpty()) {
                        break;
                    }
                    String key = keys.get(random.nextInt(keys.size()));
                    String value = VALUES.get(random.nextInt(VALUES.size()));
                    // What only a lenient parser reads must come last, or the next damage could not be done.
                    boolean strict = !value.contains("N") && !value.contains("Inf") || value.startsWith("\"");
                    text = random.nextInt(4) == 0 || !strict
                            ? JsonDamage.removed(text, key)
                            : JsonDamage.replaced(text, key, value);
                }
                attempt(text);
            }
        }
    }

    @Test
    void cutAndGarbledText() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (String base : SmallConfigs.ALL) {
            String text = base;
            for (int cut = 0; cut < text.length(); cut += 7) {
                attempt(text.substring(0, cut));
            }
            for (int mutant = 0; mutant < MUTANTS_PER_BASE; mutant++) {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                for (int damage = random.nextInt(1, 6); damage > 0; damage--) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                }
                attempt(new String(bytes, StandardCharsets.ISO_8859_1));
            }
        }
        for (int mutant = 0; mutant < MUTANTS_PER_BASE; mutant++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            attempt(new String(bytes, StandardCharsets.ISO_8859_1));
        }
    }

    @Test
    void shapesThatAreNoConfiguration() {
        List<String> shapes =
                new ArrayList<>(List.of("", " ", "{}", "[]", "null", "1", "\"x\"", "[{}]", "{} {}", "{'a'}"));
        for (int depth : new int[] {10, 400, 5_000, 200_000}) {
            shapes.add("[".repeat(depth));
            shapes.add("{\"text_config\":".repeat(depth) + "{}" + "}".repeat(depth));
            shapes.add("{\"layer_types\":" + "[".repeat(depth) + "]".repeat(depth) + ",\"hidden_size\":8}");
        }
        shapes.add("{\"hidden_size\": 8, \"num_layers\": 10000, \"num_heads\": 1, \"vocab_size\": 8, \"x\": \""
                + "y".repeat(1 << 20) + "\"}");
        for (String shape : shapes) {
            attempt(shape);
        }
    }

    @Test
    void theLargestModelsThatAreReadAreFinite() {
        attempt(SmallConfigs.json("""
                {'model_type': 'qwen3_moe', 'hidden_size': 1048576, 'intermediate_size': 4194304,
                 'num_hidden_layers': 10000, 'num_attention_heads': 65536, 'head_dim': 1048576, 'num_experts': 65536,
                 'num_experts_per_tok': 65536, 'moe_intermediate_size': 4194304, 'vocab_size': 134217728}
                """));
    }

    /** Only our words and the place; nothing of the parser's own source description. */
    @Test
    void messagesOfSyntaxErrorsAreClean() {
        for (String text : List.of(
                "{",
                "{\"a\": [1, 2",
                "{\"a\" 1}",
                "{\"a\": tru}",
                "\u0000",
                "{\"a\": \"x",
                "{} {}",
                "{'a': 1}",
                "{\"a\": 1,}",
                "{\"a\": 01}",
                "[".repeat(2_000))) {
            assertThatThrownBy(() -> HuggingFaceConfig.read(text, "config.json", "x"))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("config.json")
                    .hasMessageNotContaining("Source:")
                    .hasMessageNotContaining("REDACTED")
                    .hasMessageNotContaining("start marker")
                    .hasMessageNotContaining("Feature")
                    .hasMessageNotContaining("`")
                    .hasMessageNotContaining("tools.jackson");
        }
    }

    private static Model read(String text) {
        return HuggingFaceConfig.read(text, "config.json", "mutant").model();
    }

    private static void attempt(String text) {
        String shown = text.length() > 2_000 ? text.substring(0, 2_000) : text;
        long thread = Thread.currentThread().threadId();
        long bytes = THREADS.getThreadAllocatedBytes(thread);
        long start = System.nanoTime();
        try {
            check(read(text), shown);
        } catch (InvalidInputException expected) {
            assertThat(expected.getMessage()).isNotBlank();
        } catch (RuntimeException | StackOverflowError unexpected) {
            throw new AssertionError("unexpected " + unexpected + " for " + shown, unexpected);
        }
        assertThat((System.nanoTime() - start) / 1_000_000).as(shown).isLessThan(MOST_MILLISECONDS);
        assertThat(THREADS.getThreadAllocatedBytes(thread) - bytes).as(shown).isLessThan(MOST_BYTES);
    }

    private static void check(Model model, String shown) {
        ParameterCount count = ParameterCount.of(model);
        assertThat(count.total()).as(shown).isPositive();
        assertThat(count.active()).as(shown).isBetween(1L, count.total());
        assertThat(count.totalWithPrediction()).as(shown).isGreaterThanOrEqualTo(count.total());
        assertThat(FlopCount.training(model, 1024, Convention.TRAINING))
                .as(shown)
                .isFinite()
                .isPositive();
        CacheSize cache = CacheSize.of(model);
        for (double size : new double[] {cache.bytesPerToken(), cache.bytesPerTokenPastWindows(), cache.stateBytes()}) {
            assertThat(size).as(shown).isFinite().isGreaterThanOrEqualTo(0);
        }
    }
}

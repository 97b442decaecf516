package dev.meshwright.base.quantity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.base.quantity.Quantity.Per;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers in running text, with units, nouns, ranges and what they are counted for. */
class MentionsTest {

    private static final long SEED = 20262;

    private static String shown(String text) {
        return String.join(
                " & ",
                Mentions.in(text).stream()
                        .map(mention -> (mention.number() + " [" + mention.unit() + "] " + mention.noun()).strip())
                        .toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "We need 64GB of 80 GiB. | 64 [GB] & 80 [GiB]",
                "It has 10B parameters, 1.5k tokens and 4B active parameters | 10 [B] parameters & 1.5 [k] tokens & 4 [B] parameters",
                "8 H200 GPUs, 16 x H100 or 8xB200 | 8 [] GPUs & 16 [] GPUs & 8 [] GPUs",
                "a 10240-token sequence, 8-way expert parallelism | 10240 [] tokens & 8 [] way",
                "10-20 ms or 7.1GB-13.7GB | 10-20 [ms] & 7.1 GB-13.7 [GB]",
                "~30 tokens/ms, about 2x, at least 100 W, <= 10 s, 100+ tokens/s |"
                        + " ~30 [tokens/ms] & ~2 [x] & \u2265 100 [W] & \u2264 10 [s] & \u2265 100 [tokens/s]",
                "GPU memory: 64GB > 13.7GB required | 64 [GB] & 13.7 [GB]",
                "120,000 tokens/second and 1.234,5 GB | 120,000 [tokens/second] & 1.234,5 [GB]",
                "TP8 and EP=3, top-2 routing | 8 [] & 3 [] & 2 []",
                "151,582% - impossible | 151,582 [%]",
                "240TFlops / 8GFLOPs/token = 30 tokens/ms | 240 [TFlops] & 8 [GFLOPs] & 30 [tokens/ms]",
                "30.5 B parameters, 3.3 B active and 15 T training tokens | 30.5 [B] parameters & 3.3 [B] & 15 [T] tokens",
                "see 3 B or 4 M and table 2 T | 3 [] & 4 [] & 2 []",
                "40 to 50 tokens/s, 20 ms to 25 ms | 40-50 [tokens/s] & 20 ms-25 [ms]",
                "from 80 GB to 40 GB, from 40 to 50 ms, 5 to 2 | 80 [GB] & 40 [GB] & 40 [] & 50 [ms] & 5 [] & 2 []",
                "EP-8 over 8 GPUs, ETP-2 over two, over 100 GB | 8 [] & 8 [] GPUs & 2 [] & \u2265 100 [GB]",
                "-5 % or .5 s | -5 [%] & .5 [s]",
            })
    void findsWhatPeopleWrite(String text, String expected) {
        assertThat(shown(text)).isEqualTo(expected);
    }

    @Test
    void namesDatesVersionsAndProductsAreNoNumbers() {
        assertThat(Mentions.in("On 2024-11-05 at 12:30 GPT-4, gpu_0, Qwen3-235B-A22B and CUDA 12.4.1; #17, 1:1"))
                .isEmpty();
        assertThat(Mentions.in("FP16")).as("may be a degree, like TP16").allMatch(Mention::named);
        assertThat(Mentions.in("the 4x4x2 layout of 3 \u00d7 512 \u00d7 1024 weights, 100/30"))
                .isEmpty();
    }

    @Test
    void whatTheyAreCountedFor() {
        assertThat(Mentions.in("2 experts per GPU per layer, 750 tok/s/GPU, 33 tokens/s per user, 8 GFLOPs/token"))
                .extracting(Mention::per)
                .containsExactly(Set.of(Per.GPU, Per.LAYER), Set.of(Per.GPU), Set.of(Per.USER), Set.of(Per.TOKEN));
    }

    @Test
    void valuesAreWhatClaimsRead() {
        Mention mention = Mentions.in("Total: ~19.2GB used").getFirst();
        assertThat(mention.value(Dimension.BYTES)).hasValue("~19.2 GB");
        assertThat(mention.value(Dimension.SECONDS)).isEmpty();
    }

    /** In whatever format a number stands in a sentence, it is found whole, and alone. */
    @Test
    void everyFormatIsFoundWhole() {
        Random random = new Random(SEED);
        List<String> units = List.of("GB", "GiB", "TB/s", "ms", "tokens/s", "TFLOP/s", "%", "W", "samples/s");
        List<String> sentences = List.of("It is %s here.", "%s", "Use (%s) of it", "Limit: %s, no more", "value=%s;");
        for (int round = 0; round < 2000; round++) {
            String unit = units.get(random.nextInt(units.size()));
            String number =
                    switch (random.nextInt(6)) {
                        case 0 -> String.format(Locale.ROOT, "%,d", random.nextInt(2_000_000));
                        case 1 -> String.format(Locale.ROOT, "%.2f", 1000 * random.nextDouble());
                        case 2 ->
                            String.format(Locale.ROOT, "%,d", 1000 + random.nextInt(2_000_000))
                                    .replace(',', '\u202f');
                        case 3 -> String.format(Locale.ROOT, "%d,%02d", random.nextInt(1000), random.nextInt(100));
                        case 4 -> random.nextInt(10) + "e" + random.nextInt(9);
                        default -> String.valueOf(random.nextInt(10_000));
                    };
            String written = number + (random.nextBoolean() ? " " : "") + unit;
            String text = sentences.get(random.nextInt(sentences.size())).formatted(written);
            List<Mention> mentions = Mentions.in(text);
            assertThat(mentions).as("seed " + SEED + ": " + text).hasSize(1);
            assertThat(mentions.getFirst().number()).as(text).isEqualTo(number);
            assertThat(mentions.getFirst().unit()).as(text).isEqualTo(unit);
        }
    }

    @Test
    void garbageEndsQuickly() {
        Random random = new Random(SEED);
        String letters = "0123456789.,-\u2013~<>=+ /xkGBs%()#_aA\u2009\u00b1";
        for (int round = 0; round < 300; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < 400; i++) {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
            for (Mention mention : Mentions.in(text.toString())) {
                assertThat(mention.start()).isBetween(0, mention.end());
                assertThat(mention.end()).isLessThanOrEqualTo(text.length());
            }
        }
    }
}

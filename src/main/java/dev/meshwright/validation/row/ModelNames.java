package dev.meshwright.validation.row;

import dev.meshwright.model.Model;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Models as measured rows name them: paths of checkpoints, whose format the row states apart. */
public final class ModelNames {

    /** What checkpoints add to a model's name: formats, tuning, versions and dates of release. */
    private static final Pattern CHECKPOINT =
            Pattern.compile("[-_.]((mx|nv)?fp\\d+|bf16|int\\d+|w\\d+a\\d+|awq|gptq|dynamic|block|modelopt|quantized"
                    + "|instruct|inst|chat|it|base|thinking|hf|preview|v\\d+(\\.\\d+)?|\\d{4}|\\d{6,8})$");

    private ModelNames() {}

    /** The model of a name: as it stands, else without the words that checkpoints add, one after the other. */
    public static Optional<Model> find(String name, Function<String, Optional<Model>> models) {
        String plain = plain(name);
        while (true) {
            Optional<Model> found = models.apply(plain);
            String shorter = CHECKPOINT.matcher(plain).replaceFirst("");
            if (found.isPresent() || shorter.equals(plain)) {
                return found;
            }
            plain = shorter;
        }
    }

    /** A name as the catalogue writes names: small letters, hyphens for spaces, no parentheses; GPT-3 is GPT. */
    static String plain(String name) {
        return name.substring(name.lastIndexOf('/') + 1)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[()]", "")
                .strip()
                .replaceAll("\\s+", "-")
                .replaceFirst("^gpt-3-", "gpt-");
    }
}

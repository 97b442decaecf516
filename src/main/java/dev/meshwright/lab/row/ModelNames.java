package dev.meshwright.lab.row;

import dev.meshwright.facts.model.Model;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Models as measured rows name them: paths of checkpoints, whose format the row states apart. */
public final class ModelNames {

    /** What checkpoints add to a model's name: formats, tuning, versions and dates of release. */
    private static final Pattern CHECKPOINT = Pattern.compile(
            "[-_.](w-(mx|nv)?fp\\d+-a-(mx|nv)?fp\\d+|(moe)?(mx|nv)?fp\\d+(a\\d+)?|bf16|int\\d+|\\d+-?bit|w\\d+a\\d+|q\\d(_\\w+)?"
                    + "|awq|gptq|asq|autoround|bnb|gguf|mlx|dynamic|static|block|kv|mtp|dspark|modelopt|quantized"
                    + "|instruct|inst|chat|it|base|thinking|hf|preview|v\\d+(\\.\\d+)?|\\d{4}|\\d{6,8})$");

    private static final Pattern FORMAT =
            Pattern.compile("(?<=[-_.])((?:mx|nv)?fp[48]|int[48]|w4a16|w8a8|awq|gptq|bf16)(?=[-_.]|$)");

    /** Owners and kinds that stand before a name: {@code Meta-Llama-3-70B}, {@code NVIDIA-Nemotron-3}, {@code MOE_Mixtral8x7B}. */
    private static final Pattern PREFIX = Pattern.compile("^(meta|nvidia|moe)[-_]");

    /** A folder in which the Hugging Face client keeps a model. */
    private static final Pattern CACHED = Pattern.compile("(?:.*/)?models--(?:[^/]*--)?([^/]+)(?:/.*)?");

    /** No name is longer. */
    private static final int LONGEST = 200;

    private ModelNames() {}

    /**
     * The model of a name: as it stands, else without the words that checkpoints add, one after the other, else without the
     * owner before it.
     */
    public static Optional<Model> find(String name, Function<String, Optional<Model>> models) {
        String plain = plain(name);
        if (plain.length() > LONGEST) {
            return Optional.empty();
        }
        String bare = PREFIX.matcher(plain).replaceFirst("");
        Optional<Model> found = shortened(plain, models);
        return found.isPresent() || bare.equals(plain) ? found : shortened(bare, models);
    }

    /** The format of the weights that the name of a checkpoint ends with, such as {@code fp8}; empty where it names none. */
    public static String format(String name) {
        String plain = plain(name);
        Matcher matcher = FORMAT.matcher(plain.substring(0, Math.min(plain.length(), LONGEST)));
        return matcher.find() ? matcher.group() : "";
    }

    private static Optional<Model> shortened(String name, Function<String, Optional<Model>> models) {
        String plain = name;
        while (true) {
            Optional<Model> found = models.apply(plain);
            String shorter = CHECKPOINT.matcher(plain).replaceFirst("");
            if (found.isPresent() || shorter.equals(plain)) {
                return found;
            }
            plain = shorter;
        }
    }

    /**
     * A name as the catalogue writes names: the last part of a path, without the tag behind a colon, in small letters, hyphens
     * for spaces, no parentheses; GPT-3 is GPT.
     */
    public static String plain(String name) {
        String path = name.strip().replace('\\', '/').replaceFirst("/+$", "");
        Matcher cached = CACHED.matcher(path);
        String last = cached.matches() ? cached.group(1) : path.substring(path.lastIndexOf('/') + 1);
        return last.replaceFirst(":[^:]*$", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[()]", "")
                .strip()
                .replaceAll("\\s+", "-")
                .replaceFirst("^gpt-3-", "gpt-");
    }
}

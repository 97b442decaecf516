package dev.meshwright.launch.source;

import dev.meshwright.launch.tree.Tree;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Kinds of GPUs in labels, names of recipes and of nodes. */
public final class Gpus {

    private static final Pattern KIND = Pattern.compile(
            "(?:^|[^a-z0-9])(gb?[23]00|b[123]00|h[128]00|h20|a100|l40s?|l4|v100|mi3[0-9]{2}x?|rtx[-_ ]?[a-z0-9-]+)(?:$|[^a-z0-9])");

    private Gpus() {}

    /** The kind that a text speaks of: {@code NVIDIA-B200}, {@code h200-sxm}; empty for none. */
    public static Optional<String> in(String text) {
        Matcher kind = KIND.matcher(text.toLowerCase(Locale.ROOT));
        return kind.find() ? Optional.of(kind.group(1)) : Optional.empty();
    }

    /** The kind that a selector of nodes asks for. */
    static Optional<String> in(Map<String, Tree> labels) {
        for (Tree label : labels.values()) {
            Optional<String> kind = label.text().flatMap(Gpus::in);
            if (kind.isPresent()) {
                return kind;
            }
        }
        return Optional.empty();
    }
}

package dev.meshwright.io.huggingface;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Which parts of a model a list of module patterns names. Lists hold regular expressions ({@code re:...}), globs,
 * full module names layer by layer, or fragments; a part counts as named when most layers' modules of it are.
 */
final class ModuleNames {

    /** Names that modules of a part have in checkpoints; one of them matching is enough. */
    static final List<String> ATTENTION = List.of(
            "self_attn.q_proj",
            "self_attn.o_proj",
            "self_attn.q_b_proj",
            "attn.wq_b",
            "linear_attn.in_proj_qkv",
            "linear_attn.in_proj_qkvz",
            "mixer.q_proj",
            "mixer.in_proj");

    static final List<String> DENSE = List.of("mlp.gate_proj", "mlp.up_proj", "mlp.down_proj", "mlp.gate_up_proj");
    static final List<String> SHARED = List.of(
            "mlp.shared_experts.down_proj",
            "mlp.shared_expert.down_proj",
            "ffn.shared_experts.w2",
            "mixer.shared_experts.down_proj",
            "feed_forward.shared_expert.down_proj");
    static final List<String> EXPERTS = List.of(
            "mlp.experts.0.down_proj",
            "mlp.experts.down_proj",
            "ffn.experts.0.w2",
            "block_sparse_moe.experts.0.w2",
            "mixer.experts.0.down_proj",
            "feed_forward.experts.down_proj",
            "experts.0.down_proj");

    /** More patterns than any checkpoint lists; the rest is not looked at. */
    private static final int MOST_PATTERNS = 20_000;

    private static final int LONGEST_PATTERN = 200;

    private final List<Pattern> everywhere = new ArrayList<>();
    private final List<Pattern> regular = new ArrayList<>();
    private final List<List<Pattern>> ofLayer = new ArrayList<>();
    private final boolean none;

    ModuleNames(List<String> patterns, int layers) {
        none = patterns.isEmpty();
        for (int layer = 0; layer < layers; layer++) {
            ofLayer.add(new ArrayList<>());
        }
        patterns.stream().limit(MOST_PATTERNS).forEach(this::add);
    }

    boolean none() {
        return none;
    }

    private void add(String pattern) {
        if (pattern.length() > LONGEST_PATTERN) {
            return;
        }
        try {
            if (pattern.startsWith("re:")) {
                regular.add(Pattern.compile(pattern.substring(3)));
                return;
            }
            int start = pattern.indexOf("layers.");
            String local = start < 0 ? pattern : pattern.substring(start + "layers.".length());
            int digits = 0;
            while (start >= 0 && digits < local.length() && digits < 6 && Character.isDigit(local.charAt(digits))) {
                digits++;
            }
            if (digits > 0) {
                int layer = Integer.parseInt(local.substring(0, digits));
                if (layer < ofLayer.size()) {
                    ofLayer.get(layer).add(glob(local.substring(digits)));
                }
            } else {
                // "layers.*.self_attn" names the module in every layer.
                everywhere.add(glob(start >= 0 && local.startsWith("*.") ? local.substring(2) : local));
            }
        } catch (PatternSyntaxException unusable) {
            // A pattern that is no regular expression exempts nothing.
            return;
        }
    }

    /** Stars match anything; a fragment must begin and end at module borders. */
    private static Pattern glob(String glob) {
        String trimmed = glob.startsWith(".") ? glob.substring(1) : glob;
        StringBuilder expression = new StringBuilder(trimmed.startsWith("*") ? "" : "(^|\\.)");
        for (String part : trimmed.split("(?<=\\*)|(?=\\*)", -1)) {
            expression.append(part.equals("*") ? ".*" : Pattern.quote(part));
        }
        return Pattern.compile(expression.append("($|\\.)").toString());
    }

    /** Whether most layers exempt a module of the part. */
    boolean mostly(List<String> part) {
        if (none || ofLayer.isEmpty()) {
            return false;
        }
        int named = 0;
        for (int layer = 0; layer < ofLayer.size(); layer++) {
            named += named(layer, part) ? 1 : 0;
        }
        return 2 * named > ofLayer.size();
    }

    private boolean named(int layer, List<String> part) {
        for (String module : part) {
            String full = "model.layers." + layer + "." + module;
            if (regular.stream().anyMatch(pattern -> pattern.matcher(full).matches())
                    || everywhere.stream()
                            .anyMatch(pattern -> pattern.matcher(module).find())
                    || ofLayer.get(layer).stream()
                            .anyMatch(pattern -> pattern.matcher(module).find())) {
                return true;
            }
        }
        return false;
    }
}

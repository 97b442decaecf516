package dev.meshwright.lab.row;

import dev.meshwright.facts.model.FeedForward;
import dev.meshwright.facts.model.FeedForward.Dense;
import dev.meshwright.facts.model.FeedForward.Mixture;
import dev.meshwright.facts.model.GroupedQueryAttention;
import dev.meshwright.facts.model.Layer;
import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.model.Precisions;
import dev.meshwright.facts.model.TokenMixer;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Models that no catalogue has, from what a row says of their architecture. */
public final class StatedModel {

    private StatedModel() {}

    /**
     * A plain decoder stated as {@code layers=40 hidden=5120 heads=40 ffn=20480 vocab=50272}, with {@code kv=8} where
     * heads share keys; empty where layers, hidden width, heads or vocabulary are not stated. Feed-forward parts are four
     * times as wide as the hidden state where nothing is said, and have no gate unless {@code gated} is said.
     */
    public static Optional<Model> decoder(String name, String words) {
        OptionalInt layers = number(words, "layers=(\\d+)");
        OptionalInt hidden = number(words, "hidden=(\\d+)");
        OptionalInt heads = number(words, "heads=(\\d+)");
        OptionalInt vocabulary = number(words, "vocab=(\\d+)");
        if (layers.isEmpty() || hidden.isEmpty() || heads.isEmpty() || vocabulary.isEmpty()) {
            return Optional.empty();
        }
        int width = hidden.getAsInt();
        int keyHeads = number(words, "kv=(\\d+)").orElse(heads.getAsInt());
        boolean gated = words.toLowerCase(Locale.ROOT).contains("gated");
        Layer layer = new Layer(
                new GroupedQueryAttention(heads.getAsInt(), keyHeads, width / heads.getAsInt()),
                new Dense(number(words, "ffn=(\\d+)").orElse(4 * width), gated, false));
        return Optional.of(new Model(
                name,
                width,
                vocabulary.getAsInt(),
                true,
                0,
                Collections.nCopies(layers.getAsInt(), layer),
                List.of(),
                Precisions.BF16));
    }

    /**
     * A single mixture without attention, stated as {@code hidden 7168, moe_ffn 2048, 32 experts top8, 8 groups/4};
     * empty where hidden width, experts, their width or their number per token are not stated.
     *
     * @param gated whether experts are gated
     */
    public static Optional<Model> mixtureLayer(String name, String words, boolean gated) {
        OptionalInt hidden = number(words, "hidden (\\d+)");
        OptionalInt width = number(words, "moe_ffn (\\d+)");
        OptionalInt experts = number(words, "(\\d+) experts");
        OptionalInt perToken = number(words, "top-?(\\d+)");
        if (hidden.isEmpty() || width.isEmpty() || experts.isEmpty() || perToken.isEmpty()) {
            return Optional.empty();
        }
        FeedForward mixture = new Mixture(
                experts.getAsInt(),
                perToken.getAsInt(),
                width.getAsInt(),
                gated,
                false,
                0,
                false,
                0,
                number(words, "(\\d+) groups/\\d+").orElse(1),
                number(words, "\\d+ groups/(\\d+)").orElse(1));
        return Optional.of(new Model(
                name,
                hidden.getAsInt(),
                1,
                true,
                0,
                List.of(new Layer(new TokenMixer.None(), mixture)),
                List.of(),
                Precisions.BF16));
    }

    private static OptionalInt number(String words, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(words);
        return matcher.find() && matcher.group(1).length() < 10
                ? OptionalInt.of(Integer.parseInt(matcher.group(1)))
                : OptionalInt.empty();
    }
}

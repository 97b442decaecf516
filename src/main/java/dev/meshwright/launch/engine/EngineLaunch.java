package dev.meshwright.launch.engine;

import dev.meshwright.facts.engine.option.Meaning;
import dev.meshwright.launch.model.ModelFacts;
import dev.meshwright.launch.option.Options;
import dev.meshwright.launch.pool.Balancer;
import dev.meshwright.launch.pool.Limits;
import dev.meshwright.launch.pool.PoolLayout;
import dev.meshwright.launch.pool.Speculation;
import dev.meshwright.launch.pool.TrainingPart;
import dev.meshwright.launch.source.Role;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What the options of one engine mean. */
sealed interface EngineLaunch permits VllmLaunch, SglangLaunch, TensorRtLaunch, MegatronLaunch {

    /** The degrees. */
    PoolLayout layout(Options options, Optional<ModelFacts> model);

    /** Limits; what nobody states stays empty. */
    Limits limits(Options options);

    /** Slots beyond one for each expert. */
    OptionalInt redundantExperts(Options options, Optional<ModelFacts> model);

    /** How slots are filled. */
    Optional<Balancer> balancer(Options options);

    /** The role that the options give; empty where they give none. */
    Optional<Role> role(Options options);

    /** What a training states. */
    default Optional<TrainingPart> training(Options options) {
        return Optional.empty();
    }

    /** Drafting, which engines state by a method and up to three numbers. */
    default Optional<Speculation> speculation(Options options) {
        return options.text(Meaning.SPECULATION_METHOD)
                .map(method -> new Speculation(
                        method,
                        options.integer(Meaning.SPECULATION_STEPS),
                        options.integer(Meaning.SPECULATION_TOP),
                        options.integer(Meaning.SPECULATION_DRAFTS)));
    }

    /** Limits under the names of the engine. */
    static Limits limits(Options options, boolean ofRank) {
        return new Limits(
                options.integer(Meaning.MODEL_LENGTH),
                options.integer(Meaning.SEQUENCES),
                options.integer(Meaning.TOKENS_PER_STEP),
                ofRank,
                options.setting(Meaning.MEMORY_SHARE)
                        .map(setting -> setting.option().orElseThrow().name())
                        .orElse(""),
                options.number(Meaning.MEMORY_SHARE),
                options.integer(Meaning.CACHE_TOKENS));
    }

    /** Layers of each stage as a list that somebody states. */
    static Optional<List<Integer>> partition(Options options) {
        return options.text(Meaning.LAYER_PARTITION)
                .map(text -> Arrays.stream(text.replaceAll("[\\s\\[\\]]", "").split(","))
                        .filter(part -> part.matches("\\d{1,6}"))
                        .map(Integer::valueOf)
                        .toList());
    }
}

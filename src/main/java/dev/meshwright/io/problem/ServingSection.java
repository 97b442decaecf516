package dev.meshwright.io.problem;

import dev.meshwright.facts.engine.EngineSetup;
import dev.meshwright.facts.engine.EngineVersion;
import dev.meshwright.facts.problem.Assumptions;
import dev.meshwright.facts.problem.Assumptions.Engine;
import dev.meshwright.io.problem.speculation.SpeculationSection;
import dev.meshwright.io.tree.TreeReader;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** The {@code serving} of a problem file: how its engine is started; what is left out is the engine's default. */
final class ServingSection {

    static final List<String> FIELDS = List.of(
            "memoryShare",
            "sequences",
            "tokensPerStep",
            "chunkedPrefill",
            "mixedChunks",
            "graphSizes",
            "speculation",
            "layerwiseTransfer");

    private static final String LAYERWISE =
            "Caches go to the decode pool layer by layer while prompts are read: first tokens wait for what is left of the transfer after the"
                    + " last layer. Connectors do so that say it (vLLM's P2pNcclConnector); others begin when a prompt is read.";

    private static final int MOST_SEQUENCES = 1_000_000;
    private static final int MOST_TOKENS = 100_000_000;
    private static final double LEAST_SHARE = 1e-4;

    private final TreeReader root;
    private final List<String> notes;

    ServingSection(TreeReader root, List<String> notes) {
        this.root = root;
        this.notes = notes;
    }

    /** {@code assumptions} with what the section and {@code assumptions.engineVersion} say. */
    Assumptions addedTo(Assumptions assumptions) {
        Optional<TreeReader> section = root.child("serving").filter(place -> place.object(FIELDS));
        Optional<EngineVersion> version = root.child("assumptions")
                .filter(TreeReader::isObject)
                .flatMap(place -> place.child("engineVersion"))
                .flatMap(this::version);
        boolean training = assumptions.setup().training().isPresent();
        if (assumptions.engine().isEmpty() && version.isPresent() && !training) {
            notes.add("engineVersion has no effect: assumptions name no engine.");
        }
        EngineSetup setup = new EngineSetup(
                version,
                count(section, "sequences", MOST_SEQUENCES),
                count(section, "tokensPerStep", MOST_TOKENS),
                truth(section, "chunkedPrefill"),
                truth(section, "mixedChunks"),
                section.flatMap(found -> found.child("graphSizes"))
                        .map(place -> place.integers(1, MOST_SEQUENCES))
                        .orElse(List.of()),
                assumptions.setup().training(),
                SpeculationSection.of(root),
                truth(section, "layerwiseTransfer").orElse(false));
        if (assumptions.engine().isEmpty()
                && (setup.sequences().isPresent() || setup.tokensPerStep().isPresent())) {
            notes.add(
                    "The sequences and tokensPerStep of serving are those of vLLM's loop: assumptions name no engine.");
        }
        if (setup.mixedChunks().isPresent() && !assumptions.engine().equals(Optional.of(Engine.SGLANG))) {
            notes.add("mixedChunks has no effect: it is a setting of SGLang, and the others always mix.");
        }
        if (setup.layerwiseTransfer()) {
            notes.add(LAYERWISE);
        }
        Assumptions started = assumptions.withSetup(setup);
        OptionalDouble share = share(section, assumptions);
        return share.isPresent() ? started.withMemoryFraction(share.getAsDouble()) : started;
    }

    private OptionalDouble share(Optional<TreeReader> section, Assumptions assumptions) {
        Optional<TreeReader> place = section.flatMap(found -> found.child("memoryShare"));
        OptionalDouble share =
                place.map(found -> found.fraction(LEAST_SHARE, 1)).orElse(OptionalDouble.empty());
        OptionalDouble other = assumptions.memoryFraction();
        if (share.isPresent() && other.isPresent() && share.getAsDouble() != other.getAsDouble()) {
            place.orElseThrow()
                    .fault(
                            "contradicts assumptions.memoryFraction, " + other.getAsDouble(),
                            "Maybe state one of them.");
        }
        return share;
    }

    private static OptionalInt count(Optional<TreeReader> section, String field, int most) {
        return section.flatMap(found -> found.child(field))
                .map(place -> place.integer(1, most))
                .orElse(OptionalInt.empty());
    }

    private static Optional<Boolean> truth(Optional<TreeReader> section, String field) {
        return section.flatMap(found -> found.child(field)).flatMap(TreeReader::truth);
    }

    /** Quoted: YAML takes 0.20 for the number 0.2. */
    private Optional<EngineVersion> version(TreeReader place) {
        String text = place.scalarText().orElse("");
        Optional<EngineVersion> version = place.node().isString() ? EngineVersion.of(text) : Optional.empty();
        if (version.isEmpty()) {
            String maybe = place.node().isNumber() ? "Maybe \"" + text + "\", in quotes." : "Maybe \"0.21\".";
            place.fault("must be a release such as \"0.21\", in quotes", maybe);
        }
        return version;
    }
}

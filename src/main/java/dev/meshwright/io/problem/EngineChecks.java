package dev.meshwright.io.problem;

import dev.meshwright.facts.engine.EngineVersion;
import dev.meshwright.facts.problem.Assumptions;
import dev.meshwright.facts.problem.SearchLimits;
import dev.meshwright.facts.workload.Workload;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.io.tree.TreeReader;
import dev.meshwright.layout.engine.KnownEngine;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What must hold between the engine that a problem names and the rest of it. */
final class EngineChecks {

    private final TreeReader root;
    private final Assumptions assumptions;
    private final List<String> notes;

    EngineChecks(TreeReader root, Assumptions assumptions, List<String> notes) {
        this.root = root;
        this.assumptions = assumptions;
        this.notes = notes;
    }

    void check(Optional<Workload> workload, SearchLimits limits) {
        Optional<KnownEngine> engine = assumptions
                .engine()
                .map(Assumptions.Engine::label)
                .or(() -> assumptions.setup().training().map(framework -> framework.label()))
                .flatMap(KnownEngine::find);
        if (engine.isEmpty()) {
            child("search", "engineSpace")
                    .ifPresent(place -> notes.add("search.engineSpace has no effect: assumptions name no engine."));
            return;
        }
        engine.ifPresent(this::version);
        workload.ifPresent(work -> kind(engine.get(), work instanceof Training));
        if (engine.get().trains()) {
            root.child("serving")
                    .ifPresent(place -> place.fault(
                            "has no meaning: " + engine.get().name() + " trains",
                            "Maybe leave it out, or name an inference engine."));
            slots(engine.get(), limits);
        }
    }

    private void kind(KnownEngine engine, boolean training) {
        if (engine.trains() == training) {
            return;
        }
        String maybe = KnownEngine.all().stream()
                .filter(other -> other.trains() == training)
                .map(KnownEngine::label)
                .collect(Collectors.joining(" or "));
        child("assumptions", "engine")
                .ifPresent(place -> place.fault(
                        engine.label()
                                + (training
                                        ? " serves models, and the workload trains one"
                                        : " trains models, and the workload serves one"),
                        "Maybe " + maybe + "."));
    }

    private void version(KnownEngine engine) {
        Optional<EngineVersion> version = assumptions.setup().version();
        if (version.isPresent() && !engine.knows(version.get())) {
            child("assumptions", "engineVersion")
                    .ifPresent(place -> place.fault(
                            "is no release of " + engine.name() + " that is known: " + engine.oldest() + " to "
                                    + engine.newest() + " are",
                            "Maybe leave it out for \"" + engine.newest() + "\"."));
        }
    }

    private void slots(KnownEngine engine, SearchLimits limits) {
        child("search", "redundantSlotsPerRank")
                .filter(place -> limits.redundantSlotsPerRank() > 0)
                .ifPresent(place ->
                        place.fault(engine.name() + " has no redundant experts", "Maybe 0, or engineSpace: false."));
    }

    private Optional<TreeReader> child(String section, String field) {
        return root.child(section).filter(TreeReader::isObject).flatMap(place -> place.child(field));
    }
}

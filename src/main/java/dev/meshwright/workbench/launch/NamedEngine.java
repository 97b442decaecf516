package dev.meshwright.workbench.launch;

import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.facts.engine.EngineSetup;
import dev.meshwright.facts.engine.EngineVersion;
import dev.meshwright.facts.engine.TrainingEngine;
import dev.meshwright.facts.problem.Assumptions;
import dev.meshwright.facts.problem.Assumptions.Engine;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.problem.SearchLimits;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.io.problem.ProblemDocument;
import dev.meshwright.layout.engine.KnownEngine;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The problem for the engine that starts a plan, whose rules hold whatever the search was allowed. */
public final class NamedEngine {

    private NamedEngine() {}

    /**
     * The problem of a request with its engine and release.
     *
     * @throws InvalidInputException where no engine is named, or one or a release that is not known for this work
     */
    static ProblemDocument of(ExportRequest request) {
        return of(request.check().problem(), request.engine(), request.version());
    }

    /**
     * A problem with another engine or release than its own, where one is asked for.
     *
     * @throws InvalidInputException where no engine is named, or one or a release that is not known for this work
     */
    public static ProblemDocument of(ProblemDocument stated, Optional<String> asked, Optional<EngineVersion> version) {
        Problem problem = stated.problem();
        boolean training = problem.workload() instanceof Training;
        Assumptions assumptions = problem.assumptions();
        EngineSetup setup = assumptions.setup();
        Optional<String> label = asked.or(problem::engine);
        List<String> known = KnownEngine.all().stream()
                .filter(engine -> engine.trains() == training)
                .map(KnownEngine::label)
                .toList();
        if (label.isEmpty() || !known.contains(label.get())) {
            throw Exporting.fault(
                    "--engine",
                    label.orElse(""),
                    label.isEmpty() ? "is needed: the problem names no engine" : "is no engine for this work",
                    "Maybe one of: " + String.join(", ", known) + ".");
        }
        boolean other = !label.equals(problem.engine());
        Assumptions named = training
                ? assumptions.withSetup(setup.training(training(label.get())))
                : assumptions.withEngine(serving(label.get()));
        EngineSetup own = named.setup();
        named = named.withSetup(new EngineSetup(
                version.or(() -> other ? Optional.empty() : own.version()),
                own.sequences(),
                own.tokensPerStep(),
                own.chunkedPrefill(),
                own.mixedChunks(),
                own.graphSizes(),
                own.training(),
                own.speculation(),
                own.layerwiseTransfer()));
        requireRelease(label.get(), named.setup());
        SearchLimits limits = problem.limits().withEngineSpace(true);
        return new ProblemDocument(problem.withAssumptions(named).withLimits(limits), stated.notes(), stated.digest());
    }

    private static void requireRelease(String label, EngineSetup setup) {
        KnownEngine engine = KnownEngine.find(label).orElseThrow();
        setup.version().filter(version -> !engine.knows(version)).ifPresent(version -> {
            throw Exporting.fault(
                    "--engine-version",
                    version.toString(),
                    "is no release of " + label + " that is known",
                    "Maybe one from " + engine.oldest() + " to " + engine.newest() + ".");
        });
    }

    private static Optional<TrainingEngine> training(String label) {
        return Arrays.stream(TrainingEngine.values())
                .filter(engine -> engine.label().equals(label))
                .findFirst();
    }

    private static Engine serving(String label) {
        return Arrays.stream(Engine.values())
                .filter(engine -> engine.label().equals(label))
                .findFirst()
                .orElseThrow();
    }
}

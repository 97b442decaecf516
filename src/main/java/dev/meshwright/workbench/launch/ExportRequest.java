package dev.meshwright.workbench.launch;

import dev.meshwright.answer.launch.ProblemPlace;
import dev.meshwright.facts.engine.EngineVersion;
import dev.meshwright.launch.export.Target;
import dev.meshwright.workbench.CheckRequest;
import java.util.Optional;

/**
 * Asks for the files that start a plan.
 *
 * @param check the plan and its problem
 * @param engine that starts it, in place of the problem's own
 * @param version release of it, in place of the problem's own
 * @param checkpoint name or folder of the weights, in place of the model's name
 * @param image of containers, in place of the engine's own
 * @param target what starts it
 * @param drift loads over time that decide whether experts move; empty where none were recorded
 * @param problemFile of the problem, as seen from where all is written; empty where there is none
 * @param fallback whether the best plan without a GPU, or a node, is written beside it
 */
public record ExportRequest(
        CheckRequest check,
        Optional<String> engine,
        Optional<EngineVersion> version,
        Optional<String> checkpoint,
        Optional<String> image,
        Target target,
        Optional<RecordedDrift> drift,
        Optional<String> problemFile,
        boolean fallback) {

    /** The problem's file, where it alone says what is predicted: recorded loads beside it would be missing. */
    Optional<ProblemPlace> whole() {
        return drift.isPresent()
                ? Optional.empty()
                : problemFile.map(path -> new ProblemPlace(path, check.problem().digest()));
    }

    /** A plan as its problem says, by scripts. */
    public static ExportRequest of(CheckRequest check) {
        return new ExportRequest(
                check,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Target.SHELL,
                Optional.empty(),
                Optional.empty(),
                false);
    }
}

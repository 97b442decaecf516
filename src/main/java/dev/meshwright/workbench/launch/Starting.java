package dev.meshwright.workbench.launch;

import dev.meshwright.answer.SearchAnswer;
import dev.meshwright.answer.json.PlanDocument;
import dev.meshwright.answer.launch.StartScript;
import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.io.launch.written.ExportFiles;
import dev.meshwright.io.plan.PlanFiles;
import dev.meshwright.io.tree.Documents;
import dev.meshwright.io.tree.InputFile;
import dev.meshwright.launch.LaunchFile;
import dev.meshwright.layout.draft.PlanDraft;
import dev.meshwright.workbench.CheckRequest;
import dev.meshwright.workbench.SearchRequest;
import dev.meshwright.workbench.Watch;
import dev.meshwright.workbench.Workbench;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What starts an answer, by the engine that its problem names. */
public final class Starting {

    private Starting() {}

    /** The script that starts what a search found, read as anybody's plan is; empty where no engine is named or it takes no such plan. */
    public static Optional<StartScript> of(
            Workbench workbench, SearchRequest request, SearchAnswer.Found found, Watch watch) {
        return of(workbench, asked(request, found), watch);
    }

    /** What a search found, as a plan that is to be checked. */
    public static CheckRequest asked(SearchRequest request, SearchAnswer.Found found) {
        PlanDraft plan = PlanFiles.read(new InputFile("plan.json", Documents.toJson(PlanDocument.of(found))));
        return new CheckRequest(
                request.problem(), plan, request.constants(), List.of(), OptionalInt.empty(), false, request.effort());
    }

    /** The script that starts a plan; empty where no engine is named or it takes no such plan. */
    public static Optional<StartScript> of(Workbench workbench, CheckRequest request, Watch watch) {
        if (request.problem().problem().engine().isEmpty()) {
            return Optional.empty();
        }
        try {
            Exporting.Outcome outcome = Exporting.of(workbench, ExportRequest.of(quick(request)), watch);
            List<LaunchFile> files = ExportFiles.starting(outcome.files());
            return outcome.answer()
                    .filter(answer -> !files.isEmpty())
                    .map(answer -> new StartScript(
                            answer.ordered().book().engine(),
                            files.getFirst().name(),
                            files.getFirst().text(),
                            files.size(),
                            answer.notes()));
        } catch (InvalidInputException e) {
            // The engine takes no such plan; export says why.
            return Optional.empty();
        }
    }

    /** What starts a plan does not depend on what requests wait for. */
    private static CheckRequest quick(CheckRequest request) {
        return new CheckRequest(
                request.problem(),
                request.plan(),
                request.constants(),
                List.of(),
                request.checkpointingAbove(),
                false,
                request.effort());
    }
}

package dev.meshwright.workbench.rival;

import dev.meshwright.answer.SearchAnswer;
import dev.meshwright.cost.engine.Question;
import dev.meshwright.facts.problem.Objective;
import dev.meshwright.question.scale.Sensitivity;
import dev.meshwright.question.search.Placers;
import dev.meshwright.workbench.SearchRequest;
import dev.meshwright.workbench.SizeSearching;
import dev.meshwright.workbench.Watch;
import dev.meshwright.workbench.Workbench;
import java.util.Optional;

/** What a tenth more of each resource is worth to a layout that a search found. */
public final class ResourceWorth {

    private ResourceWorth() {}

    /** Its rows; empty where the search looked for something else than throughput, or where time is up. */
    public static Optional<Sensitivity> of(
            Workbench workbench, SearchRequest request, SearchAnswer.Found found, Watch watch) {
        Question question = workbench.question(request.problem().problem(), request.constants());
        Placers placers = workbench.placers(request.effort(), watch);
        if (question.problem().objective() != Objective.THROUGHPUT || placers.cancelled()) {
            return Optional.empty();
        }
        int gpus = question.problem().cluster().gpus();
        return Optional.of(
                Sensitivity.of(question, gpus, found.argument().winner(), new SizeSearching(placers, watch)));
    }
}

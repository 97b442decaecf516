package dev.meshwright.workbench.front;

import dev.meshwright.answer.FrontAnswer;
import dev.meshwright.io.problem.ProblemDocument;
import dev.meshwright.question.front.Front;
import dev.meshwright.question.front.FrontSearch;
import dev.meshwright.replay.deployment.LoopReplays;
import dev.meshwright.workbench.SearchRequest;
import dev.meshwright.workbench.Watch;
import dev.meshwright.workbench.Workbench;
import java.util.List;

/**
 * Answers what a cluster gives when users wait longer. The front is the closed form's; the loop of each of its points is replayed.
 *
 * @param workbench whose constants and solvers are taken
 */
public record Fronting(Workbench workbench) {

    /** Fronts by a workbench of their own. */
    public Fronting() {
        this(new Workbench());
    }

    /** The front by so many searches at most, or where the problem lists concurrencies, the most tokens for each of them. */
    public FrontAnswer answer(SearchRequest request, int searches, Watch watch) {
        ProblemDocument document = request.problem();
        FrontSearch search = new FrontSearch(
                workbench.question(document.problem(), request.constants()),
                workbench.placers(request.effort(), watch));
        List<Integer> concurrencies = document.concurrencies();
        Front front = concurrencies.isEmpty() ? search.over(searches) : search.over(concurrencies);
        return new FrontAnswer(
                search.replayed(front, new LoopReplays(true, request.effort().seed())),
                Workbench.notes(document, request.constants()),
                Workbench.provenance(document, request.effort()));
    }
}

package dev.meshwright.workbench.front;

import dev.meshwright.answer.FrontAnswer;
import dev.meshwright.io.problem.ProblemDocument;
import dev.meshwright.question.front.FrontSearch;
import dev.meshwright.workbench.SearchRequest;
import dev.meshwright.workbench.Watch;
import dev.meshwright.workbench.Workbench;
import java.util.List;

/**
 * Answers what a cluster gives when users wait longer. Times are the closed form's.
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
        return new FrontAnswer(
                concurrencies.isEmpty() ? search.over(searches) : search.over(concurrencies),
                Workbench.notes(document, request.constants()),
                Workbench.provenance(document, request.effort()));
    }
}

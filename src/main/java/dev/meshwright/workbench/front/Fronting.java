package dev.meshwright.workbench.front;

import dev.meshwright.answer.FrontAnswer;
import dev.meshwright.answer.SearchAnswer;
import dev.meshwright.question.front.Allowance;
import dev.meshwright.question.front.Front;
import dev.meshwright.question.front.FrontSearch;
import dev.meshwright.replay.deployment.LoopReplays;
import dev.meshwright.workbench.SearchRequest;
import dev.meshwright.workbench.Watch;
import dev.meshwright.workbench.Workbench;
import java.util.List;
import java.util.Optional;

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

    /**
     * What comes cheaply of the front beside the answer of a search, whose plan is its slow end; empty where there is no time between
     * tokens, or no plan. No loop is replayed for it.
     */
    public Optional<FrontAnswer> beside(SearchRequest request, SearchAnswer answer, Watch watch) {
        if (!FrontSearch.possible(answer.problem().workload())
                || !(answer instanceof SearchAnswer.Found || answer instanceof SearchAnswer.Split)) {
            return Optional.empty();
        }
        Front front = search(request, watch).within(Allowance.BESIDE_A_SEARCH, answer.slowest());
        return front.points().isEmpty() ? Optional.empty() : Optional.of(answer(request, front));
    }

    private FrontSearch search(SearchRequest request, Watch watch) {
        return new FrontSearch(
                workbench.question(request.problem().problem(), request.constants()),
                workbench.placers(request.effort(), watch));
    }

    private static FrontAnswer answer(SearchRequest request, Front front) {
        return new FrontAnswer(
                front,
                Workbench.notes(request.problem(), request.constants()),
                Workbench.provenance(request.problem(), request.effort()));
    }

    /** The front by so many searches at most, or where the problem lists concurrencies, the most tokens for each of them. */
    public FrontAnswer answer(SearchRequest request, int searches, Watch watch) {
        FrontSearch search = search(request, watch);
        List<Integer> concurrencies = request.problem().concurrencies();
        Front front = concurrencies.isEmpty() ? search.over(searches) : search.over(concurrencies);
        return answer(
                request,
                search.replayed(front, new LoopReplays(true, request.effort().seed())));
    }
}

package dev.meshwright.workbench.front;

import dev.meshwright.answer.FrontAnswer;
import dev.meshwright.answer.SearchAnswer;
import dev.meshwright.io.problem.ProblemDocument;
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

    /** Searches of a front that stands beside another answer. */
    private static final int BESIDE = 7;

    /** Fronts by a workbench of their own. */
    public Fronting() {
        this(new Workbench());
    }

    /**
     * The front that the answer of a search lies on, by few searches and without replays; empty where there is no time between tokens, or
     * where time is up.
     */
    public static Optional<FrontAnswer> beside(
            Workbench workbench, SearchRequest request, SearchAnswer answer, Watch watch) {
        boolean found =
                switch (answer) {
                    case SearchAnswer.Found one -> true;
                    case SearchAnswer.Split pools -> true;
                    case SearchAnswer.NothingFound none -> false;
                    case SearchAnswer.NoneYet none -> false;
                    case SearchAnswer.NoPools none -> false;
                };
        boolean asked =
                found && FrontSearch.possible(request.problem().problem().workload());
        if (!asked || workbench.placers(request.effort(), watch).cancelled()) {
            return Optional.empty();
        }
        ProblemDocument document = request.problem();
        Front front = new FrontSearch(
                        workbench.question(document.problem(), request.constants()),
                        workbench.placers(request.effort(), watch))
                .over(BESIDE);
        return Optional.of(front)
                .filter(points -> points.points().size() > 1)
                .map(points -> new FrontAnswer(
                        points,
                        Workbench.notes(document, request.constants()),
                        Workbench.provenance(document, request.effort())));
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

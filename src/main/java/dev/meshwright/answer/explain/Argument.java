package dev.meshwright.answer.explain;

import dev.meshwright.answer.explain.judgement.Assessment;
import dev.meshwright.answer.explain.judgement.Uncertainty;
import dev.meshwright.answer.explain.shortage.Shortage;
import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.LengthSweep;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.question.search.EngineComparison;
import dev.meshwright.question.search.SearchResult;
import dev.meshwright.question.search.SearchResult.Candidate;
import dev.meshwright.question.search.SearchResult.Closest;
import java.util.List;
import java.util.Optional;

/**
 * The argument for the best layout that a search found.
 *
 * @param problem it was found for
 * @param circumstances what was given up to find anything, such as targets; empty where nothing was
 * @param winner the layout and its evaluation, with derivations
 * @param assessment what to make of what it costs
 * @param batchLimit what an eighth more sequences would do, as the rest of a sentence; empty where the problem
 *     fixes their number
 * @param proof why nothing else is better
 * @param rivals the runners-up and why each lost
 * @param engines what it costs that an engine must be able to express it
 * @param sweep the same layout at every sequence length; empty where the problem has one
 * @param choice what to make of rivals within the model's uncertainty; empty where none is
 * @param misses cuts that nearly work, the closest first
 */
public record Argument(
        Problem problem,
        String circumstances,
        Candidate winner,
        Assessment assessment,
        Optional<String> batchLimit,
        Proof proof,
        List<Rival> rivals,
        EnginePrices engines,
        LengthSweep sweep,
        Optional<String> choice,
        List<Closest> misses) {

    public Argument {
        rivals = List.copyOf(rivals);
        misses = List.copyOf(misses);
    }

    /** The simplest layout that measurements may not tell apart from the winner; empty where that is the winner. */
    public Optional<Rival> simpler() {
        return Simplicity.simpler(winner.layout().degrees(), rivals);
    }

    /**
     * Argues for the best layout of {@code result}, where engines were not compared.
     *
     * @param circumstances what was given up to find anything; empty where nothing was
     * @throws java.util.NoSuchElementException if the search found none; see {@link Shortage}
     */
    public static Argument of(CostModel costModel, SearchResult result, String circumstances) {
        return of(costModel, result, costModel.problem(), circumstances, EngineComparison.NONE);
    }

    /**
     * The same for the best layout of what is left of the problem once targets are given up.
     *
     * @param engines what engines cannot express
     * @param searched the problem that {@code result} proves something of
     */
    public static Argument of(
            CostModel costModel,
            SearchResult result,
            Problem searched,
            String circumstances,
            EngineComparison engines) {
        Candidate found = result.best().orElseThrow();
        Evaluation explained = costModel.explain(found.layout());
        Candidate winner = new Candidate(
                found.layout(),
                found.served()
                        .map(served ->
                                served.judged(explained, costModel.problem().targets()))
                        .orElse(explained),
                found.bound(),
                found.placementGap(),
                found.bounded(),
                found.served());
        Rivalry rivalry = new Rivalry(costModel, winner);
        Problem problem = costModel.problem();
        List<Rival> rivals = result.runnersUp().stream().map(rivalry::judge).toList();
        return new Argument(
                problem,
                circumstances,
                winner,
                Assessment.of(problem, winner.layout(), winner.evaluation(), winner.served())
                        .withHeadroom(costModel),
                BatchLimit.of(costModel, winner.layout()),
                Proof.of(searched, result),
                rivals,
                EnginePrices.of(problem, winner, result.gap(), engines),
                LengthSweep.of(costModel.question(), winner.layout()),
                Uncertainty.verdict(
                                problem,
                                rivals.stream().filter(Rival::withinUncertainty).count())
                        .map(verdict ->
                                verdict + Simplicity.sentence(winner.layout().degrees(), rivals)),
                result.misses());
    }

    /** The same argument, whose proof says of the other deployment what is known. */
    public Argument beside(OtherDeployment other) {
        return new Argument(
                problem,
                circumstances,
                winner,
                assessment,
                batchLimit,
                proof.beside(other),
                rivals,
                engines,
                sweep,
                choice,
                misses);
    }

    /** What another layout lacks beside the best one. */
    public Rival rival(CostModel costModel, Candidate other) {
        return new Rivalry(costModel, winner).judge(other);
    }
}

package dev.meshwright.question.scale;

import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.engine.Question;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.problem.SearchLimits;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Layout;
import dev.meshwright.layout.rule.LayoutRules;
import dev.meshwright.question.scale.node.Size;
import dev.meshwright.question.scale.node.SizeSearcher;
import dev.meshwright.question.search.SearchResult.Candidate;
import dev.meshwright.question.search.space.LayoutSpace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a tenth more of each resource or assumption is worth to a plan: its parallel degrees stay, its batch is chosen
 * again, its experts and layers are placed again. A plan that was polished stays what it is: what is found for a change is
 * never less than the same layout makes under it.
 *
 * @param gpus of the plan
 * @param layout of the plan, in short
 * @param tokensPerSecond of the plan
 * @param rows largest gain first
 */
public record Sensitivity(int gpus, String layout, double tokensPerSecond, List<Row> rows) {

    public Sensitivity {
        rows = List.copyOf(rows);
    }

    /**
     * One change.
     *
     * @param what is changed
     * @param change by how much
     * @param tokensPerSecond with it
     * @param gain of throughput over the plan's, as a share of it
     */
    public record Row(String what, String change, double tokensPerSecond, double gain) {}

    /** The sensitivities of the best layout of {@code size}, which must have one. */
    static Sensitivity of(Size size, SizeSearcher searcher) {
        return of(size.costModel().question(), size.gpus(), size.best().orElseThrow(), searcher);
    }

    /**
     * The sensitivities of a layout.
     *
     * @param gpus of the cluster
     * @param best the layout, an answer to {@code question}
     */
    public static Sensitivity of(Question question, int gpus, Candidate best, SizeSearcher searcher) {
        Degrees degrees = best.layout().degrees();
        Problem plan = question.problem()
                .withLimits(sameDegrees(degrees, question.problem().limits()));
        Candidate base = better(best, searched(question.with(plan), searcher));
        double now = tokensPerSecond(base.evaluation());
        List<Row> rows = new ArrayList<>();
        for (Change change : Change.of(plan)) {
            searcher.progress("sensitivity to " + change.what());
            Question changed = question.with(change.changed());
            double found = searched(changed, searcher)
                    .map(one -> tokensPerSecond(one.evaluation()))
                    .orElse(0.0);
            double reached = Math.max(found, kept(base.layout(), changed));
            rows.add(new Row(change.what(), change.change(), reached, reached / now - 1));
        }
        rows.sort(Comparator.comparingDouble(Row::gain).reversed());
        return new Sensitivity(gpus, degrees.shortName(), now, rows);
    }

    private static Optional<Candidate> searched(Question question, SizeSearcher searcher) {
        return searcher.search(new CostModel(question), new LayoutSpace(question.problem()))
                .best();
    }

    private static Candidate better(Candidate polished, Optional<Candidate> searched) {
        return searched.filter(found -> tokensPerSecond(found.evaluation()) > tokensPerSecond(polished.evaluation()))
                .orElse(polished);
    }

    private static double tokensPerSecond(Evaluation evaluation) {
        return evaluation.performance().tokensPerSecond();
    }

    /** Tokens per second of a layout as it stands; 0 where it is no answer to {@code question}. */
    private static double kept(Layout layout, Question question) {
        Problem problem = question.problem();
        OptionalInt asked = problem.workload().stepSequences();
        boolean covers = asked.isEmpty() || layout.degrees().sequences(problem.workload()) >= asked.getAsInt();
        if (!covers || !new LayoutRules(problem).violations(layout).isEmpty()) {
            return 0;
        }
        Evaluation evaluation = new CostModel(question).evaluate(layout);
        return evaluation.feasible() && !evaluation.late() ? tokensPerSecond(evaluation) : 0;
    }

    private static SearchLimits sameDegrees(Degrees degrees, SearchLimits limits) {
        return new SearchLimits(
                        List.of(degrees.tensor()),
                        List.of(degrees.data()),
                        List.of(degrees.expert()),
                        List.of(degrees.expertTensor()),
                        List.of(degrees.pipeline()),
                        List.of(degrees.replicas()),
                        limits.microBatch(),
                        limits.maxPipeline(),
                        limits.tensorWithinNode(),
                        limits.redundantSlotsPerRank())
                .withEngines(limits);
    }
}

package dev.meshwright.question.scale;

import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.engine.Question;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.problem.SearchLimits;
import dev.meshwright.layout.Degrees;
import dev.meshwright.question.scale.node.Size;
import dev.meshwright.question.scale.node.SizeSearcher;
import dev.meshwright.question.search.SearchResult;
import dev.meshwright.question.search.space.LayoutSpace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What a tenth more of each resource or assumption is worth to a plan: its parallel degrees stay, its batch is chosen
 * again, its experts and layers are placed again.
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
        Degrees degrees = size.best().orElseThrow().layout().degrees();
        Question question = size.costModel().question();
        Problem plan = question.problem()
                .withLimits(sameDegrees(degrees, question.problem().limits()));
        double base = Math.max(size.tokensPerSecond(), tokensPerSecond(question.with(plan), searcher));
        List<Row> rows = new ArrayList<>();
        for (Change change : Change.of(plan)) {
            searcher.progress("sensitivity to " + change.what());
            double changed = tokensPerSecond(question.with(change.changed()), searcher);
            rows.add(new Row(change.what(), change.change(), changed, changed / base - 1));
        }
        rows.sort(Comparator.comparingDouble(Row::gain).reversed());
        return new Sensitivity(size.gpus(), degrees.shortName(), base, rows);
    }

    private static double tokensPerSecond(Question question, SizeSearcher searcher) {
        SearchResult result = searcher.search(new CostModel(question), new LayoutSpace(question.problem()));
        return result.best()
                .map(best -> best.evaluation().performance().tokensPerSecond())
                .orElse(0.0);
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
                limits.redundantSlotsPerRank());
    }
}

package dev.meshwright.lab.inference;

import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.cost.uncertainty.Measure;
import dev.meshwright.lab.row.Catalogues;
import dev.meshwright.lab.row.Outcome;
import dev.meshwright.lab.row.Outcome.Term;
import dev.meshwright.lab.row.RowLabels;
import dev.meshwright.lab.row.UnpredictableRowException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What the cost model says of published deployments behind an engine and of units of large-scale expert parallelism.
 *
 * @param catalogues what rows are predicted with
 */
public record InferenceOutcomes(Catalogues catalogues) {

    /**
     * A predicted figure and what it takes for granted.
     *
     * @param outcome measured and predicted
     * @param assumed what the row does not state
     */
    public record Predicted(Outcome outcome, List<String> assumed) {}

    /**
     * The figure of a row.
     *
     * @throws UnpredictableRowException if something is unknown, missing or does not fit together
     */
    public Predicted of(InferenceRow row, RowLabels labels) {
        if (row.speculative()) {
            throw new UnpredictableRowException("speculative decoding without an accept length");
        }
        InferenceCase deployed = InferenceCase.of(row, catalogues);
        DeploymentTimes times = new DeploymentTimes(deployed);
        Outcome outcome = Outcome.predicted(
                labels, row.kind().measure(), row.measured(), times.figure(), terms(times, row.kind()));
        return new Predicted(outcome, deployed.assumed());
    }

    /**
     * Tokens per second and GPU of a unit of large-scale expert parallelism.
     *
     * @throws UnpredictableRowException if something is unknown, missing or does not fit together
     */
    public Outcome rate(LargeScaleRow row, RowLabels labels) {
        double fastest = LargeScaleCase.of(row, catalogues.models(), catalogues.gpus()).stream()
                .mapToDouble(unit -> unit.tokensPerSecondPerGpu(
                        new CostModel(catalogues.question(unit.problem())).evaluate(unit.layout())))
                .max()
                .orElseThrow();
        return Outcome.predicted(labels, Measure.THROUGHPUT, row.tokensPerSecondPerGpu(), fastest, List.of());
    }

    /** Parts of a latency; a throughput has none that add up to it. */
    private static List<Term> terms(DeploymentTimes times, InferenceRow.Kind kind) {
        return switch (kind) {
            case PROMPT_LATENCY -> terms(times.prompt());
            case TOKEN_LATENCY -> terms(times.step(times.meanContext()));
            case STATIC_BATCH, IN_FLIGHT, MAXIMAL_LOAD -> List.of();
        };
    }

    private static List<Term> terms(Evaluation evaluation) {
        List<Term> terms = new ArrayList<>();
        double rest = evaluation.performance().stepSeconds();
        for (Evaluation.Phase phase : evaluation.phases()) {
            terms.add(new Term(phase.component().label(), phase.seconds()));
            rest -= phase.seconds();
        }
        terms.add(new Term("step overhead and pipeline", rest));
        terms.sort(Comparator.comparingDouble(Term::amount).reversed());
        return terms;
    }
}

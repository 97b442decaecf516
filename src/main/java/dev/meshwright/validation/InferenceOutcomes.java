package dev.meshwright.validation;

import dev.meshwright.cost.Evaluation;
import dev.meshwright.validation.Outcome.Term;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What the cost model says of published deployments behind an engine.
 *
 * @param catalogues what rows are predicted with
 */
record InferenceOutcomes(Catalogues catalogues) {

    /**
     * A predicted figure and what it takes for granted.
     *
     * @param outcome measured and predicted
     * @param assumed what the row does not state
     */
    record Predicted(Outcome outcome, List<String> assumed) {}

    /**
     * The figure of a row.
     *
     * @throws UnpredictableRowException if something is unknown, missing or does not fit together
     */
    Predicted of(InferenceRow row, RowLabels labels) {
        if (row.speculative()) {
            throw new UnpredictableRowException("speculative decoding without an accept length");
        }
        InferenceCase deployed = InferenceCase.of(row, catalogues);
        DeploymentTimes times = new DeploymentTimes(deployed);
        Outcome outcome = Outcome.predicted(
                labels, row.kind().measure(), row.measured(), times.figure(), terms(times, row.kind()));
        return new Predicted(outcome, deployed.assumed());
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

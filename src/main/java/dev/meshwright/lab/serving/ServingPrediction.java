package dev.meshwright.lab.serving;

import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.engine.EngineConstants;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.lab.row.Catalogues;
import dev.meshwright.lab.row.Outcome;
import dev.meshwright.lab.row.UnpredictableRowException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What the cost model says of a measured serving row.
 *
 * @param replayed what the clients of its benchmark wait for
 * @param firstTokenTerms what the mean time to first token consists of, largest first, seconds
 * @param outputTokenTerms what the mean time per output token consists of, largest first, seconds
 */
public record ServingPrediction(
        ReplayedServing replayed, List<Outcome.Term> firstTokenTerms, List<Outcome.Term> outputTokenTerms) {

    public ServingPrediction {
        firstTokenTerms = List.copyOf(firstTokenTerms);
        outputTokenTerms = List.copyOf(outputTokenTerms);
    }

    /** Mean over requests. */
    public double timeToFirstTokenSeconds() {
        return replayed.firstToken().mean();
    }

    /** Mean over the tokens of a request after its first. */
    public double timePerOutputTokenSeconds() {
        return replayed.outputToken().mean();
    }

    /**
     * The prediction for a row.
     *
     * @param recipe what is known of its settings
     * @throws UnpredictableRowException if the model or GPU is unknown or the degrees do not fit together
     */
    public static ServingPrediction of(ServingRow row, ServingRecipe recipe, Catalogues catalogues) {
        MeasuredServing measured = MeasuredServing.of(row, recipe, catalogues);
        ReplayedServing replayed = measured.replayed(catalogues, catalogues.engines());
        return new ServingPrediction(
                replayed, sorted(firstToken(replayed)), sorted(perOutputToken(measured, catalogues, replayed)));
    }

    private static List<Outcome.Term> perOutputToken(
            MeasuredServing measured, Catalogues catalogues, ReplayedServing replayed) {
        EngineConstants constants = measured.ofItsAge(catalogues.engines());
        ServingCase served = measured.guessing(constants);
        CostModel costModel = new CostModel(catalogues.question(served.problem()), constants);
        Evaluation evaluation = costModel.evaluate(served.layout());
        double tokensPerStep = costModel.engine().tokensPerDecodeStep();
        List<Outcome.Term> terms = new ArrayList<>();
        for (Evaluation.Phase phase : evaluation.phases()) {
            terms.add(new Outcome.Term(phase.component().label(), phase.seconds() / tokensPerStep));
        }
        double phases = terms.stream().mapToDouble(Outcome.Term::amount).sum();
        terms.add(new Outcome.Term("step overhead and pipeline", replayed.decodeStep() - phases));
        terms.add(new Outcome.Term(
                "prompts of other sequences", replayed.outputToken().mean() - replayed.decodeStep()));
        return terms;
    }

    private static List<Outcome.Term> firstToken(ReplayedServing replayed) {
        return List.of(
                new Outcome.Term("request", replayed.request()),
                new Outcome.Term("queue and step in progress", replayed.waiting() - replayed.request()),
                new Outcome.Term("steps with the prompt", replayed.firstToken().mean() - replayed.waiting()));
    }

    private static List<Outcome.Term> sorted(List<Outcome.Term> terms) {
        return terms.stream()
                .sorted(Comparator.comparingDouble(Outcome.Term::amount).reversed())
                .toList();
    }
}

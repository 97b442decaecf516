package dev.meshwright.lab.serving;

import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.engine.EngineConstants;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.cost.evaluation.ServingTimes;
import dev.meshwright.lab.row.Catalogues;
import dev.meshwright.lab.row.Outcome;
import dev.meshwright.lab.row.UnpredictableRowException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What the cost model says of a measured serving row.
 *
 * @param timeToFirstTokenSeconds mean over requests
 * @param timePerOutputTokenSeconds mean over the tokens of a request after its first
 * @param firstTokenTerms what the first consists of, largest first, seconds
 * @param outputTokenTerms what the second consists of, largest first, seconds
 */
public record ServingPrediction(
        double timeToFirstTokenSeconds,
        double timePerOutputTokenSeconds,
        List<Outcome.Term> firstTokenTerms,
        List<Outcome.Term> outputTokenTerms) {

    public ServingPrediction {
        firstTokenTerms = List.copyOf(firstTokenTerms);
        outputTokenTerms = List.copyOf(outputTokenTerms);
    }

    /**
     * The prediction for a row.
     *
     * @param recipe what is known of its settings
     * @throws UnpredictableRowException if the model or GPU is unknown or the degrees do not fit together
     */
    public static ServingPrediction of(ServingRow row, ServingRecipe recipe, Catalogues catalogues) {
        MeasuredServing measured = MeasuredServing.of(row, recipe, catalogues);
        ServingTimes times = measured.times(catalogues, EngineConstants.standard());
        return new ServingPrediction(
                measured.timeToFirstTokenSeconds(times),
                measured.timePerOutputTokenSeconds(times),
                sorted(firstToken(measured, times)),
                sorted(perOutputToken(measured, catalogues, times)));
    }

    private static List<Outcome.Term> perOutputToken(
            MeasuredServing measured, Catalogues catalogues, ServingTimes times) {
        ServingCase served = measured.verifying();
        EngineConstants constants = measured.ofItsAge(EngineConstants.standard());
        Evaluation evaluation =
                new CostModel(catalogues.question(served.problem()), constants).evaluate(served.layout());
        double tokensPerStep = times.meanStep() / times.perOutputToken();
        List<Outcome.Term> terms = new ArrayList<>();
        for (Evaluation.Phase phase : evaluation.phases()) {
            terms.add(new Outcome.Term(phase.component().label(), phase.seconds() / tokensPerStep));
        }
        double step = times.decodeStep() / tokensPerStep;
        double phases = terms.stream().mapToDouble(Outcome.Term::amount).sum();
        terms.add(new Outcome.Term(
                measured.recipe().drafts() > 0 ? "drafts, step overhead and pipeline" : "step overhead and pipeline",
                step - phases));
        terms.add(new Outcome.Term("prompts of other sequences", measured.timePerOutputTokenSeconds(times) - step));
        return terms;
    }

    private static List<Outcome.Term> firstToken(MeasuredServing measured, ServingTimes times) {
        double first = measured.inWaves() ? 1 : 1.0 / MeasuredServing.REQUESTS_PER_CLIENT;
        double queue = measured.queueSeconds(times);
        return List.of(
                new Outcome.Term("request", times.requestHandling()),
                new Outcome.Term("step in progress and polling", (times.waitSteps() - first) * times.meanStep()),
                new Outcome.Term("step with the prompt", (1 - first) * times.promptStep()),
                new Outcome.Term("burst at the start", first * times.burst().untilRead()),
                new Outcome.Term(
                        "held back by settings",
                        (1 - first) * (times.heldSteps() * times.meanStep() + measured.waitSeconds(times))),
                new Outcome.Term("queue for the cache", measured.inWaves() ? queue : (1 - first) * queue));
    }

    private static List<Outcome.Term> sorted(List<Outcome.Term> terms) {
        return terms.stream()
                .sorted(Comparator.comparingDouble(Outcome.Term::amount).reversed())
                .toList();
    }
}

package dev.meshwright.validation;

import dev.meshwright.cluster.Gpu;
import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.EfficiencySource;
import dev.meshwright.cost.EngineConstants;
import dev.meshwright.cost.ServingTimes;
import dev.meshwright.layout.Degrees;
import dev.meshwright.model.Model;
import java.util.Optional;
import java.util.function.Function;

/**
 * A measured row as the benchmark drove it: a fixed number of clients that send all their first requests at once and each
 * next one when an answer is complete, {@value #REQUESTS_PER_CLIENT} requests per client.
 *
 * <p>So one request in {@value #REQUESTS_PER_CLIENT} meets the burst at the start. Requests beyond those whose cache fits
 * wait for a place, by Little's law as long as the others' lives share the places. Answers of equal length keep requests
 * in the order in which their prompts were read, one step after the other: each arrives while its predecessor's prompt is
 * read, and waits for that step instead of one of average length.
 *
 * @param row with the lengths that requests have on average
 * @param served the deployment with as many sequences as fit
 * @param recipe how long the benchmark's settings hold requests back
 * @param equalLengths whether all answers are equally long
 */
record MeasuredServing(ServingRow row, ServingCase served, ServingRecipe recipe, boolean equalLengths) {

    /** InferenceX sends ten requests per client. */
    static final int REQUESTS_PER_CLIENT = 10;

    static MeasuredServing of(
            ServingRow row,
            Function<String, Optional<Model>> models,
            Function<String, Optional<Gpu>> gpus,
            EfficiencySource efficiencies) {
        ServingRow drawn = row.withMeanLengths();
        return new MeasuredServing(
                drawn,
                Admission.admitted(ServingCase.of(drawn, models, gpus), drawn, efficiencies),
                ServingRecipe.of(row),
                drawn.equals(row));
    }

    /** What requests wait for. */
    ServingTimes times(EfficiencySource efficiencies, EngineConstants constants) {
        return new CostModel(served.problem(), efficiencies, constants)
                .servingTimes(served.layout().degrees());
    }

    /** Mean time to first token over all requests. */
    double timeToFirstTokenSeconds(ServingTimes times) {
        double first = 1.0 / REQUESTS_PER_CLIENT;
        return (1 - first) * (times.firstToken() + waitSeconds(times) + queueSeconds(times))
                + first * times.firstTokenInBurst();
    }

    /** Wait of a request beyond a step of average length: for the recipe's settings, and for its predecessor's prompt. */
    double waitSeconds(ServingTimes times) {
        double predecessor = equalLengths ? Math.max(0, times.promptStep() - times.perOutputToken()) : 0;
        return predecessor + recipe.waitSteps() * times.perOutputToken();
    }

    /** Wait of a request for a place, once all clients are served in turn. */
    double queueSeconds(ServingTimes times) {
        Degrees degrees = served.layout().degrees();
        double places = (double) degrees.sequencesPerRank() * degrees.data() * degrees.replicas();
        double waiting = Math.max(0, row.concurrency() - places);
        return waiting / places * row.outputTokens() * times.perOutputToken();
    }
}

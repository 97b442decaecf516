package dev.meshwright.lab.serving;

import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.engine.EngineConstants;
import dev.meshwright.cost.evaluation.ServingTimes;
import dev.meshwright.facts.problem.Assumptions.Engine;
import dev.meshwright.lab.row.Catalogues;
import dev.meshwright.layout.Degrees;

/**
 * A measured row as the benchmark drove it: a fixed number of clients that send all their first requests at once and each
 * next one when an answer is complete, {@value #REQUESTS_PER_CLIENT} requests per client.
 *
 * <p>So one request in {@value #REQUESTS_PER_CLIENT} meets the burst at the start. Requests beyond those whose cache fits
 * wait for a place, by Little's law as long as the others' lives share the places.
 *
 * <p>Answers of equal length keep requests in the order in which their prompts were read, one step after the other, like a
 * train: they end in consecutive steps, and their successors' prompts are read in consecutive steps again. While one of
 * them waits w steps, the prompts of those before it are read: all of its steps carry a prompt but for the first w of the
 * train of n, whose i-th one meets i - 1. Of n w steps, {@code n w - w (w + 1)/2} do.
 *
 * <p>An engine that gives prompts steps of their own lets nobody decode while any wait. Equal answers then go in waves: all
 * prompts are read, all sequences decode together, all end in the same step and all clients send their next request. A
 * sequence waits once for the prompts behind its own, and decodes without prompts from then on.
 *
 * @param row with the lengths that requests have on average
 * @param served the deployment with as many sequences as fit
 * @param recipe how long the benchmark's settings hold requests back
 * @param equalLengths whether all answers are equally long
 * @param age of the software that ran
 */
public record MeasuredServing(
        ServingRow row, ServingCase served, ServingRecipe recipe, boolean equalLengths, SoftwareAge age) {

    /** InferenceX sends ten requests per client. */
    static final int REQUESTS_PER_CLIENT = 10;

    /**
     * What a row measured.
     *
     * @param recipe what is known of its settings
     * @throws dev.meshwright.lab.row.UnpredictableRowException if something is unknown or does not fit together
     */
    public static MeasuredServing of(ServingRow row, ServingRecipe recipe, Catalogues catalogues) {
        ServingRow deployed = recipe.deployed(row);
        ServingRow drawn = deployed.withMeanLengths();
        ServingCase labelled = ServingCase.of(drawn, catalogues.models(), catalogues.gpus());
        ServingCase wanted = recipe.cache().map(labelled::withCache).orElse(labelled);
        return new MeasuredServing(
                drawn,
                recipe.limited(drawn, Admission.admitted(wanted, drawn, catalogues)),
                recipe,
                drawn.equals(deployed),
                SoftwareAge.of(
                        row.built(), Releases.model(wanted.problem().model().name())));
    }

    /** What requests wait for, in seconds. */
    public ServingTimes times(Catalogues catalogues, EngineConstants constants) {
        CostModel model = new CostModel(catalogues.question(served.problem()), ofItsAge(constants));
        ServingTimes plain = model.servingTimes(served.layout().degrees());
        if (recipe.drafts() == 0) {
            return plain;
        }
        return new Speculation(recipe.drafts(), constants.value("speculation.acceptedShare"))
                .times(
                        plain,
                        model.decodePass(served.layout().degrees()),
                        model.decodePass(verifying().layout().degrees()),
                        served.problem().model().depth());
    }

    /** The deployment with a sequence for every position that a decode step computes. */
    ServingCase verifying() {
        return recipe.drafts() == 0
                ? served
                : served.admitting(row, served.layout().degrees().microBatch() * (1 + recipe.drafts()));
    }

    /** The engine's constants as they were when it was measured, with the recipe's settings. */
    EngineConstants ofItsAge(EngineConstants constants) {
        return constants.slowed(age.slowdown(constants)).with(recipe.engine());
    }

    /** Whether all sequences start and end together. */
    boolean inWaves() {
        return equalLengths && row.engine() == Engine.SGLANG;
    }

    /** Mean seconds between tokens after the first. */
    public double timePerOutputTokenSeconds(ServingTimes times) {
        return inWaves()
                ? times.decodeStep() * times.perOutputToken() / times.meanStep()
                        + times.burst().behind() / Math.max(1, row.outputTokens() - 1)
                : times.perOutputToken();
    }

    /** Mean seconds to the first token over all requests. */
    public double timeToFirstTokenSeconds(ServingTimes times) {
        if (inWaves()) {
            return times.firstTokenInBurst() + queueSeconds(times);
        }
        double first = 1.0 / REQUESTS_PER_CLIENT;
        return (1 - first) * (times.firstToken() + waitSeconds(times) + queueSeconds(times))
                + first * times.firstTokenInBurst();
    }

    /** Wait of a request beyond steps of average length: for the recipe's settings, and for the prompts before its own. */
    double waitSeconds(ServingTimes times) {
        double arrivalsPerStep = (double) row.concurrency() / row.outputTokens();
        return recipe.waitSteps(arrivalsPerStep) * times.meanStep() + (equalLengths ? trainSeconds(times) : 0);
    }

    private double trainSeconds(ServingTimes times) {
        double steps = times.waitSteps();
        double train = served.layout().degrees().sequencesPerRank();
        double withPrompts = Math.max(0, 1 - (steps + 1) / (2 * train));
        return steps * withPrompts * Math.max(0, times.promptStep() - times.meanStep());
    }

    /** Wait of a request for a place, once all clients are served in turn. */
    double queueSeconds(ServingTimes times) {
        Degrees degrees = served.layout().degrees();
        double places = (double) degrees.sequencesPerRank() * degrees.data() * degrees.replicas();
        double waiting = Math.max(0, row.concurrency() - places);
        return waiting / places * row.outputTokens() * timePerOutputTokenSeconds(times);
    }
}

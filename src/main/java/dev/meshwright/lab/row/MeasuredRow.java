package dev.meshwright.lab.row;

import dev.meshwright.facts.cluster.Gpu;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * A row of a file of measurements, read once. Only its {@link MeasurementKind} knows columns; whoever predicts, compares or
 * fits rows asks what they are.
 */
public sealed interface MeasuredRow {

    /** What every row says of itself. */
    Source source();

    /** The prediction, or why there is none. Never fails. */
    default RowPrediction predict(Catalogues catalogues) {
        return switch (this) {
            case Served served -> served.ran().predict(catalogues);
            case Run run -> run.ran().predict(catalogues);
            case Started started -> started.ran().predict(catalogues);
            case Unreadable unreadable -> unreadable.prediction();
        };
    }

    /**
     * Requests served with a fixed number of them in flight.
     *
     * @param campaign model, GPU, engine and harness: what somebody measured at one time in one way
     */
    record Served(Source source, String campaign, Load load, RowCase ran) implements MeasuredRow {}

    /** One run of anything else: a step, a pass, a layer, a unit. */
    record Run(Source source, RowCase ran) implements MeasuredRow {}

    /**
     * An engine that was started.
     *
     * @param runs whether it came up and could serve; empty where the row does not say
     */
    record Started(Source source, Optional<Boolean> runs, RowCase ran) implements MeasuredRow {}

    /** A row that no catalogue can make predictable. */
    record Unreadable(Source source, RowPrediction prediction) implements MeasuredRow {}

    /**
     * What every row says of itself, as far as it says it.
     *
     * @param cells values by column as measured
     * @param question what rows share that differ in layout and load only, so that a planner would choose among them
     * @param engine label of the engine whose overheads calibration may change, see {@link
     *     dev.meshwright.cost.engine.Calibration}
     * @param software engine and release in the row's own words
     * @param gpu its GPU among those of catalogues
     */
    record Source(
            Map<String, String> cells,
            Optional<String> question,
            Optional<String> engine,
            Optional<String> software,
            Function<Catalogues, Optional<Gpu>> gpu) {}

    /**
     * What was in flight on a deployment that serves.
     *
     * @param layout degrees as the row writes them
     * @param sequences requests in flight; 0 where the row does not say
     * @param gpus of the deployment
     * @param tokensAfterFirst of an answer, 1 or more
     * @param millisecondsPerToken measured between tokens of a request; empty where it was not
     */
    record Load(
            String layout,
            double sequences,
            double gpus,
            double tokensAfterFirst,
            OptionalDouble millisecondsPerToken) {}
}

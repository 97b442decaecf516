package dev.meshwright.lab.error;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.SharedData;
import dev.meshwright.cost.uncertainty.Circumstances;
import dev.meshwright.cost.uncertainty.LoadBand;
import dev.meshwright.cost.uncertainty.Measure;
import dev.meshwright.cost.uncertainty.PredictionIntervals;
import dev.meshwright.cost.uncertainty.PredictionIntervals.Interval;
import dev.meshwright.io.tree.CsvTable;
import dev.meshwright.lab.row.Catalogues;
import dev.meshwright.lab.row.CellText;
import dev.meshwright.lab.row.MeasuredRow;
import dev.meshwright.lab.row.Outcome;
import dev.meshwright.lab.row.RowValues;
import dev.meshwright.lab.serving.ServingMeasurements;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Intervals promise eight measurements of ten; here are all measured rows of serving, by requests in flight. */
@Tag("slow")
class IntervalCoverageTest {

    private static final Catalogues CATALOGUES = MeasuredRows.catalogues();

    /** Rows inside, and all, of a band. */
    private static final class Count {
        private int inside;
        private int all;

        double share() {
            return (double) inside / all;
        }
    }

    @Test
    void eightOfTenMeasurementsLieInsideInEveryBand() {
        Map<Measure, Map<LoadBand, Count>> counts = new EnumMap<>(Measure.class);
        for (String file : List.of("serving.csv", "serving_2.csv", "mlperf_server.csv")) {
            ServingMeasurements kind = new ServingMeasurements();
            kind.read(CsvTable.read(SharedData.require("data/measurements/" + file)).rows().stream()
                            .map(CellText::read)
                            .toList())
                    .forEach(row -> count(row, counts));
        }
        counts.forEach((measure, bands) -> bands.forEach((band, count) -> {
            System.out.printf(
                    Locale.ROOT,
                    "%s, %s requests in flight: %d of %d inside, %.0f %%%n",
                    measure.words(),
                    band.key(),
                    count.inside,
                    count.all,
                    100 * count.share());
            assertThat(count.share()).as(measure.words() + " " + band.key()).isBetween(0.75, 0.88);
        }));
    }

    private static void count(MeasuredRow row, Map<Measure, Map<LoadBand, Count>> counts) {
        if (!(row instanceof MeasuredRow.Served served)) {
            return;
        }
        Circumstances asked = new Circumstances(
                served.load().gpus(),
                served.load().sequences(),
                RowValues.numberOrNone(served.source().cells(), "isl").orElse(0),
                served.load().tokensAfterFirst() + 1,
                new TreeSet<>(served.source().gpu().apply(CATALOGUES).stream()
                        .map(gpu -> gpu.family())
                        .toList()));
        for (Outcome outcome : served.predict(CATALOGUES).outcomes()) {
            if (outcome.predicted().isPresent()) {
                Interval interval = PredictionIntervals.standard()
                        .serving(asked, outcome.measure(), outcome.predicted().getAsDouble())
                        .orElseThrow();
                Count count = counts.computeIfAbsent(outcome.measure(), unused -> new EnumMap<>(LoadBand.class))
                        .computeIfAbsent(LoadBand.of(asked.inFlight()), unused -> new Count());
                count.all++;
                count.inside += outcome.measured() >= interval.low() && outcome.measured() <= interval.high() ? 1 : 0;
            }
        }
    }
}

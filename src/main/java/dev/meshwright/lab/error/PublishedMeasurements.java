package dev.meshwright.lab.error;

import dev.meshwright.cost.engine.Calibration;
import dev.meshwright.cost.uncertainty.Measure;
import dev.meshwright.cost.uncertainty.Phase;
import dev.meshwright.lab.inference.InferenceOutcomes;
import dev.meshwright.lab.inference.InferenceRow;
import dev.meshwright.lab.inference.LargeScaleRow;
import dev.meshwright.lab.row.Catalogues;
import dev.meshwright.lab.row.GpuNames;
import dev.meshwright.lab.row.MeasuredRow;
import dev.meshwright.lab.row.MeasurementKind;
import dev.meshwright.lab.row.Outcome;
import dev.meshwright.lab.row.RowCase;
import dev.meshwright.lab.row.RowLabels;
import dev.meshwright.lab.row.RowPrediction;
import dev.meshwright.lab.row.RowValues;
import dev.meshwright.lab.row.UnpredictableRowException;
import dev.meshwright.lab.training.MixtureLayerCase;
import dev.meshwright.lab.training.MixtureLayerRow;
import dev.meshwright.lab.training.TrainingOutcomes;
import dev.meshwright.lab.training.TrainingRow;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Published figures, one a row, of whatever their sources measured: seconds of training steps, and tokens per second of
 * units that prefill or decode with experts spread over many GPUs. Training rows whose source leaves something open that
 * had to be assumed are a phase of their own. Rows of other phases say that they are not predicted.
 */
public final class PublishedMeasurements implements MeasurementKind {

    private static final String PREDICTED = "predicted_value";

    private static final String TRAIN = "train";
    private static final String PREFILL = "prefill";
    private static final String DECODE = "decode";
    private static final String FINE_TUNING = "sft";
    private static final String ADAPTERS = "lora";
    private static final String MIXTURE_LAYER = "moe-layer fwd+bwd";

    @Override
    public String name() {
        return "published measurements";
    }

    @Override
    public List<String> requiredColumns() {
        return List.of("model", "phase", "gpu", "n_gpus", "tp", "ep", "pp", "gbs", "seq_len", "value", "unit");
    }

    @Override
    public List<String> numericColumns() {
        return List.of(
                "n_gpus",
                "gpus_per_node",
                "tp",
                "ep",
                "pp",
                "cp",
                "vpp",
                "etp",
                "mbs",
                "gbs",
                "seq_len",
                "isl",
                "osl",
                "batch_per_gpu",
                "concurrency",
                "dp",
                "value",
                "step_s",
                "tpot_ms",
                "mem_gb");
    }

    @Override
    public List<String> predictedColumns() {
        return List.of(PREDICTED);
    }

    @Override
    public MeasuredRow read(Map<String, String> row) {
        try {
            RowValues.word(row, "phase");
            RowValues.word(row, "model");
            return InferenceRow.is(row)
                    ? deployed(row, InferenceRow.of(row))
                    : new MeasuredRow.Run(source(row, Optional.of(Calibration.TRAINING)), ran(row));
        } catch (UnpredictableRowException unreadable) {
            return new MeasuredRow.Unreadable(
                    source(row, Optional.empty()), RowPrediction.none(String.valueOf(unreadable.getMessage())));
        }
    }

    private static MeasuredRow deployed(Map<String, String> row, InferenceRow read) {
        Figure figure = Figure.of(row);
        RowLabels labels = labels(row, read.kind().phase());
        return new MeasuredRow.Run(
                source(row, engine(read)), catalogues -> deployment(read, labels, figure, catalogues));
    }

    private static RowCase ran(Map<String, String> row) {
        Figure figure = Figure.of(row);
        return switch (row.getOrDefault("phase", "")) {
            case TRAIN -> training(row, trained(row), figure, List.of());
            case FINE_TUNING ->
                training(row, Phase.TRAINING_FINE_TUNING, figure, List.of("samples packed to the full length"));
            case MIXTURE_LAYER -> {
                MixtureLayerRow read = MixtureLayerRow.of(row);
                RowLabels labels = labels(row, Phase.MIXTURE_LAYER);
                yield catalogues -> mixtureLayer(read, labels, figure, catalogues);
            }
            case ADAPTERS ->
                throw new UnpredictableRowException(
                        "adapters on frozen weights, where the training law has gradients of all weights");
            case PREFILL -> unit(row, Phase.PREFILL, figure);
            case DECODE -> unit(row, Phase.DECODE, figure);
            default -> throw new UnpredictableRowException("no prediction of phase " + row.getOrDefault("phase", ""));
        };
    }

    private static RowCase training(Map<String, String> row, Phase phase, Figure figure, List<String> assumed) {
        TrainingRow read = TrainingRow.of(row);
        RowLabels labels = labels(row, phase);
        return catalogues -> {
            List<Outcome> outcomes = new TrainingOutcomes(catalogues).published(read, labels);
            return new RowPrediction(figure.cells(fasterAsTime(outcomes.getFirst())), "", outcomes, assumed);
        };
    }

    private static RowPrediction mixtureLayer(
            MixtureLayerRow row, RowLabels labels, Figure figure, Catalogues catalogues) {
        Outcome forward = MixtureLayerCase.of(row, catalogues).outcome(labels, catalogues);
        return new RowPrediction(figure.cells(fasterAsTime(forward)), "", List.of(forward));
    }

    private static RowCase unit(Map<String, String> row, Phase phase, Figure figure) {
        LargeScaleRow read = LargeScaleRow.of(row);
        RowLabels labels = labels(row, phase);
        return catalogues -> {
            Outcome rate = new InferenceOutcomes(catalogues).rate(read, labels);
            return new RowPrediction(figure.cells(ratio(rate)), "", List.of(rate), read.assumed());
        };
    }

    private static RowPrediction deployment(InferenceRow row, RowLabels labels, Figure figure, Catalogues catalogues) {
        InferenceOutcomes.Predicted predicted = new InferenceOutcomes(catalogues).of(row, labels);
        Outcome outcome = predicted.outcome();
        double ratio = ratio(outcome);
        return new RowPrediction(
                figure.cells(outcome.measure() == Measure.THROUGHPUT ? ratio : 1 / ratio),
                "",
                List.of(outcome),
                predicted.assumed());
    }

    /** By how much rates are faster than measured, where the outcome is a time. */
    private static double fasterAsTime(Outcome outcome) {
        return outcome.measured() / outcome.predicted().orElseThrow();
    }

    private static double ratio(Outcome outcome) {
        return outcome.predicted().orElseThrow() / outcome.measured();
    }

    /**
     * The figure of a row in its own unit.
     *
     * @param value empty where the row has none
     * @param amount whether it is an amount of time or memory, and no rate
     */
    private record Figure(OptionalDouble value, boolean amount) {

        static Figure of(Map<String, String> row) {
            String unit = row.getOrDefault("unit", "");
            boolean amount =
                    unit.equals("s") || unit.equals("ms") || unit.contains("GPU-hours") || unit.startsWith("GiB");
            return new Figure(RowValues.numberOrNone(row, "value"), amount);
        }

        /** It as predicted, when rates are {@code faster} times the measured one: times and bytes are as much less. */
        Map<String, String> cells(double faster) {
            return value.isEmpty()
                    ? Map.of()
                    : Map.of(PREDICTED, Double.toString(value.getAsDouble() * (amount ? 1 / faster : faster)));
        }
    }

    private static RowLabels labels(Map<String, String> row, Phase phase) {
        String framework = row.getOrDefault("framework", "").replaceAll("[ ,;(].*", "");
        return new RowLabels(
                row.getOrDefault("id", ""),
                row.getOrDefault("model", ""),
                row.getOrDefault("gpu", "").replaceAll(" *\\(.*", "").toUpperCase(Locale.ROOT),
                framework.isEmpty() ? "not stated" : framework,
                phase,
                layout(row));
    }

    /** Steps whose source leaves something open, or did not measure them, are phases of their own. */
    private static Phase trained(Map<String, String> row) {
        if (row.getOrDefault("notes", "").contains("not a measurement")) {
            return Phase.TRAINING_COMPUTED_BY_SOURCE;
        }
        return row.getOrDefault("quality", "").equals("complete") ? Phase.TRAINING : Phase.TRAINING_PARTLY_STATED;
    }

    private static String layout(Map<String, String> row) {
        StringBuilder layout = new StringBuilder();
        for (String degree : List.of("tp", "ep", "pp", "cp")) {
            String text = row.getOrDefault(degree, "").strip();
            layout.append(layout.isEmpty() ? "" : " ")
                    .append(degree.toUpperCase(Locale.ROOT))
                    .append(text.isEmpty() || text.equals("0") ? "1" : text);
        }
        return layout.toString();
    }

    private static MeasuredRow.Source source(Map<String, String> row, Optional<String> engine) {
        return new MeasuredRow.Source(
                row,
                Optional.of(question(row)),
                engine,
                Optional.ofNullable(row.get("framework")),
                catalogues -> GpuNames.known(row.getOrDefault("gpu", ""), catalogues.gpus()));
    }

    private static String question(Map<String, String> row) {
        return String.join(
                " | ",
                List.of("model", "gpu", "n_gpus", "precision", "framework", "gbs", "seq_len", "isl", "osl").stream()
                        .map(column -> row.getOrDefault(column, ""))
                        .toList());
    }

    private static Optional<String> engine(InferenceRow row) {
        try {
            return Optional.of(row.engine().label());
        } catch (UnpredictableRowException unknown) {
            return Optional.empty();
        }
    }
}

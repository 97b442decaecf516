package dev.meshwright.lab.error;

import dev.meshwright.cost.engine.Calibration;
import dev.meshwright.cost.uncertainty.Measure;
import dev.meshwright.facts.cluster.Gpu;
import dev.meshwright.lab.inference.InferenceOutcomes;
import dev.meshwright.lab.inference.InferenceRow;
import dev.meshwright.lab.inference.LargeScaleRow;
import dev.meshwright.lab.row.Catalogues;
import dev.meshwright.lab.row.GpuNames;
import dev.meshwright.lab.row.MeasurementKind;
import dev.meshwright.lab.row.Outcome;
import dev.meshwright.lab.row.RowLabels;
import dev.meshwright.lab.row.RowPrediction;
import dev.meshwright.lab.row.RowValues;
import dev.meshwright.lab.row.UnpredictableRowException;
import dev.meshwright.lab.training.MixtureLayerCase;
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
    public RowPrediction predict(Map<String, String> row, Catalogues catalogues) {
        try {
            RowValues.word(row, "phase");
            RowValues.word(row, "model");
            if (InferenceRow.is(row)) {
                return deployment(row, catalogues);
            }
            return switch (row.getOrDefault("phase", "")) {
                case TRAIN, FINE_TUNING -> training(row, new TrainingOutcomes(catalogues));
                case MIXTURE_LAYER -> mixtureLayer(row, catalogues);
                case ADAPTERS ->
                    throw new UnpredictableRowException(
                            "adapters on frozen weights, where the training law has gradients of all weights");
                case PREFILL, DECODE -> unit(row, new InferenceOutcomes(catalogues));
                default ->
                    throw new UnpredictableRowException("no prediction of phase " + row.getOrDefault("phase", ""));
            };
        } catch (UnpredictableRowException exception) {
            return new RowPrediction(Map.of(), String.valueOf(exception.getMessage()), List.of());
        }
    }

    private static RowPrediction training(Map<String, String> row, TrainingOutcomes model) {
        List<Outcome> outcomes = model.published(TrainingRow.of(row), labels(row));
        Outcome first = outcomes.getFirst();
        double less = first.measured() / first.predicted().orElseThrow();
        List<String> assumed = row.getOrDefault("phase", "").equals(FINE_TUNING)
                ? List.of("samples packed to the full length")
                : List.of();
        return new RowPrediction(cells(row, less), "", outcomes, assumed);
    }

    private static RowPrediction mixtureLayer(Map<String, String> row, Catalogues catalogues) {
        Outcome forward = MixtureLayerCase.of(row, catalogues).outcome(labels(row), catalogues);
        return new RowPrediction(
                cells(row, forward.measured() / forward.predicted().orElseThrow()), "", List.of(forward));
    }

    private static RowPrediction unit(Map<String, String> row, InferenceOutcomes model) {
        LargeScaleRow read = LargeScaleRow.of(row);
        Outcome rate = model.rate(read, labels(row));
        return new RowPrediction(
                cells(row, rate.predicted().orElseThrow() / rate.measured()), "", List.of(rate), read.assumed());
    }

    private static RowPrediction deployment(Map<String, String> row, Catalogues catalogues) {
        InferenceRow read = InferenceRow.of(row);
        InferenceOutcomes.Predicted predicted = new InferenceOutcomes(catalogues).of(read, labels(row));
        Outcome outcome = predicted.outcome();
        double ratio = outcome.predicted().orElseThrow() / outcome.measured();
        return new RowPrediction(
                cells(row, outcome.measure() == Measure.THROUGHPUT ? ratio : 1 / ratio),
                "",
                List.of(outcome),
                predicted.assumed());
    }

    /**
     * The row's figure as predicted, when rates are {@code faster} times the measured one: times and bytes are as much
     * less.
     */
    private static Map<String, String> cells(Map<String, String> row, double faster) {
        OptionalDouble value = RowValues.numberOrNone(row, "value");
        String unit = row.getOrDefault("unit", "");
        boolean amount = unit.equals("s") || unit.equals("ms") || unit.contains("GPU-hours") || unit.startsWith("GiB");
        return value.isEmpty()
                ? Map.of()
                : Map.of(PREDICTED, Double.toString(value.getAsDouble() * (amount ? 1 / faster : faster)));
    }

    private static RowLabels labels(Map<String, String> row) {
        boolean complete = row.getOrDefault("quality", "").equals("complete");
        String framework = row.getOrDefault("framework", "").replaceAll("[ ,;(].*", "");
        return new RowLabels(
                row.getOrDefault("id", ""),
                row.getOrDefault("model", ""),
                row.getOrDefault("gpu", "").replaceAll(" *\\(.*", "").toUpperCase(Locale.ROOT),
                framework.isEmpty() ? "not stated" : framework,
                InferenceRow.is(row) ? InferenceRow.phase(row) : phase(row, complete),
                layout(row));
    }

    private static String phase(Map<String, String> row, boolean complete) {
        String phase = row.getOrDefault("phase", "");
        return switch (phase) {
            case TRAIN -> {
                if (row.getOrDefault("notes", "").contains("not a measurement")) {
                    yield "training-computed-by-source";
                }
                yield complete ? "training" : "training-partly-stated";
            }
            case FINE_TUNING -> "training-fine-tuning";
            case MIXTURE_LAYER -> "mixture-layer";
            default -> phase;
        };
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

    @Override
    public Optional<String> question(Map<String, String> row) {
        return Optional.of(String.join(
                " | ",
                List.of("model", "gpu", "n_gpus", "precision", "framework", "gbs", "seq_len", "isl", "osl").stream()
                        .map(column -> row.getOrDefault(column, ""))
                        .toList()));
    }

    @Override
    public Optional<String> engine(Map<String, String> row) {
        if (InferenceRow.is(row)) {
            try {
                return Optional.of(InferenceRow.of(row).engine().label());
            } catch (UnpredictableRowException exception) {
                return Optional.empty();
            }
        }
        return Optional.of(Calibration.TRAINING);
    }

    @Override
    public Optional<Gpu> gpu(Map<String, String> row, Catalogues catalogues) {
        return GpuNames.known(row.getOrDefault("gpu", ""), catalogues.gpus());
    }
}

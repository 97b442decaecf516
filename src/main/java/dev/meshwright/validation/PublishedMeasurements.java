package dev.meshwright.validation;

import dev.meshwright.cluster.Gpu;
import dev.meshwright.cost.Calibration;
import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.Evaluation;
import dev.meshwright.cost.Evaluation.Loss;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Published figures of training runs, one a row, of whatever their sources measured. Rows whose source leaves something
 * open that had to be assumed are a phase of their own. Rows of other phases say that they are not predicted.
 */
public final class PublishedMeasurements implements MeasurementKind {

    private static final String PREDICTED = "predicted_value";

    /** The phase of training rows whose source states everything. */
    private static final String TRAINING = "training";

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
                "value",
                "step_s",
                "mem_gb");
    }

    @Override
    public List<String> predictedColumns() {
        return List.of(PREDICTED);
    }

    @Override
    public RowPrediction predict(Map<String, String> row, Catalogues catalogues) {
        RowLabels labels = labels(row);
        try {
            if (!row.getOrDefault("phase", "").equals("train")) {
                throw new UnpredictableRowException("no prediction of phase " + row.getOrDefault("phase", ""));
            }
            TrainingRow read = TrainingRow.of(row);
            TrainingCase ran = TrainingCase.of(read, catalogues.models(), catalogues.gpus());
            Evaluation evaluation = new CostModel(ran.problem(), catalogues.efficiencies()).evaluate(ran.layout());
            double seconds = evaluation.performance().stepSeconds();
            List<Outcome> outcomes = new ArrayList<>();
            outcomes.add(Outcome.predicted(labels, Measure.STEP_TIME, ran.stepSeconds(), seconds, terms(evaluation)));
            read.memoryBytes()
                    .ifPresent(bytes -> outcomes.add(Outcome.predicted(
                            labels,
                            Measure.MEMORY,
                            bytes,
                            evaluation.heaviestStage().memoryBytes(),
                            memoryTerms(evaluation))));
            return new RowPrediction(cells(row, seconds / ran.stepSeconds()), "", outcomes);
        } catch (UnpredictableRowException exception) {
            return new RowPrediction(Map.of(), String.valueOf(exception.getMessage()), List.of());
        }
    }

    /** The row's figure as predicted: a time is as much longer as the step is, a rate as much lower. */
    private static Map<String, String> cells(Map<String, String> row, double ratio) {
        OptionalDouble value = Cells.number(row, "value");
        String unit = row.getOrDefault("unit", "");
        boolean time = unit.equals("s") || unit.equals("ms") || unit.contains("GPU-hours");
        return value.isEmpty()
                ? Map.of()
                : Map.of(PREDICTED, Double.toString(value.getAsDouble() * (time ? ratio : 1 / ratio)));
    }

    /** The step as what is lost between the bound and what is achieved, in seconds. */
    private static List<Outcome.Term> terms(Evaluation evaluation) {
        List<Outcome.Term> terms = new ArrayList<>();
        double rest = evaluation.performance().stepSeconds();
        for (Loss loss : evaluation.efficiency().losses().reversed()) {
            if (loss.kind() != Loss.Kind.IDLE_GPUS) {
                terms.add(new Outcome.Term(words(loss.kind().label()), rest * loss.fraction()));
                rest *= 1 - loss.fraction();
            }
        }
        terms.add(new Outcome.Term("kernels at the bound", rest));
        return sorted(terms);
    }

    /** {@code pipelineBubble} as people write it. */
    private static String words(String label) {
        return label.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
    }

    private static List<Outcome.Term> memoryTerms(Evaluation evaluation) {
        List<Outcome.Term> terms = new ArrayList<>();
        evaluation
                .heaviestStage()
                .memory()
                .forEach((component, bytes) -> terms.add(new Outcome.Term(component.label(), bytes)));
        return sorted(terms);
    }

    private static List<Outcome.Term> sorted(List<Outcome.Term> terms) {
        return terms.stream()
                .sorted(Comparator.comparingDouble(Outcome.Term::amount).reversed())
                .toList();
    }

    private static RowLabels labels(Map<String, String> row) {
        boolean complete = row.getOrDefault("quality", "").equals("complete");
        String framework = row.getOrDefault("framework", "").replaceAll("[ ,;(].*", "");
        return new RowLabels(
                row.getOrDefault("id", ""),
                row.getOrDefault("model", ""),
                row.getOrDefault("gpu", "").replaceAll(" *\\(.*", "").toUpperCase(Locale.ROOT),
                framework.isEmpty() ? "not stated" : framework,
                complete ? TRAINING : TRAINING + "-partly-stated",
                layout(row));
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
                List.of("model", "gpu", "n_gpus", "precision", "framework", "gbs", "seq_len").stream()
                        .map(column -> row.getOrDefault(column, ""))
                        .toList()));
    }

    @Override
    public Optional<String> engine(Map<String, String> row) {
        return Optional.of(Calibration.TRAINING);
    }

    @Override
    public Optional<Gpu> gpu(Map<String, String> row, Catalogues catalogues) {
        try {
            return Optional.of(GpuNames.find(row.getOrDefault("gpu", ""), catalogues.gpus()));
        } catch (UnpredictableRowException exception) {
            return Optional.empty();
        }
    }
}

package dev.meshwright.validation;

import dev.meshwright.cluster.Gpu;
import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.EfficiencySource;
import dev.meshwright.cost.Evaluation;
import dev.meshwright.cost.Evaluation.StageCost;
import dev.meshwright.cost.efficiency.TrainingConstants;
import dev.meshwright.cost.memory.MemoryComponent;
import dev.meshwright.model.Model;
import dev.meshwright.validation.Outcome.Term;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the cost model says of training and large-scale measurements.
 *
 * @param models model by name or alias
 * @param gpus GPU by name or alias
 * @param efficiencies kernels
 * @param constants of training steps
 */
public record TrainingOutcomes(
        Function<String, Optional<Model>> models,
        Function<String, Optional<Gpu>> gpus,
        EfficiencySource efficiencies,
        TrainingConstants constants) {

    /** The step time of a published training run. */
    public Outcome step(TrainingRow row) {
        RowLabels labels = new RowLabels(row.id(), row.model(), row.gpu(), row.framework(), "training", row.layout());
        try {
            TrainingCase ran = TrainingCase.of(row, models, gpus);
            Evaluation evaluation = evaluate(ran);
            return Outcome.predicted(
                    labels,
                    Measure.STEP_TIME,
                    ran.stepSeconds(),
                    evaluation.performance().stepSeconds(),
                    terms(ran, evaluation));
        } catch (UnpredictableRowException exception) {
            return Outcome.unpredicted(
                    labels, Measure.STEP_TIME, row.stepSeconds().orElse(1), exception.getMessage());
        }
    }

    /** Step time and peak memory of a run of a model cut to a few layers. */
    public List<Outcome> stepAndMemory(TrainingMemoryRow row) {
        RowLabels labels = new RowLabels(row.id(), row.model(), row.gpu(), "Megatron-LM", "training", row.layout());
        try {
            TrainingCase ran = TrainingCase.of(row, models, gpus);
            Evaluation evaluation = evaluate(ran);
            StageCost fullest = evaluation.stages().stream()
                    .max(Comparator.comparingDouble(TrainingOutcomes::allocatedBytes))
                    .orElseThrow();
            List<Term> rows = fullest.memory().entrySet().stream()
                    .filter(entry -> allocated(entry.getKey()))
                    .map(entry -> new Term(entry.getKey().label(), entry.getValue()))
                    .sorted(Comparator.comparingDouble(Term::amount).reversed())
                    .toList();
            return List.of(
                    Outcome.predicted(
                            labels,
                            Measure.STEP_TIME,
                            row.stepSeconds(),
                            evaluation.performance().stepSeconds(),
                            terms(ran, evaluation)),
                    Outcome.predicted(labels, Measure.MEMORY, row.peakBytes(), allocatedBytes(fullest), rows));
        } catch (UnpredictableRowException exception) {
            String reason = exception.getMessage();
            return List.of(
                    Outcome.unpredicted(labels, Measure.STEP_TIME, row.stepSeconds(), reason),
                    Outcome.unpredicted(labels, Measure.MEMORY, row.peakBytes(), reason));
        }
    }

    /** Tokens per second and GPU of a unit of large-scale expert parallelism. */
    public Outcome rate(LargeScaleRow row) {
        String phase = row.decode() ? "decode" : "prefill";
        RowLabels labels = new RowLabels(row.id(), row.model(), row.gpu(), row.framework(), phase, row.layout());
        try {
            LargeScaleCase unit = LargeScaleCase.of(row, models, gpus);
            Evaluation evaluation = new CostModel(unit.problem(), efficiencies).evaluate(unit.layout());
            return Outcome.predicted(
                    labels,
                    Measure.THROUGHPUT,
                    row.tokensPerSecondPerGpu(),
                    unit.tokensPerSecondPerGpu(evaluation),
                    List.of());
        } catch (UnpredictableRowException exception) {
            return Outcome.unpredicted(labels, Measure.THROUGHPUT, row.tokensPerSecondPerGpu(), exception.getMessage());
        }
    }

    private Evaluation evaluate(TrainingCase ran) {
        return new CostModel(ran.problem(), efficiencies, constants).explain(ran.layout());
    }

    /** The allocator knows nothing of the context and of the collectives library. */
    private static boolean allocated(MemoryComponent component) {
        return component != MemoryComponent.RUNTIME && component != MemoryComponent.COLLECTIVE_BUFFERS;
    }

    /** Bytes that the framework's allocator hands out on a GPU of the stage. */
    public static double allocatedBytes(StageCost stage) {
        return stage.memory().entrySet().stream()
                .filter(entry -> allocated(entry.getKey()))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    /**
     * Seconds of the step by component on an average GPU: the passes of every micro-batch over the stages, what follows the
     * micro-batches, and the rest: unequal stages, fill and drain. What is hidden counts against what it hides behind.
     */
    private static List<Term> terms(TrainingCase ran, Evaluation evaluation) {
        double times = (double) ran.layout().degrees().microBatches()
                / ran.layout().degrees().pipeline();
        Map<String, Double> values = evaluation.derivations().stream()
                .filter(derivation -> derivation.quantity().equals("main.microBatch"))
                .flatMap(derivation -> derivation.terms().stream())
                .collect(Collectors.toMap(dev.meshwright.cost.ledger.Term::symbol, term -> term.value()));
        List<Term> terms = new ArrayList<>();
        double rest = evaluation.performance().stepSeconds();
        for (Map.Entry<String, Double> value : values.entrySet()) {
            if (!value.getKey().startsWith(PASSES)) {
                double seconds = times * value.getValue() * values.getOrDefault(PASSES + value.getKey(), 1.0);
                terms.add(new Term(value.getKey(), seconds));
                rest -= seconds;
            }
        }
        terms.add(new Term("pipelineAndTail", rest));
        terms.sort(Comparator.comparingDouble(Term::amount).reversed().thenComparing(Term::name));
        return terms;
    }

    private static final String PASSES = "passes_";
}

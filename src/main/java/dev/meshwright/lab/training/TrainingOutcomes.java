package dev.meshwright.lab.training;

import dev.meshwright.base.derivation.Derivation;
import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.cost.evaluation.Evaluation.StageCost;
import dev.meshwright.cost.evaluation.MemoryComponent;
import dev.meshwright.cost.uncertainty.Measure;
import dev.meshwright.lab.row.Catalogues;
import dev.meshwright.lab.row.Outcome;
import dev.meshwright.lab.row.Outcome.Term;
import dev.meshwright.lab.row.RowLabels;
import dev.meshwright.lab.row.UnpredictableRowException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the cost model says of training measurements. Each method throws
 * {@link UnpredictableRowException} where something is unknown, missing or does not fit together.
 *
 * @param catalogues what rows are predicted with
 */
public record TrainingOutcomes(Catalogues catalogues) {

    /** The step time of a published training run, and the peak of its allocated memory, as far as they were measured. */
    public List<Outcome> published(TrainingRow row, RowLabels labels) {
        TrainingCase ran = TrainingCase.of(row, catalogues.models(), catalogues.gpus());
        Evaluation evaluation = evaluate(ran);
        List<Outcome> outcomes = new ArrayList<>();
        if (ran.stepSeconds() > 0) {
            outcomes.add(step(labels, ran, evaluation));
        }
        row.memoryBytes().ifPresent(bytes -> outcomes.add(memory(labels, bytes, evaluation)));
        if (outcomes.isEmpty()) {
            throw new UnpredictableRowException("neither a step time nor memory was measured");
        }
        return outcomes;
    }

    /** Step time and peak of the allocated memory of a run of a model cut to a few layers. */
    List<Outcome> cut(TrainingMemoryRow row, RowLabels labels) {
        TrainingCase ran = TrainingCase.of(row, catalogues.models(), catalogues.gpus());
        Evaluation evaluation = evaluate(ran);
        return List.of(step(labels, ran, evaluation), memory(labels, row.peakBytes(), evaluation));
    }

    private Evaluation evaluate(TrainingCase ran) {
        return new CostModel(catalogues.question(ran.problem())).explain(ran.layout());
    }

    private static Outcome step(RowLabels labels, TrainingCase ran, Evaluation evaluation) {
        return Outcome.predicted(
                labels,
                Measure.STEP_TIME,
                ran.stepSeconds(),
                evaluation.performance().stepSeconds(),
                terms(ran, evaluation));
    }

    private static Outcome memory(RowLabels labels, double measured, Evaluation evaluation) {
        StageCost fullest = evaluation.stages().stream()
                .max(Comparator.comparingDouble(TrainingOutcomes::allocatedBytes))
                .orElseThrow();
        List<Term> terms = fullest.memory().entrySet().stream()
                .filter(entry -> allocated(entry.getKey()))
                .map(entry -> new Term(entry.getKey().label(), entry.getValue()))
                .sorted(Comparator.comparingDouble(Term::amount).reversed())
                .toList();
        return Outcome.predicted(labels, Measure.MEMORY, measured, allocatedBytes(fullest), terms);
    }

    /** The allocator knows nothing of the context and of the collectives library. */
    private static boolean allocated(MemoryComponent component) {
        return component != MemoryComponent.RUNTIME && component != MemoryComponent.COLLECTIVE_BUFFERS;
    }

    /** Bytes that the framework's allocator hands out on a GPU of the stage. */
    static double allocatedBytes(StageCost stage) {
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
                .flatMap(derivation -> derivation.inputs().stream())
                .collect(Collectors.toMap(
                        Derivation.Input::symbol,
                        input -> input.derivation().value(),
                        (one, other) -> one,
                        TreeMap::new));
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

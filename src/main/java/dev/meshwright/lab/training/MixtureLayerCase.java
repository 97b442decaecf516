package dev.meshwright.lab.training;

import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.cost.evaluation.Evaluation.Phase;
import dev.meshwright.cost.tally.Component;
import dev.meshwright.cost.uncertainty.Measure;
import dev.meshwright.facts.model.Model;
import dev.meshwright.lab.row.Catalogues;
import dev.meshwright.lab.row.Outcome;
import dev.meshwright.lab.row.Outcome.Term;
import dev.meshwright.lab.row.RowLabels;
import dev.meshwright.lab.row.RowValues;
import dev.meshwright.lab.row.StatedModel;
import dev.meshwright.lab.row.UnpredictableRowException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A single mixture measured on its own: the forward pass of the training law over a model of that one layer, one
 * micro-batch of {@code seq_len} tokens on each GPU. What the host launches hides behind the kernels; norm, residual,
 * embedding, head and optimizer are no part of such a layer.
 *
 * @param ran the layer as a training run
 * @param seconds measured
 */
public record MixtureLayerCase(TrainingCase ran, double seconds) {

    /** What a forward pass through the layer consists of. */
    private static final Set<Component> LAYER = Set.of(
            Component.ROUTER,
            Component.DISPATCH,
            Component.EXPERTS,
            Component.COMBINE,
            Component.SHARED_IN,
            Component.SHARED_OUT,
            Component.FEED_FORWARD_ALL_REDUCE,
            Component.ROUTING_WAIT);

    /**
     * The case of a row.
     *
     * @throws UnpredictableRowException if the row measures something else, or something is missing
     */
    public static MixtureLayerCase of(Map<String, String> row, Catalogues catalogues) {
        if (!row.getOrDefault("metric", "").contains("forward")
                || !row.getOrDefault("unit", "").equals("ms")) {
            throw new UnpredictableRowException("no forward time of a layer but " + row.getOrDefault("metric", "")
                    + " in " + row.getOrDefault("unit", ""));
        }
        String words = row.getOrDefault("arch_ref", "");
        boolean gated = !row.getOrDefault("notes", "").contains("2 GEMMs per expert");
        Model layer = StatedModel.mixtureLayer(row.getOrDefault("model", ""), words, gated)
                .orElseThrow(() -> new UnpredictableRowException("the layer's architecture is not stated"));
        Map<String, String> step = new HashMap<>(row);
        step.put(
                "gbs",
                Integer.toString(RowValues.count(row, "n_gpus", 0)
                        * RowValues.count(row, "mbs", 1)
                        / RowValues.count(row, "tp", 1)));
        TrainingCase ran =
                TrainingCase.unmeasured(TrainingRow.of(step), unused -> Optional.of(layer), catalogues.gpus());
        double seconds = RowValues.scaled(row, "value", 1e-3)
                .orElseThrow(() -> new UnpredictableRowException("value is missing"));
        return new MixtureLayerCase(ran, seconds);
    }

    /** Measured and predicted forward time. */
    public Outcome outcome(RowLabels labels, Catalogues catalogues) {
        Evaluation evaluation = new CostModel(catalogues.question(ran.problem())).evaluate(ran.layout());
        List<Term> terms = evaluation.phases().stream()
                .filter(phase -> LAYER.contains(phase.component()))
                .sorted(Comparator.comparingDouble(Phase::seconds).reversed())
                .map(phase -> new Term(phase.component().label(), phase.seconds()))
                .toList();
        double predicted = terms.stream().mapToDouble(Term::amount).sum();
        return Outcome.predicted(labels, Measure.LAYER_TIME, seconds, predicted, terms);
    }
}

package dev.meshwright.lab.training;

import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.evaluation.Component;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.cost.evaluation.Evaluation.Phase;
import dev.meshwright.cost.uncertainty.Measure;
import dev.meshwright.lab.row.Catalogues;
import dev.meshwright.lab.row.Outcome;
import dev.meshwright.lab.row.Outcome.Term;
import dev.meshwright.lab.row.RowLabels;
import dev.meshwright.lab.row.UnpredictableRowException;
import java.util.Comparator;
import java.util.List;
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
     * @throws UnpredictableRowException if its GPU is unknown, something is missing or does not fit together
     */
    public static MixtureLayerCase of(MixtureLayerRow row, Catalogues catalogues) {
        TrainingCase ran = TrainingCase.unmeasured(row.run(), unused -> Optional.of(row.layer()), catalogues.gpus());
        double seconds = row.seconds().orElseThrow(() -> new UnpredictableRowException("value is missing"));
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

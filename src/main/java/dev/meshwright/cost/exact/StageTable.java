package dev.meshwright.cost.exact;

import dev.meshwright.cost.engine.Site;
import dev.meshwright.cost.evaluation.Component;
import dev.meshwright.cost.layer.ModelKinds;
import dev.meshwright.cost.layer.Pass;
import dev.meshwright.cost.pass.CostParts;
import dev.meshwright.cost.pass.ExposedTime;
import dev.meshwright.cost.pass.PassTimer;
import dev.meshwright.cost.pass.Span;
import dev.meshwright.cost.tally.Tally;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Layout;
import dev.meshwright.layout.Stage;

/**
 * One pass of a micro-batch through every layer, as if all of them ran on stages of one site and span: what each layer
 * books and what of it is exposed. Stages pick their layers from it.
 */
public final class StageTable {

    private final Site site;
    private final Pass pass;
    private final Degrees degrees;
    private final ExposedTime exposed;
    private final PassTimer timer;
    private final Span span;
    private final Tally[] layers;
    private final double[] exposedSeconds;
    private final double[] imbalanceSeconds;
    private final Tally embedding = new Tally();
    private final Tally head = new Tally();
    private final Tally hop = new Tally();

    public StageTable(CostParts parts, Site site, Span span, Pass pass, Degrees degrees, LayerLoads[] loads) {
        this.site = site;
        this.pass = pass;
        this.degrees = degrees;
        this.exposed = parts.exposed();
        ModelKinds kinds = parts.kinds();
        this.timer = parts.timer();
        this.span = span;
        layers = new Tally[kinds.depth()];
        exposedSeconds = new double[kinds.depth()];
        imbalanceSeconds = new double[kinds.depth()];
        for (int layer = 0; layer < layers.length; layer++) {
            layers[layer] = new Tally();
            timer.forward(site, kinds.kindOf(layer), pass, degrees, loads[layer].slowest(), span, layers[layer]);
            exposedSeconds[layer] = exposed.seconds(layers[layer], pass, degrees);
            imbalanceSeconds[layer] = exposed.passes(Component.EXPERTS, pass, degrees)
                    * (loads[layer].slowest().seconds() - loads[layer].meanSeconds());
        }
        timer.embedding(site, pass, embedding);
        timer.head(site, pass, degrees, span, head);
        timer.hop(site, pass, degrees, span.nextStageOnIsland(), hop);
    }

    Site site() {
        return site;
    }

    /** Exposed seconds of one layer. */
    public double layerSeconds(int layer) {
        return exposedSeconds[layer];
    }

    /** Seconds of the embedding look-up, backward included in training. */
    public double embeddingSeconds() {
        return exposed.seconds(embedding, pass, degrees);
    }

    /** Seconds of the LM head, backward included in training. */
    public double headSeconds() {
        return exposed.seconds(head, pass, degrees);
    }

    /** Seconds to hand a micro-batch on, and its gradient back in training. */
    public double hopSeconds() {
        return exposed.passes(Component.PIPELINE_HOP, pass, degrees) * hop.totalSeconds();
    }

    /** Where a stage stands: at the ends of the model, and whether it has the multi-token-prediction layers. */
    record Position(boolean first, boolean last, boolean predicts) {

        /** The position of a stage of {@code layout}. */
        static Position of(Layout layout, int stage) {
            int end = layout.degrees().pipeline() - 1;
            return new Position(
                    stage == 0, stage == end, stage == layout.predictionStage().orElse(end));
        }

        /** Whether multi-token prediction is here and the head is elsewhere. */
        boolean apart() {
            return predicts && !last;
        }
    }

    /** Seconds of one micro-batch in a stage, its hop to the next included. */
    double stageSeconds(Stage stage, Position position) {
        double seconds = (position.first() ? embeddingSeconds() : 0)
                + (position.last() ? exposed.seconds(end(position), pass, degrees) : hopSeconds())
                + (position.apart() ? exposed.seconds(prediction(), pass, degrees) : 0);
        for (Stage.Range chunk : stage.chunks()) {
            for (int layer = chunk.firstLayer(); layer <= chunk.lastLayer(); layer++) {
                seconds += exposedSeconds[layer];
            }
        }
        return seconds;
    }

    /** The head, with multi-token prediction where that is on the same stage. */
    private Tally end(Position position) {
        if (position.predicts()) {
            return head;
        }
        Tally alone = new Tally();
        timer.logits(site, pass, degrees, alone);
        return alone;
    }

    private Tally prediction() {
        Tally alone = new Tally();
        timer.prediction(site, pass, degrees, span, alone);
        return alone;
    }

    /** Adds what a stage books, forward only, and its imbalance, to an account of the whole way. */
    void addTo(Traversal traversal, Stage stage, Position position) {
        for (Stage.Range chunk : stage.chunks()) {
            for (int layer = chunk.firstLayer(); layer <= chunk.lastLayer(); layer++) {
                traversal.addLayer(
                        layer,
                        layers[layer],
                        exposed.messageSeconds(layers[layer], pass, degrees),
                        exposed.overheadSeconds(layers[layer], pass, degrees),
                        imbalanceSeconds[layer]);
            }
        }
        if (position.first()) {
            traversal.addEnd(embedding, 0, 0);
        }
        if (position.apart()) {
            traversal.addEnd(prediction(), 0, 0);
        }
        if (position.last()) {
            Tally end = end(position);
            // Passes that guess send messages and have gaps between their kernels as layers do.
            boolean guesses = timer.guesses();
            traversal.addEnd(
                    end,
                    guesses ? exposed.messageSeconds(end, pass, degrees) : 0,
                    guesses ? exposed.overheadSeconds(end, pass, degrees) : 0);
        } else {
            traversal.addEnd(hop, hopSeconds(), 0);
        }
    }
}

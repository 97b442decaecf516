package dev.meshwright.cost;

import dev.meshwright.cost.compute.Pass;
import dev.meshwright.cost.tally.Component;
import dev.meshwright.cost.tally.Tally;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Stage;

/**
 * One pass of a micro-batch through every layer, as if all of them ran on stages of one site and span: what each layer
 * books and what of it is exposed. Stages pick their layers from it.
 */
final class StageTable {

    private final Site site;
    private final Pass pass;
    private final Degrees degrees;
    private final ModelKinds kinds;
    private final ExposedTime exposed;
    private final Tally[] layers;
    private final double[] exposedSeconds;
    private final double[] imbalanceSeconds;
    private final Tally embedding = new Tally();
    private final Tally head = new Tally();
    private final Tally hop = new Tally();

    StageTable(CostParts parts, Site site, Span span, Pass pass, Degrees degrees, LayerLoads[] loads) {
        this.site = site;
        this.pass = pass;
        this.degrees = degrees;
        this.kinds = parts.kinds();
        this.exposed = parts.exposed();
        PassTimer timer = parts.timer();
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
    double layerSeconds(int layer) {
        return exposedSeconds[layer];
    }

    /** Seconds of the embedding look-up, backward included in training. */
    double embeddingSeconds() {
        return exposed.seconds(embedding, pass, degrees);
    }

    /** Seconds of the LM head, backward included in training. */
    double headSeconds() {
        return exposed.seconds(head, pass, degrees);
    }

    /** Seconds to hand a micro-batch on, and its gradient back in training. */
    double hopSeconds() {
        return exposed.passes(Component.PIPELINE_HOP, pass, degrees) * hop.totalSeconds();
    }

    /** Seconds of one micro-batch in a stage, its hop to the next included. */
    double stageSeconds(Stage stage, boolean first, boolean last) {
        double seconds = (first ? embeddingSeconds() : 0) + (last ? headSeconds() : hopSeconds());
        for (Stage.Range chunk : stage.chunks()) {
            for (int layer = chunk.firstLayer(); layer <= chunk.lastLayer(); layer++) {
                seconds += exposedSeconds[layer];
            }
        }
        return seconds;
    }

    /** Adds what a stage books, forward only, and its imbalance, to an account of the whole way. */
    void addTo(Traversal traversal, Stage stage, boolean first, boolean last) {
        for (Stage.Range chunk : stage.chunks()) {
            for (int layer = chunk.firstLayer(); layer <= chunk.lastLayer(); layer++) {
                traversal.addLayer(
                        kinds.kindOf(layer),
                        layers[layer],
                        exposed.messageSeconds(layers[layer], pass, degrees),
                        exposed.overheadSeconds(layers[layer], pass, degrees),
                        imbalanceSeconds[layer]);
            }
        }
        if (first) {
            traversal.addEnd(embedding, 0);
        }
        if (last) {
            traversal.addEnd(head, 0);
        } else {
            traversal.addEnd(hop, hopSeconds());
        }
    }
}

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

    /** Seconds of one micro-batch in a stage, its hop to the next included. */
    double stageSeconds(Stage stage, boolean first, boolean last) {
        double seconds = (first ? embeddingSeconds() : 0) + (last ? headSeconds() : hopSeconds());
        for (int layer = stage.firstLayer(); layer <= stage.lastLayer(); layer++) {
            seconds += exposedSeconds[layer];
        }
        return seconds;
    }

    /** Adds what a stage books, forward only, and its imbalance, to an account of the whole way. */
    void addTo(Traversal traversal, Stage stage, boolean first, boolean last) {
        for (int layer = stage.firstLayer(); layer <= stage.lastLayer(); layer++) {
            traversal.addLayer(
                    layer,
                    layers[layer],
                    exposed.messageSeconds(layers[layer], pass, degrees),
                    exposed.overheadSeconds(layers[layer], pass, degrees),
                    imbalanceSeconds[layer]);
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

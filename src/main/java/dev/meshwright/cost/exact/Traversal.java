package dev.meshwright.cost.exact;

import dev.meshwright.cost.tally.Tally;

/** The account of one micro-batch's way through all stages, in all and by layer. */
final class Traversal {

    private final Tally tally = new Tally();
    private final Tally[] layers;
    private double exposedMessageSeconds;
    private double overheadSeconds;
    private double imbalanceSeconds;

    Traversal(int depth) {
        layers = new Tally[depth];
    }

    /** What the forward pass books. */
    Tally tally() {
        return tally;
    }

    /** Number of layers. */
    int depth() {
        return layers.length;
    }

    /** What the forward pass books in a layer. */
    Tally layer(int layer) {
        return layers[layer];
    }

    /** Seconds of messages that nothing hides, backward included in training. */
    double exposedMessageSeconds() {
        return exposedMessageSeconds;
    }

    /** Seconds of overheads that no kernel hides, backward included in training. */
    double overheadSeconds() {
        return overheadSeconds;
    }

    /** Seconds by which slowest expert ranks exceed the mean, backward included in training. */
    double imbalanceSeconds() {
        return imbalanceSeconds;
    }

    /** Adds a layer; its account is kept and no longer written to. */
    void addLayer(int layer, Tally forward, double exposedMessages, double overhead, double imbalance) {
        tally.add(forward, 1);
        layers[layer] = forward;
        exposedMessageSeconds += exposedMessages;
        overheadSeconds += overhead;
        imbalanceSeconds += imbalance;
    }

    /** Adds the embedding, the LM head or a hop. */
    void addEnd(Tally forward, double exposedMessages, double overhead) {
        tally.add(forward, 1);
        exposedMessageSeconds += exposedMessages;
        overheadSeconds += overhead;
    }
}

package dev.meshwright.cost.exact;

import dev.meshwright.cost.tally.Tally;
import java.util.Arrays;

/** The account of one micro-batch's way through all stages, in all and by kind of layer. */
final class Traversal {

    private final Tally tally = new Tally();
    private final Tally[] kinds;
    private final int[] layersOfKind;
    private double exposedMessageSeconds;
    private double overheadSeconds;
    private double imbalanceSeconds;

    Traversal(int kindCount) {
        kinds = new Tally[kindCount];
        Arrays.setAll(kinds, kind -> new Tally());
        layersOfKind = new int[kindCount];
    }

    /** What the forward pass books. */
    Tally tally() {
        return tally;
    }

    /** Number of kinds of layers. */
    int kinds() {
        return kinds.length;
    }

    /** What the forward pass books in all layers of a kind. */
    Tally tally(int kind) {
        return kinds[kind];
    }

    /** Layers of a kind on the way. */
    int layers(int kind) {
        return layersOfKind[kind];
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

    /** Adds a layer. */
    void addLayer(int kind, Tally forward, double exposedMessages, double overhead, double imbalance) {
        tally.add(forward, 1);
        kinds[kind].add(forward, 1);
        layersOfKind[kind]++;
        exposedMessageSeconds += exposedMessages;
        overheadSeconds += overhead;
        imbalanceSeconds += imbalance;
    }

    /** Adds the embedding, the LM head or a hop. */
    void addEnd(Tally forward, double exposedMessages) {
        tally.add(forward, 1);
        exposedMessageSeconds += exposedMessages;
    }
}

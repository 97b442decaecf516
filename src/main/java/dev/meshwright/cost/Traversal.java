package dev.meshwright.cost;

import dev.meshwright.cost.tally.Tally;

/** The account of one micro-batch's way through all stages. */
final class Traversal {

    private final Tally tally = new Tally();
    private double exposedMessageSeconds;
    private double imbalanceSeconds;

    /** What the forward pass books. */
    Tally tally() {
        return tally;
    }

    /** Seconds of messages that nothing hides, backward included in training. */
    double exposedMessageSeconds() {
        return exposedMessageSeconds;
    }

    /** Seconds by which slowest expert ranks exceed the mean, backward included in training. */
    double imbalanceSeconds() {
        return imbalanceSeconds;
    }

    /** Adds a layer, an end or a hop. */
    void add(Tally forward, double exposedMessages, double imbalance) {
        tally.add(forward, 1);
        exposedMessageSeconds += exposedMessages;
        imbalanceSeconds += imbalance;
    }
}

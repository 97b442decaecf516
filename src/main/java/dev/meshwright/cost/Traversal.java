package dev.meshwright.cost;

import dev.meshwright.cost.tally.Component;
import dev.meshwright.cost.tally.Tally;

/** The account of one micro-batch's way through all stages. */
final class Traversal {

    private final Tally tally = new Tally();
    private double imbalanceSeconds;
    private double hiddenSeconds;

    /** What the forward pass books. */
    Tally tally() {
        return tally;
    }

    /** Seconds by which slowest expert ranks exceed the mean, backward included in training. */
    double imbalanceSeconds() {
        return imbalanceSeconds;
    }

    /** Seconds of messages that hide behind computation, backward included in training. */
    double hiddenSeconds() {
        return hiddenSeconds;
    }

    /** The same way without one component. */
    Traversal without(Component component) {
        Traversal rest = new Traversal();
        rest.tally.add(tally, 1);
        rest.tally.remove(component);
        rest.imbalanceSeconds = imbalanceSeconds;
        rest.hiddenSeconds = hiddenSeconds;
        return rest;
    }

    void addImbalance(double seconds) {
        imbalanceSeconds += seconds;
    }

    void addHidden(double seconds) {
        hiddenSeconds += seconds;
    }
}

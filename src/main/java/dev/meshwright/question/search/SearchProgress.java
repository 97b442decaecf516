package dev.meshwright.question.search;

import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;

/**
 * Tells now and then how far the bound of what is open and the best layout have closed in. The bound never rises: families come in
 * the order of their bounds, and no part of one has a higher bound.
 */
final class SearchProgress {

    /** Families that are looked at between two tellings at least. */
    private static final int LEAST = 64;

    /** A telling counts the queue, so the next comes when this share of all that was looked at is new: counting stays linear. */
    private static final int SHARE = 16;

    private final Consumer<SearchEvent> listener;
    private final Shortlist shortlist;
    private long looked;
    private long next = LEAST;

    SearchProgress(Consumer<SearchEvent> listener, Shortlist shortlist) {
        this.listener = listener;
        this.shortlist = shortlist;
    }

    /**
     * One family more is looked at.
     *
     * @param bound of all that is open
     * @param others bounds of the families in the queue, of which those above the best layout are left
     */
    void look(double bound, Supplier<DoubleStream> others) {
        looked++;
        if (looked == next) {
            next = looked + Math.max(LEAST, looked / SHARE);
            listener.accept(new SearchEvent.Closing(
                    shortlist.best().map(best -> best.layout().degrees()),
                    shortlist.bestWorth(),
                    Math.max(bound, shortlist.bestWorth()),
                    looked,
                    others.get().filter(other -> other > shortlist.bestWorth()).count()));
        }
    }
}

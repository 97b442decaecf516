package dev.meshwright.replay;

/** A serving loop that is run from one moment at which something happens to the next. */
public interface Loop {

    /** When something happens next: a step ends, or a request comes; infinite while nothing is left to do. */
    double nextSeconds();

    /** Does what happens next. */
    void advance();

    /** What became of the requests so far. */
    Outcome outcome();

    /**
     * What became of all requests.
     *
     * @throws IllegalStateException if some are left that no step can take
     */
    Outcome ended();

    /** Runs until every request is answered. */
    default Outcome run() {
        while (nextSeconds() < Double.POSITIVE_INFINITY) {
            advance();
        }
        return ended();
    }
}

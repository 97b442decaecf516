package dev.meshwright.replay.client;

/** Who sends requests, and when. Asked in the order of time. */
public interface Clients {

    /** When the next request is sent; infinite where none is before another one is answered, or none is left. */
    double nextSeconds();

    /** Takes the next request. */
    Request next();

    /** Tells the clients that a request was answered, after {@link #nextSeconds} of all requests taken. */
    void answered(double seconds);

    /** Tells the clients that the request that was taken last will not be answered. */
    default void refused(double seconds) {
        answered(seconds);
    }
}

package dev.meshwright.replay;

/**
 * The way of a request through two pools: it waits, is read, its cache travels, it waits for a seat, its answer is written. Times are
 * seconds after the start.
 *
 * @param request its number, in the order in which they were sent
 * @param prefill number of the instance that reads its prompt
 * @param decode number of the instance that writes its answer
 * @param sent when it was sent
 * @param begun when a step began to read its prompt
 * @param read when the prompt was read and its cache began to travel
 * @param arrived when its cache was there
 * @param seated when a decode step began with it
 * @param ended when it had its last token
 */
public record Journey(
        int request,
        int prefill,
        int decode,
        double sent,
        double begun,
        double read,
        double arrived,
        double seated,
        double ended) {

    /** Parts of the way, in their order. */
    public enum Part {
        /** From sending until a step begins to read the prompt. */
        WAITING,
        /** While the prompt is read. */
        READING,
        /** While the cache travels from one pool to the other. */
        TRAVELLING,
        /** From the arrival of the cache until a decode step begins with it. */
        SEATING,
        /** While the answer is written. */
        WRITING
    }

    /** When {@code part} begins. */
    public double begins(Part part) {
        return switch (part) {
            case WAITING -> sent;
            case READING -> begun;
            case TRAVELLING -> read;
            case SEATING -> arrived;
            case WRITING -> seated;
        };
    }

    /** When {@code part} ends: where the next begins, so that all of them are the time from sending to the last token. */
    public double ends(Part part) {
        return switch (part) {
            case WAITING -> begun;
            case READING -> read;
            case TRAVELLING -> arrived;
            case SEATING -> seated;
            case WRITING -> ended;
        };
    }

    /** Seconds that {@code part} takes. */
    public double seconds(Part part) {
        return ends(part) - begins(part);
    }
}

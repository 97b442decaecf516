package dev.meshwright.cost.layer;

/**
 * How the GPUs of a group lie on islands of fast links.
 *
 * @param islands that hold any of them
 * @param fewest GPUs of the group on the island that holds fewest: those whose messages leave the island most. Not whole
 *     where an even spread is assumed that does not divide
 */
public record Spread(int islands, double fewest) {

    /** The even spread of {@code gpus} GPUs over {@code islands} islands, in which no island has fewer than another. */
    public static Spread even(int gpus, int islands) {
        return new Spread(islands, (double) gpus / islands);
    }
}

package dev.meshwright.question.front;

/**
 * How much a front may take. It is counted and not timed, so that the same problem has the same front on every machine.
 *
 * @param searches that are run
 * @param families of degrees that are bounded before no other search is begun
 * @param layouts that are placed, likewise; a search for pools that has placed so many leaves the rest open, as far as its bounds reach
 * @param gap of points: one whose search left more open says little and is left out
 */
public record Allowance(int searches, long families, int layouts, double gap) {

    /** What a front may take beside a search that somebody waits for: seconds of one core. */
    public static final Allowance BESIDE_A_SEARCH = new Allowance(6, 20_000, 300, 0.25);

    /** So many searches, however long they take. */
    static Allowance ofSearches(int searches) {
        return new Allowance(searches, Long.MAX_VALUE, Integer.MAX_VALUE, Double.POSITIVE_INFINITY);
    }

    boolean more(int run, long bounded, int placed) {
        return run < searches && bounded < families && placed < layouts;
    }
}

package dev.meshwright.workbench.launch;

import dev.meshwright.facts.engine.option.Meaning;
import dev.meshwright.facts.engine.option.OptionBook;
import dev.meshwright.launch.pool.Pool;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/**
 * What would let a launch start that does not fit into memory, tried one by one: a mend that does not help is none.
 *
 * @param book options of the engine
 * @param fits whether weights and one sequence of the longest length fit
 */
record MemoryMends(OptionBook book, Predicate<Pool> fits) {

    /** Shares that are tried, as far as anybody goes. */
    private static final List<Double> SHARES = List.of(0.9, 0.92, 0.95, 0.97);

    /** Lengths below this serve nobody. */
    private static final int SHORTEST = 1024;

    /** Mends of a pool whose longest sequence has {@code length} tokens, in the engine's own flags. */
    List<String> of(Pool pool, long length) {
        List<String> mends = new ArrayList<>();
        if (book.engine().equals("vllm")) {
            largest((int) Math.min(Integer.MAX_VALUE, length / 2), shorter -> fits.test(pool.withLength(shorter)))
                    .ifPresent(shorter -> mends.add(book.flag(Meaning.MODEL_LENGTH) + " " + shorter));
        }
        double share = pool.limits().memoryShare().orElse(0);
        for (double larger : SHARES) {
            if (mends.isEmpty() && larger > share && fits.test(pool.withShare(larger))) {
                mends.add(book.flag(Meaning.MEMORY_SHARE) + " " + larger);
            }
        }
        mends.add("more GPUs, or weights in a narrower format");
        return mends;
    }

    private static OptionalInt largest(int most, IntPredicate fits) {
        for (int length = Integer.highestOneBit(Math.max(1, most)); length >= SHORTEST; length /= 2) {
            if (fits.test(length)) {
                return OptionalInt.of(length);
            }
        }
        return OptionalInt.empty();
    }
}

package dev.meshwright.io.traffic;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A prefix cache as requests go by: it has the blocks of the prompts before, those longest unused are dropped first where it is full. A prompt
 * shares as much as its first blocks are there, one after the other.
 */
final class PrefixBlocks {

    /** Tokens of a block in Mooncake's public traces. */
    static final int BLOCK_TOKENS = 512;

    private final long most;
    private final Map<Long, Boolean> held = new LinkedHashMap<>(16, 0.75f, true);

    /** @param tokens that the cache holds */
    PrefixBlocks(long tokens) {
        this.most = tokens / BLOCK_TOKENS;
    }

    /** Tokens at the start of a prompt of {@code input} that are there, and takes its blocks in. */
    int shared(List<Long> blocks, int input) {
        int there = 0;
        while (there < blocks.size() && held.containsKey(blocks.get(there))) {
            there++;
        }
        // From the end: of a prompt's blocks the first are the ones that others can use, so they are dropped last.
        for (int block = blocks.size() - 1; block >= 0; block--) {
            held.put(blocks.get(block), true);
        }
        while (held.size() > most) {
            held.remove(held.keySet().iterator().next());
        }
        return (int) Math.min(input, (long) there * BLOCK_TOKENS);
    }
}

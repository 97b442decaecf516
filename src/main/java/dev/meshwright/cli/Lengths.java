package dev.meshwright.cli;

import java.util.List;

/**
 * Sequence lengths of a sweep.
 *
 * @param tokens each once, shortest first
 */
record Lengths(List<Integer> tokens) {
    Lengths {
        tokens = tokens.stream().distinct().sorted().toList();
    }
}

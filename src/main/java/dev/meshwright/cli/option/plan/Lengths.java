package dev.meshwright.cli.option.plan;

import java.util.List;

/**
 * Sequence lengths of a sweep.
 *
 * @param tokens each once, shortest first
 */
public record Lengths(List<Integer> tokens) {
    public Lengths {
        tokens = tokens.stream().distinct().sorted().toList();
    }
}

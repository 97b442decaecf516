package dev.meshwright.workbench.compare;

import dev.meshwright.answer.explain.comparison.Comparison;
import java.util.List;
import java.util.Map;

/**
 * Plans side by side.
 *
 * @param comparison of them
 * @param answers what is told of each, in their order
 */
public record Compared(Comparison comparison, List<Map<String, ?>> answers) {
    public Compared {
        answers = List.copyOf(answers);
    }
}

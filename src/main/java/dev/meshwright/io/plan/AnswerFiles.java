package dev.meshwright.io.plan;

import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.io.tree.PlainTree;
import dev.meshwright.io.tree.TreeReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads answers back as plain data: what search and check print as JSON, and plan files that a search wrote. */
public final class AnswerFiles {

    private AnswerFiles() {}

    /**
     * The answer in a file.
     *
     * @throws InvalidInputException if it cannot be read, is not well-formed or is no answer
     */
    public static Map<String, Object> read(Path file) {
        TreeReader root = TreeReader.open(file);
        Map<String, Object> answer = PlainTree.of(root);
        boolean judged =
                answer.get("evaluation") instanceof Map || answer.containsKey("fixes") || answer.containsKey("curve");
        boolean broken = answer.get("violations") instanceof List;
        if (!judged && !broken) {
            root.fault(
                    answer.containsKey("layout")
                            ? "is a plan that nobody evaluated: it has no evaluation"
                            : "is no answer of search, check or scale: it has neither evaluation, fixes nor a curve",
                    "Maybe check PROBLEM PLAN --report FILE.html, or the output of search --format json.");
        }
        if (!finite(answer)) {
            root.fault("holds a number that is infinite or none", "Maybe another tool wrote it.");
        }
        root.finish();
        return answer;
    }

    private static boolean finite(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.values().stream().allMatch(AnswerFiles::finite);
        }
        if (value instanceof List<?> list) {
            return list.stream().allMatch(AnswerFiles::finite);
        }
        return !(value instanceof Double number) || Double.isFinite(number);
    }
}

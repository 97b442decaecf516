package dev.meshwright.workbench.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OutstandingTest {

    private static Map<String, Object> row(long number, String group, String status, double perGpu, double seconds) {
        return Map.of(
                "scenario",
                number,
                "values",
                Map.of("group", group),
                "answer",
                Map.of("status", status, "tokensPerSecondPerGpu", perGpu, "timePerOutputToken", seconds));
    }

    /** Most tokens; most tokens of a user; nothing that another beats in both, and nothing that is late. */
    @Test
    void theFrontHasWhatNothingBeatsInBoth() {
        Outstanding outstanding = Outstanding.among(
                List.of(
                        row(1, "a", "found", 100, 0.05),
                        row(2, "a", "found", 90, 0.06),
                        row(3, "a", "found", 50, 0.01),
                        row(4, "a", "missed", 500, 0.2),
                        row(5, "b", "found", 10, 0.05)),
                List.of("group"));
        assertThat(Outstanding.numbers(outstanding.best())).containsExactlyInAnyOrder(1L, 5L);
        assertThat(Outstanding.numbers(outstanding.front())).containsExactlyInAnyOrder(1L, 3L, 5L);
    }

    /** Seed 1: the same as comparing every pair. */
    @Test
    void theSameAsComparingEveryPair() {
        Random random = new Random(1);
        for (int trial = 0; trial < 200; trial++) {
            List<Map<String, Object>> rows = new ArrayList<>();
            for (long number = random.nextInt(20); number >= 0; number--) {
                rows.add(row(number, "a", "found", random.nextInt(6), random.nextInt(6)));
            }
            List<Long> unbeaten = rows.stream()
                    .filter(row -> rows.stream().noneMatch(other -> beats(other, row)))
                    .map(row -> (Long) row.get("scenario"))
                    .toList();
            assertThat(unbeaten)
                    .containsAll(Outstanding.numbers(
                            Outstanding.among(rows, List.of()).front()));
            assertThat(Outstanding.among(rows, List.of()).front().stream().map(row -> row.get("answer")))
                    .containsAll(rows.stream()
                            .filter(row -> unbeaten.contains(row.get("scenario")))
                            .map(row -> row.get("answer"))
                            .toList());
        }
    }

    private static boolean beats(Map<String, Object> one, Map<String, Object> other) {
        double moreTokens = number(one, "tokensPerSecondPerGpu") - number(other, "tokensPerSecondPerGpu");
        double quicker = number(other, "timePerOutputToken") - number(one, "timePerOutputToken");
        return moreTokens >= 0 && quicker >= 0 && moreTokens + quicker > 0;
    }

    private static double number(Map<String, Object> row, String name) {
        return (Double) ((Map<?, ?>) row.get("answer")).get(name);
    }
}

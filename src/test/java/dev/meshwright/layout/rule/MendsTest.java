package dev.meshwright.layout.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.RandomProblems;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Degrees.Recomputation;
import dev.meshwright.layout.Violation;
import dev.meshwright.layout.draft.DegreeName;
import dev.meshwright.layout.draft.DegreesDraft;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MendsTest {

    private static List<Violation> violations(Problem problem, Degrees degrees) {
        return new DegreeRules(problem).violations(degrees);
    }

    /** Whatever is wrong, no advice names the value that is there already, and what it names mends the fault. */
    @Test
    void advicesNameOtherValuesAndMend() {
        Pattern advice = Pattern.compile("(?i)(set|and|or) ([a-z]+) to (?:at most )?(\\d+)");
        int advised = 0;
        for (long seed = 1; seed <= 4000; seed++) {
            Random random = new Random(seed);
            Problem problem = RandomProblems.problem(seed % 200);
            int[] values = {1, 1, 1, 2, 3, 4, 5, 6, 8, 12, 16, 48};
            int[] drawn =
                    random.ints(12, 0, values.length).map(at -> values[at]).toArray();
            Degrees degrees = new Degrees(
                    drawn[0],
                    drawn[1],
                    drawn[2],
                    drawn[3],
                    drawn[4],
                    drawn[5],
                    drawn[6],
                    drawn[7],
                    drawn[8],
                    Recomputation.NONE,
                    drawn[9],
                    drawn[10]);
            for (Violation violation : violations(problem, degrees)) {
                Map<DegreeName, Integer> mended =
                        new EnumMap<>(DegreesDraft.of(degrees).stated());
                Matcher matcher = advice.matcher(violation.fix());
                boolean any = false;
                while (matcher.find() && !(any && matcher.group(1).equalsIgnoreCase("or"))) {
                    DegreeName name = DegreeName.ofField(matcher.group(2)).orElseThrow();
                    int value = Integer.parseInt(matcher.group(3));
                    assertThat(mended.put(name, value))
                            .as("seed " + seed + ": " + violation + " of " + degrees)
                            .isNotEqualTo(value);
                    any = true;
                }
                if (any) {
                    advised++;
                    assertThat(violations(problem, degrees(mended)))
                            .as("seed " + seed + ": " + violation + " of " + degrees)
                            .noneMatch(left -> left.constraint().equals(violation.constraint())
                                    && left.where().equals(violation.where()));
                }
            }
        }
        assertThat(advised).isGreaterThan(4000);
    }

    private static Degrees degrees(Map<DegreeName, Integer> stated) {
        return new Degrees(
                stated.get(DegreeName.TENSOR),
                stated.get(DegreeName.DATA),
                stated.get(DegreeName.EXPERT),
                stated.get(DegreeName.EXPERT_TENSOR),
                stated.get(DegreeName.PIPELINE),
                stated.get(DegreeName.REPLICAS),
                stated.get(DegreeName.MICRO_BATCH),
                stated.get(DegreeName.MICRO_BATCHES),
                stated.get(DegreeName.VIRTUAL_STAGES),
                Recomputation.NONE,
                stated.get(DegreeName.SLOTS_PER_RANK),
                stated.get(DegreeName.CONTEXT));
    }
}

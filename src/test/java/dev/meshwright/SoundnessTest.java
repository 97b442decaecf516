package dev.meshwright;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.answer.CheckAnswer;
import dev.meshwright.answer.SearchAnswer;
import dev.meshwright.answer.json.PlanDocument;
import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.facts.problem.Objective;
import dev.meshwright.io.plan.PlanFiles;
import dev.meshwright.io.problem.ProblemDocument;
import dev.meshwright.io.problem.ProblemFiles;
import dev.meshwright.io.tree.Documents;
import dev.meshwright.io.tree.InputFile;
import dev.meshwright.layout.draft.PlanDraft;
import dev.meshwright.workbench.CheckRequest;
import dev.meshwright.workbench.Constants;
import dev.meshwright.workbench.Effort;
import dev.meshwright.workbench.SearchRequest;
import dev.meshwright.workbench.Watch;
import dev.meshwright.workbench.Workbench;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What must hold of any problem: {@code -Dmeshwright.problems=500} for a night, 100 of them always. */
@Tag("slow")
class SoundnessTest {

    private static final int PROBLEMS = Integer.getInteger("meshwright.problems", 100);

    private final Workbench workbench = new Workbench();

    /**
     * A found plan written as YAML or as JSON and read again is the same plan, {@code check} says of it what {@code search} said to the
     * last digit, and its bound is its throughput and the gap above it.
     */
    @Test
    void whatIsFoundIsWhatIsWrittenAndWhatIsChecked() {
        int found = 0;
        for (long seed = 0; seed < PROBLEMS; seed++) {
            ProblemDocument document = new ProblemDocument(RandomProblems.problem(seed), List.of(), "sha256:" + seed);
            SearchRequest request = new SearchRequest(document, Constants.STANDARD, 1, false, Effort.DEFAULT);
            if (workbench.search(request, Watch.NONE) instanceof SearchAnswer.Found answer) {
                found++;
                Map<String, Object> plan = PlanDocument.of(answer);
                Performance expected = answer.argument().winner().evaluation().performance();
                String yaml = Documents.toYaml(plan);
                assertThat(checked(document, "plan.yaml", yaml))
                        .as("seed %d", seed)
                        .isEqualTo(expected);
                assertThat(checked(document, "plan.json", Documents.toJson(plan)))
                        .as("seed %d", seed)
                        .isEqualTo(expected);
                agree(document, plan, expected, seed);
            }
        }
        assertThat(found).isGreaterThan(PROBLEMS / 2);
    }

    private Performance checked(ProblemDocument document, String name, String text) {
        PlanDraft plan = PlanFiles.read(new InputFile(name, text));
        CheckRequest request = new CheckRequest(
                document, plan, Constants.STANDARD, List.of(), OptionalInt.empty(), false, Effort.DEFAULT);
        CheckAnswer answer = workbench.check(request, Watch.NONE);
        return answer.assessment().orElseThrow().evaluation().performance();
    }

    private static void agree(ProblemDocument document, Map<String, Object> plan, Performance reached, long seed) {
        Map<?, ?> bound = (Map<?, ?>) ((Map<?, ?>) plan.get("evaluation")).get("bound");
        if (document.problem().objective() == Objective.THROUGHPUT) {
            double stated = ((Number) bound.get("throughput")).doubleValue();
            double gap = ((Number) bound.get("gap")).doubleValue();
            assertThat(stated)
                    .as("seed %d: bound and gap", seed)
                    .isCloseTo(reached.tokensPerSecond() * (1 + gap), within(1e-4 * stated));
        }
    }

    /** Units are notation: the same problem in other units is the same problem. */
    @Test
    void theSameInOtherUnitsIsTheSame() {
        Map<String, List<String>> notations = Map.of(
                "400 TFLOP/s", List.of("400 TFLOP/s", "0.4 PFLOP/s", "400000 GFLOP/s", "4e14 FLOP/s"),
                "64 GB", List.of("64 GB", "64000 MB", "0.064 TB", "6.4e10 B"),
                "1.8 TB/s", List.of("1.8 TB/s", "1800 GB/s", "1.8e12 B/s"),
                "300 GB/s", List.of("300 GB/s", "0.3 TB/s", "2400 Gbit/s"),
                "25 GB/s", List.of("25 GB/s", "200 Gbit/s", "25000 MB/s"),
                "40 ms", List.of("40 ms", "0.04 s", "40000 us"),
                "500 W", List.of("500 W", "0.5 kW"));
        String problem = """
                name: units
                model: {catalog: mixtral-8x7b}
                cluster:
                  nodes:
                    - count: 2
                      gpus: 4
                      gpu: {name: g, family: hopper, peak: 400 TFLOP/s, memory: 64 GB, memoryBandwidth: 1.8 TB/s,
                            linkBandwidth: 300 GB/s, networkBandwidth: 25 GB/s, hostBandwidth: 32 GB/s, power: 500 W, source: x}
                workload: {phase: decode, inputTokens: 2000, outputTokens: 500, concurrency: 384}
                objective: throughput
                targets: {timePerOutputToken: 40 ms}
                """;
        ProblemDocument expected = ProblemFiles.open(new InputFile("p.yaml", problem), Path.of(""));
        SplittableRandom random = new SplittableRandom(11);
        for (int number = 0; number < PROBLEMS; number++) {
            String other = problem;
            for (Map.Entry<String, List<String>> notation : notations.entrySet()) {
                List<String> ways = notation.getValue();
                other = other.replace(": " + notation.getKey(), ": " + ways.get(random.nextInt(ways.size())));
            }
            ProblemDocument read = ProblemFiles.open(new InputFile("p.yaml", other), Path.of(""));
            assertThat(read.problem()).as(other).isEqualTo(expected.problem());
            assertThat(read.digest()).as(other).isEqualTo(expected.digest());
        }
    }
}

package dev.meshwright.io.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.meshwright.base.fault.Fault;
import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.facts.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepFileTest {

    private static final String HEAD = """
            name: sweep
            problem:
              name: base
              model: {catalog: mixtral-8x7b}
              cluster: {nodes: [{count: 1, gpus: 8, gpu: h100-sxm}]}
              workload: {phase: decode, inputTokens: 1000, outputTokens: 100}
            vary:
            """;

    @TempDir
    private Path folder;

    private SweepFile read(String text, long most) throws IOException {
        Path file = folder.resolve("sweep.yaml");
        Files.writeString(file, text);
        return SweepFile.read(file, most, false);
    }

    private List<String> faults(String text, long most) {
        return catchThrowableOfType(InvalidInputException.class, () -> read(text, most)).faults().stream()
                .map(Fault::describe)
                .toList();
    }

    /** 2 kinds of GPUs x 3 numbers of nodes: the last axis turns fastest. */
    @Test
    void everyCombinationIsAScenario() throws IOException {
        SweepFile sweep = read(HEAD + """
                  cluster.nodes.0.gpu: [h100-sxm, h200-sxm]
                  cluster.nodes.0.count: [1, 2, 3]
                """, 6);
        assertThat(sweep.count()).isEqualTo(6);
        assertThat(LongStream.range(0, 6)
                        .mapToObj(sweep::scenario)
                        .map(scenario -> String.join(" ", scenario.values().values())))
                .containsExactly("h100-sxm 1", "h100-sxm 2", "h100-sxm 3", "h200-sxm 1", "h200-sxm 2", "h200-sxm 3");
        Problem fifth = sweep.scenario(4).problem().problem();
        assertThat(fifth.cluster().gpus()).isEqualTo(16);
        assertThat(fifth.cluster().nodes().getFirst().gpu().name()).isEqualTo("h200-sxm");
    }

    /** One of every two of six, each a place further: the first, the fourth, the fifth. */
    @Test
    void samplesTakeEveryValueInTurn() throws IOException {
        SweepFile sweep = read(HEAD + """
                  cluster.nodes.0.gpu: [h100-sxm, h200-sxm]
                  cluster.nodes.0.count: [1, 2, 3]
                """, 6).sampled(2);
        assertThat(sweep.count()).isEqualTo(3);
        assertThat(LongStream.range(0, 3)
                        .mapToObj(sweep::scenario)
                        .map(scenario -> scenario.number() + " "
                                + String.join(" ", scenario.values().values())))
                .containsExactly("1 h100-sxm 1", "4 h200-sxm 1", "5 h200-sxm 2");
    }

    /** A value may set several places, and make sections that the problem lacks. */
    @Test
    void valuesSetSeveralPlaces() throws IOException {
        SweepFile sweep = read(HEAD + """
                  hurry:
                    - {name: none, set: {workload.inputTokens: 500}}
                    - {set: {workload.inputTokens: 800, targets.timePerOutputToken: 30 ms}}
                """, 10);
        assertThat(sweep.scenario(0).values()).containsEntry("hurry", "none");
        assertThat(sweep.scenario(1).values()).containsEntry("hurry", "800, 30 ms");
        assertThat(sweep.scenario(1).problem().problem().targets().timePerOutputTokenSeconds())
                .hasValue(0.03);
        assertThat(sweep.scenario(0).problem().problem().targets().timePerOutputTokenSeconds())
                .isEmpty();
    }

    /** What is wrong with a sweep is said at once, and nothing is counted out that never ends: 1000^6 scenarios. */
    @Test
    void faultsComeTogether() {
        assertThat(faults(HEAD + """
                  cluster.nodes.3.gpu: [h200-sxm]
                  workload.phase.deep: [1]
                  cluster..nodes: [1]
                best: {per: [nothing]}
                """, 10))
                .anySatisfy(fault -> assertThat(fault)
                        .contains("/vary/cluster.nodes.3.gpu/0", "no entry 3", "Maybe a number from 0 to 0"))
                .anySatisfy(fault -> assertThat(fault).contains("inside a plain value"))
                .anySatisfy(fault -> assertThat(fault).contains("no place of a problem"))
                .anySatisfy(fault -> assertThat(fault).contains("is no axis of the sweep"));
        StringBuilder many = new StringBuilder(HEAD);
        String thousand = String.join(
                ", ", LongStream.range(0, 1000).mapToObj(String::valueOf).toList());
        for (int axis = 0; axis < 6; axis++) {
            many.append("  workload.inputTokens")
                    .append(axis)
                    .append(": [")
                    .append(thousand)
                    .append("]\n");
        }
        assertThat(faults(many.toString(), 10_000))
                .singleElement()
                .asString()
                .contains("makes 1,000,000,000,000,000,000 scenarios, more than 10,000", "--max-scenarios");
    }

    /** A value that no problem can have is a matter of its scenario. */
    @Test
    void aWrongValueIsAMatterOfItsScenario() throws IOException {
        SweepFile sweep = read(HEAD + "  cluster.nodes.0.gpu: [h100-sxm, nonsense]\n", 10);
        InvalidInputException wrong = catchThrowableOfType(
                InvalidInputException.class, () -> sweep.scenario(1).problem());
        assertThat(wrong.faults().getFirst().describe()).contains("scenario 2: /cluster/nodes/0/gpu", "nonsense");
    }

    /** Whoever reads the rows need not guess which axes are numbers. */
    @Test
    void numbersOfAxesAreNumbersInRows() throws IOException {
        Scenario scenario = read(HEAD + "  cluster.nodes.0.count: [2]\n  cluster.nodes.0.gpu: [h200-sxm]\n", 10)
                .scenario(0);
        assertThat(ScenarioRow.values(ScenarioRow.of(scenario, "d", "a")).values())
                .anyMatch(value -> value.equals(2L))
                .anyMatch(value -> value.equals("h200-sxm"));
    }
}

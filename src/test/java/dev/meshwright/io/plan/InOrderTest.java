package dev.meshwright.io.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.layout.Stage;
import dev.meshwright.layout.draft.InOrder;
import dev.meshwright.layout.draft.PlanDraft;
import dev.meshwright.layout.draft.PlanDraft.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What lies in order is one line of a plan file, and that line is the list that it stands for. */
class InOrderTest {

    private static final int DRAWN = 200;

    @TempDir
    Path folder;

    @Test
    void whatIsInOrderComesBackFromItsLine() {
        Random random = new Random(5);
        for (int drawn = 0; drawn < DRAWN; drawn++) {
            int ranks = 1 + random.nextInt(8);
            int slots = 1 + random.nextInt(4);
            List<List<List<Integer>>> experts = new ArrayList<>(
                    Collections.nCopies(1 + random.nextInt(5), ranked(IntStream.range(0, ranks * slots), slots)));
            assertThat(InOrder.ofExperts(experts).flatMap(InOrder::experts)).contains(experts);
            int perNode = 1 + random.nextInt(8);
            int from = random.nextInt(5);
            // Whole nodes at least: of less, the size of a node does not show.
            int instances = 1 + random.nextInt(4) + (perNode + ranks - 1) / ranks;
            List<List<Place>> devices = IntStream.range(0, instances)
                    .mapToObj(instance -> IntStream.range(0, ranks)
                            .map(rank -> instance * ranks + rank)
                            .mapToObj(at -> new Place(from + at / perNode, at % perNode))
                            .toList())
                    .toList();
            assertThat(InOrder.ofDevices(devices).flatMap(InOrder::devices)).contains(devices);
            List<Stage> stages = new ArrayList<>();
            int next = 0;
            for (int stage = 0; stage < ranks; stage++) {
                int layers = 1 + random.nextInt(9);
                stages.add(new Stage(next, next + layers - 1));
                next += layers;
            }
            assertThat(InOrder.ofStages(stages).flatMap(InOrder::stages)).contains(stages);
        }
    }

    private static List<List<Integer>> ranked(IntStream experts, int slots) {
        List<Integer> all = experts.boxed().toList();
        return IntStream.range(0, all.size() / slots)
                .mapToObj(rank -> all.subList(rank * slots, (rank + 1) * slots))
                .toList();
    }

    /** Two experts, two GPUs or two stages that change places leave no line. */
    @Test
    void whatIsOutOfOrderHasNoLine() {
        List<List<Integer>> inOrder = List.of(List.of(0, 1), List.of(2, 3));
        assertThat(InOrder.ofExperts(List.of(inOrder, inOrder))).contains("in order (2 layers x 2 ranks x 2 slots)");
        assertThat(InOrder.ofExperts(List.of(inOrder, List.of(List.of(0, 2), List.of(1, 3)))))
                .isEmpty();
        assertThat(InOrder.ofExperts(List.of(List.of(List.of(0, 1), List.of(2)))))
                .isEmpty();
        assertThat(InOrder.ofDevices(List.of(List.of(new Place(0, 1), new Place(0, 0)))))
                .isEmpty();
        assertThat(InOrder.ofDevices(List.of(List.of(new Place(0, 0), new Place(1, 0)))))
                .contains("in order (1 x 2 ranks with 1 to a node from 0)");
        assertThat(InOrder.ofStages(List.of(new Stage(2, 3), new Stage(0, 1)))).isEmpty();
        assertThat(InOrder.ofStages(List.of(new Stage(0, 1), new Stage(3, 4)))).isEmpty();
    }

    @Test
    void aPlanFileOfListsAndOneOfLinesAreTheSamePlan() throws IOException {
        PlanDraft lists = plan(
                "[[0, 1], [2, 2]]", "[[[0, 1], [2, 3]], [[0, 1], [2, 3]]]", "[[[1, 0], [1, 1]], [[2, 0], [2, 1]]]");
        PlanDraft lines = plan(
                "in order (2 1 layers)",
                "in order (2 layers x 2 ranks x 2 slots)",
                "in order (2 x 2 ranks with 2 to a node from 1)");
        assertThat(lines).isEqualTo(lists);
        assertThat(lines.stages())
                .hasValueSatisfying(stages -> assertThat(stages).hasSize(2));
    }

    private PlanDraft plan(String stages, String experts, String devices) throws IOException {
        Path file = folder.resolve("plan.yaml");
        Files.writeString(
                file,
                "layout:\n  tensor: 1\n  data: 2\n  expert: 2\n  pipeline: 2\n  stages: " + stages + "\n  experts: "
                        + experts + "\n  devices: " + devices + "\n");
        return PlanFiles.read(file);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "in order",
                "in order (2 layers)",
                "in order (0 layers x 0 ranks x 2 slots) and more",
                "in order (9999999 layers x 9999999 ranks x 9999999 slots)",
                "identity"
            })
    void aLineThatSaysLessIsRefused(String line) {
        assertThatThrownBy(() -> plan("in order (1 1 layers)", '"' + line + '"', "[[[0, 0], [0, 1]]]"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("/layout/experts")
                .hasMessageContaining("Maybe");
    }
}

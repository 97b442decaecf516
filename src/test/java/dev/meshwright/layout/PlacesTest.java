package dev.meshwright.layout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.Architectures;
import dev.meshwright.layout.Degrees.Recomputation;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Where ranks and experts lie: GPUs of ranks, experts of slots, both pools. */
class PlacesTest {

    /** TP2 DP1 on 2 stages in 2 replicas: 8 GPUs. */
    private static final Degrees DEGREES =
            new Degrees(new Cut(2, 1, 2, 1, 2, 2, 1, 2, 1), new Batch(1, 1, Recomputation.NONE));

    private static List<List<Integer>> rows(DeviceMap map) {
        return IntStream.range(0, map.stageInstances())
                .mapToObj(row -> Arrays.stream(map.devices(row)).boxed().toList())
                .toList();
    }

    /** Replica by replica the stages follow each other; or stage by stage the replicas do, as training frameworks number ranks. */
    @Test
    void gpusAreNumberedByReplicaOrByStage() {
        assertThat(rows(DeviceMap.inOrder(DEGREES)))
                .containsExactly(List.of(0, 1), List.of(2, 3), List.of(4, 5), List.of(6, 7));
        // Replica 0: stage 0 on 0 and 1, stage 1 on 4 and 5; replica 1: 2 and 3, 6 and 7.
        assertThat(rows(DeviceMap.stagesOutside(DEGREES)))
                .containsExactly(List.of(0, 1), List.of(4, 5), List.of(2, 3), List.of(6, 7));
    }

    @Test
    void gpusChangeNumbers() {
        DeviceMap map = DeviceMap.inOrder(DEGREES).on(new int[] {7, 6, 5, 4, 3, 2, 1, 0});
        assertThat(rows(map)).startsWith(List.of(7, 6)).endsWith(List.of(1, 0));
        assertThat(map.all()).containsExactly(7, 6, 5, 4, 3, 2, 1, 0);
        assertThat(map).isEqualTo(new DeviceMap(new int[][] {{7, 6}, {5, 4}, {3, 2}, {1, 0}}));
        assertThat(map.hashCode())
                .isEqualTo(new DeviceMap(new int[][] {{7, 6}, {5, 4}, {3, 2}, {1, 0}}).hashCode())
                .isNotEqualTo(DeviceMap.inOrder(DEGREES).hashCode());
        assertThat(map).isNotEqualTo(DeviceMap.inOrder(DEGREES)).isNotEqualTo("a map");
    }

    /** Six slots of four experts: the first two have two. */
    @Test
    void slotsHostExpertsInOrder() {
        ExpertSlots slots = ExpertSlots.contiguous(2, 4, 6);
        assertThat(slots.layers()).isEqualTo(2);
        assertThat(slots.slots(1)).isEqualTo(6);
        assertThat(slots.layer(0)).containsExactly(0, 1, 2, 3, 0, 1);
        assertThat(slots.logical(1, 3)).isEqualTo(3);
        assertThat(slots.replicas(0, 4)).containsExactly(2, 2, 1, 1);
        assertThat(slots.ranks(1, 3)).containsExactly(List.of(0, 1), List.of(2, 3), List.of(0, 1));
        assertThat(ExpertSlots.inOrder(Architectures.small(3, 4), 4)).isEqualTo(ExpertSlots.contiguous(3, 4, 4));
        assertThat(ExpertSlots.inOrder(Architectures.small(3, 4), 0).layers()).isZero();
    }

    @Test
    void slotsAreWhatTheyHost() {
        ExpertSlots slots = new ExpertSlots(new int[][] {{0, 1}, {1, 0}, {0, 1}});
        assertThat(slots.alike(0, 2)).isTrue();
        assertThat(slots.alike(0, 1)).isFalse();
        ExpertSlots same = new ExpertSlots(new int[][] {{0, 1}, {1, 0}, {0, 1}});
        assertThat(slots).isEqualTo(same).hasSameHashCodeAs(same);
        assertThat(slots).isNotEqualTo(ExpertSlots.contiguous(3, 2, 2)).isNotEqualTo("slots");
        assertThat(slots.hashCode())
                .isNotEqualTo(ExpertSlots.contiguous(3, 2, 2).hashCode());
    }

    @Test
    void poolsAreTwoLayouts() {
        Layout prefill = Layout.inOrder(DEGREES, Architectures.small(4, 4));
        Layout decode =
                new Layout(DEGREES.withReplicas(1), prefill.stages(), prefill.experts(), new DeviceMap(new int[][] {
                    {8, 9}, {10, 11}
                }));
        Pools pools = new Pools(prefill, decode);
        assertThat(pools.gpus()).isEqualTo(8 + 4);
        assertThat(pools.devices()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
        assertThat(pools.of(PoolRole.PREFILL)).isSameAs(prefill);
        assertThat(pools.of(PoolRole.DECODE)).isSameAs(decode);
        assertThat(pools.shortName()).isEqualTo("2 x TP2 EP2 PP2 + 1 x TP2 EP2 PP2");
        assertThat(PoolRole.PREFILL.label()).isEqualTo("prefill");
    }

    @Test
    void violationsSayWhereAndWhetherTheyAreLate() {
        Violation count = Violation.count(Constraint.EXPERT_GRID, "/layout/expert", 3, 4, "Mend it.");
        assertThat(count.within("prefill").where()).isEqualTo("prefill, /layout/expert");
        assertThat(count.late()).isFalse();
        for (Constraint target : List.of(
                Constraint.TARGET_TIME_TO_FIRST_TOKEN,
                Constraint.TARGET_TIME_PER_OUTPUT_TOKEN,
                Constraint.TARGET_END_TO_END)) {
            assertThat(Violation.count(target, "", 2, 1, "").late()).isTrue();
        }
        assertThat(Violation.count(Constraint.TARGET_THROUGHPUT, "", 1, 2, "").late())
                .isFalse();
        assertThat(Constraint.TARGET_THROUGHPUT.label()).isEqualTo("target.throughput");
    }
}

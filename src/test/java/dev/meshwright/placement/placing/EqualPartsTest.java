package dev.meshwright.placement.placing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.SmallProblem;
import dev.meshwright.facts.cluster.Cluster;
import dev.meshwright.facts.cluster.Device;
import dev.meshwright.facts.cluster.NodeGroup;
import dev.meshwright.layout.Batch;
import dev.meshwright.layout.Cut;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Degrees.Recomputation;
import dev.meshwright.layout.DeviceMap;
import dev.meshwright.layout.ExpertSlots;
import dev.meshwright.layout.Layout;
import dev.meshwright.layout.Stage;
import dev.meshwright.layout.engine.RankOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Servers on equal parts of nodes: as many as there is room for, and each where an engine starts it. */
class EqualPartsTest {

    private static final Cluster SMALL = SmallProblem.read("small").cluster();

    private static Cluster nodes(int count, int gpus) {
        return new Cluster(
                List.of(new NodeGroup(count, gpus, SMALL.nodes().getFirst().gpu())), SMALL.interNode());
    }

    private static Degrees degrees(int tensor, int data, int pipeline, int replicas) {
        Cut cut = new Cut(tensor, data, tensor * data, 1, pipeline, replicas, 1, 1, 1);
        return new Degrees(cut, new Batch(1, 1, Recomputation.NONE));
    }

    private static List<DeviceMap> ways(Cluster cluster, Degrees degrees, RankOrder order) {
        boolean[] offered = new boolean[cluster.gpus()];
        Arrays.fill(offered, true);
        return new EqualParts(cluster, degrees, order, offered, false).ways();
    }

    /** Eight servers of 3 x 4 GPUs fill 12 nodes of 8: each has 4 GPUs of 3 nodes, two servers share these. */
    @Test
    void twoServersShareThreeNodes() {
        DeviceMap map =
                ways(nodes(12, 8), degrees(4, 1, 3, 8), RankOrder.WHOLE_STAGES).getFirst();
        assertThat(map.devices(0)).containsExactly(0, 1, 2, 3);
        assertThat(map.devices(1)).containsExactly(8, 9, 10, 11);
        assertThat(map.devices(2)).containsExactly(16, 17, 18, 19);
        assertThat(map.all().distinct().count()).isEqualTo(96);
    }

    /** Three copies of 4 GPUs are a job of 12: on three nodes of 8 they are 4 and 4 and 4, not 8 and 4. */
    @Test
    void copiesOfAJobLieOnEqualParts() {
        DeviceMap map = ways(nodes(3, 8), degrees(4, 1, 1, 3), RankOrder.JOB).getFirst();
        assertThat(map.devices(0)).containsExactly(0, 1, 2, 3);
        assertThat(map.devices(1)).containsExactly(8, 9, 10, 11);
        assertThat(map.devices(2)).containsExactly(16, 17, 18, 19);
    }

    /** On two nodes of 8 three stages of 4 would be 6 and 6: a tensor group on both. */
    @Test
    void tensorGroupsStayWhole() {
        assertThat(ways(nodes(2, 8), degrees(4, 1, 3, 1), RankOrder.STAGES)).isEmpty();
    }

    @Test
    void asManyServersAsHaveRoomAndEachIsStarted() {
        Random random = new Random(11);
        int seated = 0;
        for (int round = 0; round < 500; round++) {
            Cluster cluster = nodes(1 + random.nextInt(9), List.of(4, 6, 8).get(random.nextInt(3)));
            Degrees degrees =
                    degrees(1 + random.nextInt(4), 1 + random.nextInt(4), 1 + random.nextInt(4), 1 + random.nextInt(6));
            RankOrder order = RankOrder.values()[random.nextInt(RankOrder.values().length)];
            List<DeviceMap> ways = ways(cluster, degrees, order);
            assertThat(!ways.isEmpty())
                    .as("%s %s %s", cluster, degrees, order)
                    .isEqualTo(room(cluster, degrees, order));
            for (DeviceMap way : ways) {
                Layout layout = new Layout(degrees, List.of(new Stage(0, 0)), new ExpertSlots(new int[0][]), way);
                assertThat(way.all().distinct().count()).isEqualTo(degrees.gpus());
                assertThat(IntStream.range(0, order.servers(degrees.cut())))
                        .allMatch(server -> order.starts(server, layout, cluster));
                seated++;
            }
        }
        assertThat(seated).isGreaterThan(100);
    }

    /** Servers on n nodes each have room where a node gives floor(GPUs / part) parts, no server two of one node. */
    private static boolean room(Cluster cluster, Degrees degrees, RankOrder order) {
        List<Integer> sizes = IntStream.range(0, cluster.nodeCount())
                .map(node -> (int) cluster.devices().stream()
                        .map(Device::node)
                        .filter(own -> own == node)
                        .count())
                .boxed()
                .toList();
        return order.nodes(degrees.cut()).stream().anyMatch(count -> {
            int part = order.gpus(degrees.cut()) / count;
            int servers = order.servers(degrees.cut());
            boolean whole = part % degrees.tensor() == 0 || degrees.tensor() % part == 0;
            int parts = sizes.stream()
                    .mapToInt(size -> Math.min(size / part, servers))
                    .sum();
            return whole && parts >= servers * count;
        });
    }
}

package dev.meshwright.facts.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.Problems;
import dev.meshwright.facts.model.Precision;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterTest {

    @Test
    void devicesAreNumberedNodeByNode() {
        Cluster cluster = Problems.cluster(
                new NodeGroup(2, 4, Problems.gpu("a100-sxm-80gb")), new NodeGroup(1, 2, Problems.gpu("h100-pcie")));
        List<Device> devices = cluster.devices();
        assertThat(cluster.gpus()).isEqualTo(2 * 4 + 2);
        assertThat(cluster.nodeCount()).isEqualTo(3);
        assertThat(cluster.mixed()).isTrue();
        assertThat(devices).extracting(Device::index).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(devices).extracting(Device::node).containsExactly(0, 0, 0, 0, 1, 1, 1, 1, 2, 2);
        assertThat(devices).extracting(Device::slot).containsExactly(0, 1, 2, 3, 0, 1, 2, 3, 0, 1);
    }

    /** A rack of GB200 joins the 72 GPUs of 18 nodes; two racks are two islands. */
    @Test
    void linksOfARackJoinItsNodes() {
        Cluster racks = Problems.cluster(36, 4, "gb200");
        assertThat(racks.nodes().getFirst().islandSize()).isEqualTo(18 * 4);
        assertThat(racks.devices().get(71).island()).isZero();
        assertThat(racks.devices().get(72).island()).isEqualTo(1);
    }

    @Test
    void partOfARackIsAnIslandOfItsOwn() {
        assertThat(new NodeGroup(3, 4, Problems.gpu("gb200")).islandSize()).isEqualTo(3 * 4);
    }

    /** The NVLink of an HGX board joins the GPUs on it, however many nodes there are. */
    @Test
    void linksOfABoardEndAtTheNode() {
        assertThat(new NodeGroup(2, 8, Problems.gpu("h100-sxm")).islandSize()).isEqualTo(8);
        assertThat(new NodeGroup(2, 4, Problems.gpu("h100-sxm")).islandSize()).isEqualTo(4);
    }

    @Test
    void networkBandwidthIsTheProblemsOrTheCatalogues() {
        NodeGroup group = new NodeGroup(2, 8, Problems.gpu("h100-sxm"));
        assertThat(Problems.cluster(group).networkBandwidth(group)).isEqualTo(400e9 / 8);
        Cluster slow = new Cluster(List.of(group), new InterNode(java.util.OptionalDouble.of(25e9), 5e-6));
        assertThat(slow.networkBandwidth(group)).isEqualTo(25e9);
    }

    @Test
    void formatsWithoutTensorCoresAreExpanded() {
        Gpu ampere = Problems.gpu("a100-sxm-80gb");
        Gpu hopper = Problems.gpu("h100-sxm");
        assertThat(ampere.arithmetic(Precision.FP8)).isEqualTo(Precision.BF16);
        assertThat(hopper.arithmetic(Precision.FP8)).isEqualTo(Precision.FP8);
        assertThat(hopper.arithmetic(Precision.MXFP4)).as("weight-only").isEqualTo(Precision.BF16);
        assertThat(hopper.peakFlops(Precision.INT4)).isEqualTo(hopper.peakFlops(Precision.BF16));
    }
}

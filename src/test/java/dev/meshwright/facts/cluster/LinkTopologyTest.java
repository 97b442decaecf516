package dev.meshwright.facts.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LinkTopologyTest {

    @Test
    void aMeshGivesEachPairItsLink() {
        // Eight GPUs, seven links of 64 GB/s: one peer over one link, three over three, seven over all.
        assertThat(LinkTopology.MESH.bandwidth(448e9, 8, 2)).isEqualTo(64e9);
        assertThat(LinkTopology.MESH.bandwidth(448e9, 8, 4)).isEqualTo(3 * 64e9);
        assertThat(LinkTopology.MESH.bandwidth(448e9, 8, 8)).isEqualTo(448e9);
        // A group that spans boards has all links of its board; a lone GPU is no group, and its copies take one link.
        assertThat(LinkTopology.MESH.bandwidth(448e9, 8, 16)).isEqualTo(448e9);
        assertThat(LinkTopology.MESH.bandwidth(448e9, 8, 1)).isEqualTo(64e9);
    }

    @Test
    void aSwitchGivesAnyGroupAllLinks() {
        for (int ranks = 1; ranks <= 16; ranks++) {
            assertThat(LinkTopology.SWITCH.bandwidth(450e9, 8, ranks)).isEqualTo(450e9);
        }
    }

    /** The claim that rings use all links: eight GPUs, seven rings, each of the 56 directed links in exactly one. */
    @Test
    void ringsOverEightGpusUseEveryLinkOnce() {
        int gpus = 8;
        List<List<Integer>> rings = new ArrayList<>();
        Set<Integer> used = new HashSet<>();
        assertThat(rings(gpus, rings, used)).isTrue();
        assertThat(rings).hasSize(gpus - 1);
        assertThat(used).hasSize(gpus * (gpus - 1));
    }

    /** Depth first: each ring starts at GPU 0 and goes on over links that no other ring has. */
    private static boolean rings(int gpus, List<List<Integer>> rings, Set<Integer> used) {
        return rings.size() == gpus - 1 || extend(gpus, new ArrayList<>(List.of(0)), rings, used);
    }

    private static boolean extend(int gpus, List<Integer> ring, List<List<Integer>> rings, Set<Integer> used) {
        int last = ring.getLast();
        if (ring.size() == gpus) {
            if (!used.add(last * gpus)) {
                return false;
            }
            rings.add(List.copyOf(ring));
            if (rings(gpus, rings, used)) {
                return true;
            }
            rings.removeLast();
            used.remove(last * gpus);
            return false;
        }
        // The second GPU of ring r is r + 1: rings leave GPU 0 over different links, in any order.
        int from = ring.size() == 1 ? rings.size() + 1 : 1;
        int to = ring.size() == 1 ? from : gpus - 1;
        for (int next = from; next <= to; next++) {
            if (!ring.contains(next) && used.add(last * gpus + next)) {
                ring.add(next);
                if (extend(gpus, ring, rings, used)) {
                    return true;
                }
                ring.removeLast();
                used.remove(last * gpus + next);
            }
        }
        return false;
    }
}

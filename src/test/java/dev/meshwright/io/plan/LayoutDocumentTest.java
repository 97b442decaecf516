package dev.meshwright.io.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.answer.json.LayoutDocument;
import dev.meshwright.facts.cluster.Cluster;
import dev.meshwright.facts.cluster.InterNode;
import dev.meshwright.facts.cluster.NodeGroup;
import dev.meshwright.io.catalogue.GpuCatalogue;
import dev.meshwright.io.tree.Documents;
import dev.meshwright.io.tree.InputFile;
import dev.meshwright.layout.Batch;
import dev.meshwright.layout.Cut;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Degrees.Recomputation;
import dev.meshwright.layout.DeviceMap;
import dev.meshwright.layout.ExpertSlots;
import dev.meshwright.layout.Layout;
import dev.meshwright.layout.Stage;
import dev.meshwright.layout.draft.DegreeName;
import dev.meshwright.layout.draft.DegreesDraft;
import dev.meshwright.layout.draft.PlanDraft;
import dev.meshwright.layout.draft.PlanDraft.Place;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LayoutDocumentTest {

    @Test
    void readsBackTheSame() {
        Cluster cluster = new Cluster(
                List.of(new NodeGroup(2, 2, GpuCatalogue.standard().find("h100").orElseThrow())), InterNode.DEFAULT);
        Degrees degrees = new Degrees(1, 2, 2, 1, 2, 1, 4, 3, 1, Recomputation.FULL, 3, 2);
        Layout layout = new Layout(
                degrees,
                List.of(new Stage(0, 1), new Stage(2, 3)),
                new ExpertSlots(new int[][] {{0, 1, 2, 3, 0, 1}, {3, 2, 1, 0, 3, 2}}),
                DeviceMap.inOrder(degrees));
        Map<String, Object> plan = Map.of("layout", LayoutDocument.of(layout, cluster));
        for (String file : List.of("plan.yaml", "plan.json")) {
            String text = file.endsWith("yaml") ? Documents.toYaml(plan) : Documents.toJson(plan);
            PlanDraft draft = PlanFiles.read(new InputFile(file, text));
            assertThat(draft.degrees()).isEqualTo(DegreesDraft.of(degrees).without(DegreeName.EXPERT_DATA));
            assertThat(draft.stages()).contains(layout.stages());
            assertThat(draft.experts())
                    .contains(List.of(
                            List.of(List.of(0, 1, 2), List.of(3, 0, 1)), List.of(List.of(3, 2, 1), List.of(0, 3, 2))));
            assertThat(draft.devices())
                    .contains(List.of(
                            List.of(new Place(0, 0), new Place(0, 1)), List.of(new Place(1, 0), new Place(1, 1))));
        }
    }

    /** Copies of the experts are written where there are several. */
    @Test
    void readsCopiesOfExpertsBack() {
        Cut cut = new Cut(4, 1, 2, 1, 2, 1, 1, 1, 4, 2);
        Degrees degrees = new Degrees(cut, new Batch(1, 8, Recomputation.NONE));
        String text = Documents.toYaml(Map.of("layout", LayoutDocument.degrees(degrees)));
        assertThat(PlanFiles.read(new InputFile("plan.yaml", text)).degrees()).isEqualTo(DegreesDraft.of(degrees));
    }
}

package dev.meshwright.io.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.meshwright.base.fault.Fault;
import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.io.tree.InputFile;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Degrees.Recomputation;
import dev.meshwright.layout.Stage;
import dev.meshwright.layout.draft.Claim;
import dev.meshwright.layout.draft.DegreeName;
import dev.meshwright.layout.draft.DegreesDraft;
import dev.meshwright.layout.draft.DegreesDraft.Form;
import dev.meshwright.layout.draft.PlanDraft;
import dev.meshwright.layout.draft.PlanDraft.Place;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

public class PlanFilesTest {

    public static final String COMPLETE = """
            problem: {name: small, digest: "sha256:00"}
            layout:
              tensor: 2
              data: 1
              expert: 2
              expertTensor: 1
              pipeline: 2
              replicas: 1
              microBatch: 4
              microBatches: 2
              virtualStages: 1
              recomputation: selective
              slotsPerRank: 3
              stages: [[0, 1], [2, 3]]
              experts:
                - [[0, 1, 2], [3, 0, 1]]
                - [0, 1, 2, 3, 4, 5]
              devices:
                - [[0, 0], [0, 1]]
                - [{node: 1, gpu: 0}, {node: 1, gpu: 1}]
            evaluation: {feasible: true, anything: [1, 2]}
            alternatives: []
            claims:
              - {quantity: memory.experts.perGpu, value: 0.62 GB, quote: "Expert Parameters: 0.62GB"}
              - {quantity: gpus, value: 16}
            """;

    private static DegreesDraft degrees(String layout) {
        return PlanFiles.read(new InputFile("plan.yaml", "layout: {" + layout + "}"))
                .degrees();
    }

    private static List<String> faults(String text) {
        return catchThrowableOfType(InvalidInputException.class, () -> PlanFiles.read(new InputFile("plan.yaml", text)))
                .faults()
                .stream()
                .map(Fault::describe)
                .toList();
    }

    @Test
    void readsEveryField() {
        PlanDraft plan = PlanFiles.read(new InputFile("plan.yaml", COMPLETE));
        assertThat(plan.problemName()).contains("small");
        assertThat(plan.problemDigest()).contains("sha256:00");
        assertThat(plan.degrees())
                .isEqualTo(DegreesDraft.of(new Degrees(2, 1, 2, 1, 2, 1, 4, 2, 1, Recomputation.SELECTIVE, 3, 1))
                        .without(DegreeName.CONTEXT, DegreeName.EXPERT_DATA));
        assertThat(plan.stages()).contains(List.of(new Stage(0, 1), new Stage(2, 3)));
        assertThat(plan.experts())
                .contains(List.of(
                        List.of(List.of(0, 1, 2), List.of(3, 0, 1)), List.of(List.of(0, 1, 2), List.of(3, 4, 5))));
        assertThat(plan.devices())
                .contains(
                        List.of(List.of(new Place(0, 0), new Place(0, 1)), List.of(new Place(1, 0), new Place(1, 1))));
        assertThat(plan.claims())
                .containsExactly(
                        new Claim("memory.experts.perGpu", "0.62 GB", "Expert Parameters: 0.62GB"),
                        new Claim("gpus", "16", ""));
    }

    @Test
    void degreesAreUnderstoodByTheNamesOfEngines() {
        Map<DegreeName, Integer> stated = Map.of(
                DegreeName.TENSOR,
                8,
                DegreeName.EXPERT,
                16,
                DegreeName.DATA,
                2,
                DegreeName.PIPELINE,
                4,
                DegreeName.CONTEXT,
                2);
        for (String layout : List.of(
                "tp: 8, ep: 16, dp: 2, pp: 4, cp: 2",
                "TP: 8, EP: 16, DP: 2, PP: 4, CP: 2",
                "tp_size: 8, ep_size: 16, dp-size: 2, ppSize: 4, contextParallelSize: 2",
                "tensor-parallel-size: 8, expert_model_parallel_size: 16, dataParallelSize: 2, pipeline: 4, context: 2")) {
            assertThat(degrees(layout)).isEqualTo(new DegreesDraft(stated, Optional.empty(), Form.ENGINE_NAMES));
        }
        assertThat(degrees("etp: 2, tp: 4").get(DegreeName.EXPERT_TENSOR)).hasValue(2);
        assertThat(degrees("tensor: 4").form()).isEqualTo(Form.FIELDS);
    }

    @Test
    void oneLineIsALayoutToo() {
        PlanDraft plan = PlanFiles.read(new InputFile("plan.yaml", "layout: TP4 EP2 ETP2 PP1 x2"));
        assertThat(plan.degrees())
                .isEqualTo(new DegreesDraft(
                        Map.of(
                                DegreeName.TENSOR, 4,
                                DegreeName.EXPERT, 2,
                                DegreeName.EXPERT_TENSOR, 2,
                                DegreeName.PIPELINE, 1,
                                DegreeName.REPLICAS, 2),
                        Optional.empty(),
                        Form.HEADLINE));
    }

    @Test
    void everythingWrongWithALineIsReportedTogether() {
        assertThat(faults("layout: TP4 PT2 EP0 tp8 nonsense !"))
                .containsExactly(
                        "plan.yaml: /layout: \"PT2\" names no degree (TP4 PT2 EP0 tp8 nonsense !). Maybe PP.",
                        "plan.yaml: /layout: \"EP0\" must be from 1 to 1000000 (TP4 PT2 EP0 tp8 nonsense !)",
                        "plan.yaml: /layout: \"tp8\" says another tensor than the 4 before it (TP4 PT2 EP0 tp8 nonsense !)",
                        "plan.yaml: /layout: \"nonsense\" is no degree such as TP4 (TP4 PT2 EP0 tp8 nonsense !)",
                        "plan.yaml: /layout: \"!\" is no degree such as TP4 (TP4 PT2 EP0 tp8 nonsense !)");
        assertThat(faults("layout: \"hello\""))
                .containsExactly("plan.yaml: /layout: \"hello\" is no degree such as TP4 (hello)");
    }

    @Test
    void oneDegreeUnderTwoNamesMustBeOneNumber() {
        assertThat(faults("layout: {tensor: 4, tp: 8, ep: 2, EP: 2, pq: 3, tensr: 1}"))
                .containsExactly(
                        "plan.yaml: /layout/pq: unknown field. Maybe PP.",
                        "plan.yaml: /layout/tensr: unknown field. Maybe tensor.",
                        "plan.yaml: /layout/tp: is the same degree as tensor, which is 4 (8). Maybe leave one of them"
                                + " out.");
    }

    @Test
    void reportsAllFaultsTogether() {
        String text = """
                problm: x
                layout:
                  tensor: 3
                  data: 1
                  expert: 2
                  pipeline: 0
                  recomputation: some
                  stages: [[0, 1], [3, 2], [4]]
                  experts: [[[0, -1], 3], [1, 2, 3]]
                  devices: [[[0, 0, 0], {node: 1}]]
                claims: [{quantity: x, claim: 3}, {quantity: throughput.perGPU, value: 3}, {quantity: gpus, value: 3}, {quantity: memory.perGpu, value: 19.2}]
                """;
        assertThat(faults(text))
                .containsExactly(
                        "plan.yaml: /problm: unknown field. Maybe problem.",
                        "plan.yaml: /layout/pipeline: must be at least 1 (0)",
                        "plan.yaml: /layout/recomputation: must be one of none, selective, full (some)",
                        "plan.yaml: /layout/stages/1: must be [first layer, last layer], the last one included",
                        "plan.yaml: /layout/stages/2: must be [first layer, last layer], the last one included",
                        "plan.yaml: /layout/experts/0/0/1: must be at least 0 (-1)",
                        "plan.yaml: /layout/experts/0/1: must be the list of experts of a rank, as in the other ranks (3)",
                        "plan.yaml: /layout/experts/1: has 3 slots, which do not spread over 2 expert ranks",
                        "plan.yaml: /layout/devices/0/0: must be [node, GPU in the node]",
                        "plan.yaml: /layout/devices/0/1/gpu: is missing",
                        "plan.yaml: /claims/0/claim: unknown field. Maybe one of: quantity, value, quote, by,"
                                + " given.",
                        "plan.yaml: /claims/0/quantity: no quantity is called x (x)",
                        "plan.yaml: /claims/0/value: is missing",
                        "plan.yaml: /claims/1/quantity: no quantity is called throughput.perGPU (throughput.perGPU)."
                                + " Maybe throughput.perGpu.",
                        "plan.yaml: /claims/3/value: has no unit and must be bytes such as 64 GB or 8 GiB (19.2)."
                                + " Maybe 19.2 GB or 19.2 GiB.");
    }
}

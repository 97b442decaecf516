package dev.meshwright.io.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.meshwright.base.fault.Fault;
import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.io.tree.InputFile;
import dev.meshwright.layout.Claim;
import dev.meshwright.layout.Degrees.Recomputation;
import dev.meshwright.layout.DegreesDraft;
import dev.meshwright.layout.DegreesDraft.Reading;
import dev.meshwright.layout.PlanDraft;
import dev.meshwright.layout.PlanDraft.Place;
import dev.meshwright.layout.Stage;
import java.util.List;
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
        assertThat(plan.degrees().reading()).isEqualTo(Reading.STATED);
        assertThat(plan.degrees().note()).isEmpty();
        assertThat(plan.degrees().microBatches()).hasValue(2);
        assertThat(plan.degrees().recomputation()).contains(Recomputation.SELECTIVE);
        assertThat(plan.degrees().slotsPerRank()).hasValue(3);
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
    void orthogonalReadingMultipliesTheDegrees() {
        DegreesDraft degrees = degrees("tensor: 4, expert: 4, pipeline: 2");
        assertThat(degrees.tensor() * degrees.data() * degrees.pipeline()).isEqualTo(4 * 4 * 2);
        assertThat(degrees.expert() * degrees.expertTensor()).isEqualTo(degrees.tensor() * degrees.data());
        assertThat(degrees.note())
                .isEqualTo("Read as tensor x expert x pipeline = 4 x 4 x 2 = 32 GPUs: data 4 (= expert),"
                        + " expertTensor 4 (= tensor).");
    }

    @Test
    void derivesWhatTheOtherDegreesLeaveNoChoiceIn() {
        assertThat(degrees("tensor: 2, data: 8, expert: 16").expertTensor()).isEqualTo(2 * 8 / 16);
        assertThat(degrees("tensor: 2, expert: 8, expertTensor: 1").data()).isEqualTo(8 * 1 / 2);
        assertThat(degrees("tensor: 2, data: 8, expertTensor: 4").expert()).isEqualTo(2 * 8 / 4);
        DegreesDraft split = degrees("tensor: 8");
        assertThat(List.of(split.data(), split.expert(), split.expertTensor(), split.pipeline()))
                .containsExactly(1, 1, 8, 1);
        assertThat(split.note())
                .isEqualTo("No expert degree is stated: every expert is split over the 8 GPUs of a stage (expert 1,"
                        + " expertTensor 8).");
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
                        "plan.yaml: /layout: expertTensor is missing and tensor x data / expert = 3/2 gives no whole"
                                + " number up to 1000000",
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

package dev.meshwright.layout.draft;

import dev.meshwright.facts.cluster.Device;
import dev.meshwright.layout.DeviceMap;
import dev.meshwright.layout.Stage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * A plan file as its author wrote it, syntactically valid and nothing more: the degrees, and whatever else was stated.
 *
 * @param problemName name of the problem it was made for
 * @param problemDigest digest of that problem
 * @param degrees how often the model is cut and copied
 * @param stages layers of each stage
 * @param experts logical experts by {@code [routed layer][rank][slot]}
 * @param devices GPUs by {@code [replica * pipeline + stage][rank]}
 * @param predictionStage stage of the multi-token-prediction layers
 * @param claims numbers to audit
 */
public record PlanDraft(
        Optional<String> problemName,
        Optional<String> problemDigest,
        DegreesDraft degrees,
        Optional<List<Stage>> stages,
        Optional<List<List<List<Integer>>>> experts,
        Optional<List<List<Place>>> devices,
        OptionalInt predictionStage,
        List<Claim> claims) {

    /**
     * A GPU by its node.
     *
     * @param node number of the node in the cluster, from 0
     * @param gpu number of the GPU in its node, from 0
     */
    public record Place(int node, int gpu) {}

    /** Where the ranks of a map are, by {@code [replica * pipeline + stage][rank]}. */
    public static List<List<Place>> places(DeviceMap map, List<Device> devices) {
        return IntStream.range(0, map.stageInstances())
                .mapToObj(stage -> Arrays.stream(map.devices(stage))
                        .mapToObj(devices::get)
                        .map(device -> new Place(device.node(), device.slot()))
                        .toList())
                .toList();
    }

    /** A plan that says nothing of multi-token prediction. */
    public PlanDraft(
            Optional<String> problemName,
            Optional<String> problemDigest,
            DegreesDraft degrees,
            Optional<List<Stage>> stages,
            Optional<List<List<List<Integer>>>> experts,
            Optional<List<List<Place>>> devices,
            List<Claim> claims) {
        this(problemName, problemDigest, degrees, stages, experts, devices, OptionalInt.empty(), claims);
    }

    /** A plan that states degrees alone. */
    public static PlanDraft of(DegreesDraft degrees) {
        return new PlanDraft(
                Optional.empty(),
                Optional.empty(),
                degrees,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    public PlanDraft {
        stages = stages.map(List::copyOf);
        experts = experts.map(List::copyOf);
        devices = devices.map(List::copyOf);
        claims = List.copyOf(claims);
    }

    /** The same plan with more claims to audit. */
    public PlanDraft withClaims(List<Claim> more) {
        List<Claim> all = new ArrayList<>(claims);
        all.addAll(more);
        return new PlanDraft(problemName, problemDigest, degrees, stages, experts, devices, predictionStage, all);
    }

    /** The same plan, its claims left out, on those GPUs. */
    public PlanDraft withDevices(List<List<Place>> others) {
        return new PlanDraft(
                problemName, problemDigest, degrees, stages, experts, Optional.of(others), predictionStage, List.of());
    }

    /** The same plan, its claims left out, with other layers in its stages. */
    public PlanDraft withStages(List<Stage> others) {
        return new PlanDraft(
                problemName, problemDigest, degrees, Optional.of(others), experts, devices, predictionStage, List.of());
    }

    /** The same plan, its claims left out, with other experts in its slots. */
    public PlanDraft withExperts(List<List<List<Integer>>> others) {
        return new PlanDraft(
                problemName, problemDigest, degrees, stages, Optional.of(others), devices, predictionStage, List.of());
    }
}

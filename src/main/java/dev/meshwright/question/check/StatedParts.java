package dev.meshwright.question.check;

import dev.meshwright.facts.cluster.Cluster;
import dev.meshwright.facts.cluster.Device;
import dev.meshwright.layout.Constraint;
import dev.meshwright.layout.DeviceMap;
import dev.meshwright.layout.ExpertSlots;
import dev.meshwright.layout.Violation;
import dev.meshwright.layout.draft.PlanDraft.Place;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Experts and devices that a plan states, as a layout holds them. */
public final class StatedParts {

    private StatedParts() {}

    /** Slots by layer, whether or not they were stated by rank. */
    static ExpertSlots slots(List<List<List<Integer>>> layers) {
        int[][] rows = new int[layers.size()][];
        for (int layer = 0; layer < rows.length; layer++) {
            rows[layer] = layers.get(layer).stream()
                    .flatMap(List::stream)
                    .mapToInt(Integer::intValue)
                    .toArray();
        }
        return new ExpertSlots(rows);
    }

    /** Cluster-wide GPU numbers; empty, with a violation, where a place does not exist. */
    public static Optional<DeviceMap> devices(List<List<Place>> places, Cluster cluster, Set<Violation> violations) {
        List<Device> devices = cluster.devices();
        int[][] rows = new int[places.size()][];
        for (int stage = 0; stage < rows.length; stage++) {
            rows[stage] = new int[places.get(stage).size()];
            for (int rank = 0; rank < rows[stage].length; rank++) {
                Place place = places.get(stage).get(rank);
                Optional<Device> device = devices.stream()
                        .filter(candidate -> candidate.node() == place.node() && candidate.slot() == place.gpu())
                        .findFirst();
                if (device.isEmpty()) {
                    violations.add(Violation.count(
                            Constraint.DEVICE_EXISTS,
                            "/layout/devices/" + stage + "/" + rank + " (GPU " + place.gpu() + " of node "
                                    + place.node() + ")",
                            place.node(),
                            cluster.nodeCount() - 1.0,
                            "Name a node from 0 to " + (cluster.nodeCount() - 1) + " and a GPU that it has."));
                    return Optional.empty();
                }
                rows[stage][rank] = device.get().index();
            }
        }
        return Optional.of(new DeviceMap(rows));
    }
}

package dev.meshwright.cost.efficiency;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** What a fit leaves alone, by family, and which rows it takes. */
final class HeldConstants {

    private HeldConstants() {}

    /**
     * Besides, where no GPU of a low peak was measured in this arithmetic: the share that others of its family reach without
     * a cap by power.
     */
    static final Set<String> UNCAPPED = Set.of("tileRows", "computeFraction");

    /** Rows of a matrix instruction, which the instruction set gives. */
    static final Set<String> TILE = Set.of("tileRows");

    /** Where power is no constant, GPUs that it does not cap would pass for better kernels. */
    static <S extends Record> List<Observation<S>> capped(S start, List<Observation<S>> all) {
        boolean power = Arrays.stream(start.getClass().getRecordComponents())
                .anyMatch(component -> component.getName().equals("flopsPerJoule"));
        return power
                ? all.stream().filter(row -> !row.group().startsWith("h20 ")).toList()
                : all;
    }

    /** Only Hopper has measured GPUs that power caps and others that it does not. */
    static Set<String> uncapped(String family) {
        return family.equals("hopper") ? UNCAPPED : TILE;
    }

    /** Only Hopper was measured on several nodes; elsewhere the network's constants are its own. */
    static Set<String> network(String family) {
        return family.equals("hopper") ? Set.of() : Set.of("networkLatencySeconds", "networkFraction");
    }
}

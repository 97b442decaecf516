package dev.meshwright.layout.rule;

import dev.meshwright.facts.problem.Problem;
import dev.meshwright.layout.Constraint;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Layout;
import dev.meshwright.layout.Violation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a complete layout must satisfy beyond its degrees: stages, expert slots and devices. */
public final class LayoutRules {

    private final Problem problem;
    private final DegreeRules degreeRules;
    private final int routedLayers;

    /** The rules of {@code problem}. */
    public LayoutRules(Problem problem) {
        this.problem = problem;
        this.degreeRules = new DegreeRules(problem);
        this.routedLayers = (int) problem.model().layers().stream()
                .filter(layer -> layer.routed())
                .count();
    }

    /** All rules that {@code layout} breaks. */
    public List<Violation> violations(Layout layout) {
        List<Violation> broken = new ArrayList<>(degreeRules.violations(layout.degrees()));
        broken.addAll(new StageRules(problem).violations(layout));
        experts(layout, broken);
        devices(layout, broken);
        return broken;
    }

    /** Whether the parts of {@code layout} fit together well enough to be evaluated at all. */
    public static boolean evaluable(List<Violation> violations) {
        Set<Constraint> shapes = Set.of(
                Constraint.POSITIVE_DEGREE,
                Constraint.EXPERT_GRID,
                Constraint.STAGES,
                Constraint.PREDICTION_STAGE,
                Constraint.EXPERT_ROWS,
                Constraint.EVERY_EXPERT_HOSTED,
                Constraint.DEVICE_ROWS,
                Constraint.DEVICES_EXIST);
        return violations.stream().noneMatch(violation -> shapes.contains(violation.constraint()));
    }

    private void experts(Layout layout, List<Violation> broken) {
        int experts = degreeRules.experts();
        Degrees degrees = layout.degrees();
        if (experts == 0) {
            return;
        }
        if (layout.experts().layers() != routedLayers) {
            broken.add(Violation.count(
                    Constraint.EXPERT_ROWS,
                    "/layout/experts",
                    layout.experts().layers(),
                    routedLayers,
                    "Give one row for each of the " + routedLayers + " routed layers."));
            return;
        }
        int slots = degrees.slotsPerRank() * degrees.expert();
        int[] previous = {};
        for (int layer = 0; layer < routedLayers; layer++) {
            int[] row = layout.experts().layer(layer);
            String where = "/layout/experts/" + layer;
            if (row.length != slots) {
                broken.add(Violation.count(
                        Constraint.EXPERT_ROWS,
                        where,
                        row.length,
                        slots,
                        "Give slotsPerRank x expert = " + slots + " slots."));
                return;
            }
            // Most layouts have the same row in all layers.
            if (layer == 0 || !broken.isEmpty() || !Arrays.equals(row, previous)) {
                expertRow(row, degrees.slotsPerRank(), experts, where, broken);
            }
            previous = row;
        }
    }

    private static void expertRow(int[] row, int slotsPerRank, int experts, String where, List<Violation> broken) {
        BitSet hosted = new BitSet(experts);
        Set<Integer> onRank = new HashSet<>();
        for (int slot = 0; slot < row.length; slot++) {
            if (slot % slotsPerRank == 0) {
                onRank.clear();
            }
            int expert = row[slot];
            if (expert < 0 || expert >= experts) {
                broken.add(Violation.count(
                        Constraint.EXPERT_ROWS,
                        where + "/" + slot,
                        expert,
                        experts - 1.0,
                        "Experts are numbered from 0 to " + (experts - 1) + "."));
                return;
            }
            hosted.set(expert);
            if (!onRank.add(expert)) {
                broken.add(Violation.count(
                        Constraint.REPLICAS_ON_DISTINCT_RANKS,
                        where + " rank " + slot / slotsPerRank,
                        2,
                        1,
                        "Put one of the replicas of expert " + expert + " on another rank."));
            }
        }
        if (hosted.cardinality() < experts) {
            int missing = hosted.nextClearBit(0);
            broken.add(Violation.count(
                    Constraint.EVERY_EXPERT_HOSTED,
                    where,
                    hosted.cardinality(),
                    experts,
                    "Expert " + missing + " has no slot: give it that of an expert with several."));
        }
    }

    private void devices(Layout layout, List<Violation> broken) {
        Degrees degrees = layout.degrees();
        int instances = degrees.replicas() * degrees.pipeline();
        if (layout.devices().stageInstances() != instances) {
            broken.add(Violation.count(
                    Constraint.DEVICE_ROWS,
                    "/layout/devices",
                    layout.devices().stageInstances(),
                    instances,
                    "Give replicas x pipeline = " + instances + " rows."));
            return;
        }
        BitSet used = new BitSet(problem.cluster().gpus());
        for (int instance = 0; instance < instances; instance++) {
            String where = "/layout/devices/" + instance;
            Optional<Violation> wrong = deviceRow(where, layout.devices().devices(instance), degrees, used);
            if (wrong.isPresent()) {
                broken.add(wrong.get());
                return;
            }
        }
    }

    /** What is wrong with the GPUs of one stage of one replica, when {@code used} are taken; notes its own there. */
    private Optional<Violation> deviceRow(String where, int[] row, Degrees degrees, BitSet used) {
        if (row.length != degrees.gpusPerStage()) {
            return Optional.of(Violation.count(
                    Constraint.DEVICE_ROWS,
                    where,
                    row.length,
                    degrees.gpusPerStage(),
                    "Give tensor x data = " + degrees.gpusPerStage() + " GPUs."));
        }
        int devices = problem.cluster().gpus();
        for (int device : row) {
            if (device < 0 || device >= devices) {
                return Optional.of(Violation.count(
                        Constraint.DEVICES_EXIST,
                        where,
                        device,
                        devices - 1.0,
                        "GPUs are numbered from 0 to " + (devices - 1) + "."));
            }
            if (used.get(device)) {
                return Optional.of(Violation.count(
                        Constraint.DEVICES_DISTINCT,
                        where,
                        device,
                        devices - 1.0,
                        "Use each GPU once; GPU " + device + " is taken."));
            }
            used.set(device);
        }
        return Optional.empty();
    }
}

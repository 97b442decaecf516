package dev.meshwright.question.audit;

import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.layout.Degrees;
import dev.meshwright.question.check.CheckedPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * Who belongs to which group: counts alone mislead ("EP=8 on 32 GPUs" is four groups of eight). GPUs are numbered as the
 * layout places them; rank {@code dataIndex * tensor + tensorIndex} of a stage is expert rank {@code rank % (e x) / x} of
 * copy {@code rank / (e x)} of the experts, e x = expert * expertTensor.
 */
final class GroupMembership {

    /** Larger systems are listed by their first group alone. */
    private static final int MOST_GPUS_LISTED = 64;

    private GroupMembership() {}

    /** One sentence per kind of group; empty where the plan could not be completed. */
    static List<String> of(CheckedPlan plan) {
        return plan.evaluated()
                .map(evaluated -> {
                    Degrees degrees = plan.degrees();
                    int stages = evaluated.layout().devices().stageInstances();
                    int[][] devices = IntStream.range(0, stages)
                            .mapToObj(stage -> evaluated.layout().devices().devices(stage))
                            .toArray(int[][]::new);
                    List<String> lines = new ArrayList<>();
                    lines.add(within("Tensor groups (split attention)", devices, rank -> rank / degrees.tensor()));
                    lines.add(within(
                            "Expert groups (hold each expert of a layer once)",
                            devices,
                            rank -> rank / degrees.gpusPerExpertCopy() * degrees.expertTensor()
                                    + rank % degrees.expertTensor()));
                    lines.add(within("GPUs with the same experts", devices, rank -> rank / degrees.expertTensor()));
                    if (degrees.context() > 1 && !(plan.problem().workload() instanceof Training)) {
                        lines.add(within(
                                "Cache groups (share the keys and values of each sequence)",
                                devices,
                                rank -> rank / degrees.context()));
                    }
                    lines.add(pipelines(degrees, devices));
                    return lines;
                })
                .orElse(List.of());
    }

    private static String within(String name, int[][] devices, IntUnaryOperator group) {
        List<List<Integer>> groups = new ArrayList<>();
        for (int[] stage : devices) {
            TreeMap<Integer, List<Integer>> members = new TreeMap<>();
            for (int rank = 0; rank < stage.length; rank++) {
                members.computeIfAbsent(group.applyAsInt(rank), ignored -> new ArrayList<>())
                        .add(stage[rank]);
            }
            groups.addAll(members.values());
        }
        return sentence(name, groups, devices.length * devices[0].length);
    }

    private static String pipelines(Degrees degrees, int[][] devices) {
        List<List<Integer>> groups = new ArrayList<>();
        for (int replica = 0; replica < degrees.replicas(); replica++) {
            for (int rank = 0; rank < degrees.gpusPerStage(); rank++) {
                int first = replica * degrees.pipeline();
                int member = rank;
                groups.add(IntStream.range(first, first + degrees.pipeline())
                        .mapToObj(stage -> devices[stage][member])
                        .toList());
            }
        }
        return sentence("Pipelines (one GPU of each stage)", groups, devices.length * devices[0].length);
    }

    private static String sentence(String name, List<List<Integer>> groups, int gpus) {
        int size = groups.getFirst().size();
        String head = name + ": " + groups.size() + " of " + size + (size == 1 ? " GPU" : " GPUs");
        if (size == 1) {
            return head + ".";
        }
        List<List<Integer>> listed = gpus <= MOST_GPUS_LISTED ? groups : groups.subList(0, 1);
        String members =
                String.join(" ", listed.stream().map(GroupMembership::braces).toList());
        return head + ": " + members + (listed.size() < groups.size() ? " ..." : "") + ".";
    }

    /** Consecutive numbers as a range, equal steps as they are. */
    private static String braces(List<Integer> members) {
        boolean consecutive = members.size() > 2
                && members.getLast() - members.getFirst() == members.size() - 1
                && members.stream().sorted().toList().equals(members);
        return consecutive
                ? "{" + members.getFirst() + "-" + members.getLast() + "}"
                : "{" + String.join(",", members.stream().map(String::valueOf).toList()) + "}";
    }
}

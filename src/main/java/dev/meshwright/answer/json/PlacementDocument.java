package dev.meshwright.answer.json;

import dev.meshwright.placement.experts.ExpertProblem;
import dev.meshwright.placement.experts.PlacedLayers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/** A placement as plain data: the fields of {@code place --format json}. */
public final class PlacementDocument {

    private PlacementDocument() {}

    /**
     * A row of "would it help?".
     *
     * @param placement what is compared
     * @param maxOverMean mean over layers and profiles
     * @param nodesPerToken 0 if not known
     * @param moves slots that change from the placement in force; empty where there is none
     * @param keepsRules whether groups stay whole and limits of balance and moves are kept, as far as they are set
     * @param stepSeconds predicted, NaN without a problem file
     * @param tokensPerSecond predicted, NaN without a problem file
     */
    public record Rival(
            String placement,
            double maxOverMean,
            double nodesPerToken,
            OptionalLong moves,
            boolean keepsRules,
            double stepSeconds,
            double tokensPerSecond) {}

    /**
     * The document.
     *
     * @param lowerBounds [layer] of max/mean
     * @param milliseconds spent on placing
     */
    public static Map<String, Object> of(
            ExpertProblem problem,
            PlacedLayers placed,
            double[] lowerBounds,
            double milliseconds,
            List<Rival> rivals,
            List<String> notes) {
        Map<String, Object> document = new LinkedHashMap<>();
        int[][] map = placed.placement().physicalToLogical();
        document.put("physicalToLogical", lists(map));
        List<List<Integer>> replicas = new ArrayList<>();
        for (int layer = 0; layer < map.length; layer++) {
            replicas.add(Arrays.stream(placed.placement().replicas(layer, problem.experts()))
                    .boxed()
                    .toList());
        }
        document.put("logicalReplicas", replicas);
        List<Double> maxOverMean = maxOverMean(problem, placed);
        List<Double> balancedness = maxOverMean.stream().map(value -> 1 / value).toList();
        document.put("balancedness", balancedness);
        document.put("meanBalancedness", mean(balancedness));
        document.put("maxOverMean", maxOverMean);
        document.put("meanMaxOverMean", mean(maxOverMean));
        document.put("lowerBound", Arrays.stream(lowerBounds).boxed().toList());
        document.put("gap", placed.gap());
        document.put("optimalLayers", optimal(placed));
        document.put("milliseconds", milliseconds);
        document.put("placer", placed.placer());
        document.put("feasible", placed.feasible());
        document.put("complete", placed.complete());
        document.put("stepNanoseconds", placed.nanoseconds());
        document.put("profiles", profiles(problem, placed));
        problem.migration().ifPresent(migration -> {
            document.put("moves", placed.moves());
            document.put("movedFraction", placed.moves() / (double) (map.length * problem.slots()));
        });
        problem.traffic().ifPresent(traffic -> document.put("nodesPerToken", placed.nodesPerToken()));
        if (!rivals.isEmpty()) {
            document.put(
                    "comparison", rivals.stream().map(PlacementDocument::rival).toList());
        }
        document.put("notes", notes);
        return document;
    }

    /** [layer] weighted mean over the profiles. */
    public static List<Double> maxOverMean(ExpertProblem problem, PlacedLayers placed) {
        double total = problem.profiles().stream()
                .mapToDouble(profile -> profile.weight())
                .sum();
        return placed.layers().stream()
                .map(layer -> IntStream.range(0, layer.maxOverMean().size())
                        .mapToDouble(profile -> layer.maxOverMean().get(profile)
                                * problem.profiles().get(profile).weight()
                                / total)
                        .sum())
                .toList();
    }

    /** Layers whose bound is met: proved optimal. */
    public static long optimal(PlacedLayers placed) {
        return placed.layers().stream()
                .filter(layer ->
                        layer.score().violations() == 0 && layer.score().nanoseconds() <= layer.lowerBoundNanoseconds())
                .count();
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    private static List<Map<String, Object>> profiles(ExpertProblem problem, PlacedLayers placed) {
        List<Map<String, Object>> profiles = new ArrayList<>();
        for (int profile = 0; profile < problem.profiles().size(); profile++) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("name", problem.profiles().get(profile).name());
            entry.put("weight", problem.profiles().get(profile).weight());
            entry.put("maxOverMean", placed.maxOverMean(profile));
            profiles.add(entry);
        }
        return profiles;
    }

    private static Map<String, Object> rival(Rival rival) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("placement", rival.placement());
        entry.put("maxOverMean", rival.maxOverMean());
        if (rival.nodesPerToken() > 0) {
            entry.put("nodesPerToken", rival.nodesPerToken());
        }
        rival.moves().ifPresent(moves -> entry.put("moves", moves));
        entry.put("feasible", rival.keepsRules());
        if (!Double.isNaN(rival.stepSeconds())) {
            entry.put("stepTime", rival.stepSeconds());
            entry.put("throughput", rival.tokensPerSecond());
        }
        return entry;
    }

    private static List<List<Integer>> lists(int[][] rows) {
        return Arrays.stream(rows)
                .map(row -> Arrays.stream(row).boxed().toList())
                .toList();
    }
}

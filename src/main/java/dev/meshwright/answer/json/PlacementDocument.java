package dev.meshwright.answer.json;

import dev.meshwright.placement.experts.ExpertProblem;
import dev.meshwright.placement.experts.PlacedLayers;
import dev.meshwright.question.place.PlaceAnswer;
import dev.meshwright.question.place.PlaceAnswer.Rival;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A placement as plain data: the fields of {@code place --format json}. */
public final class PlacementDocument {

    private PlacementDocument() {}

    /** The document. */
    public static Map<String, Object> of(PlaceAnswer answer) {
        ExpertProblem problem = answer.problem();
        PlacedLayers placed = answer.placed();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("physicalToLogical", lists(placed.placement().physicalToLogical()));
        document.put("logicalReplicas", answer.logicalReplicas());
        document.put("balancedness", answer.balancedness());
        document.put("meanBalancedness", answer.meanBalancedness());
        document.put("maxOverMean", answer.maxOverMean());
        document.put("meanMaxOverMean", answer.meanMaxOverMean());
        document.put("lowerBound", answer.lowerBounds());
        document.put("gap", placed.gap());
        document.put("optimalLayers", placed.optimalLayers());
        document.put("milliseconds", answer.milliseconds());
        document.put("placer", placed.placer());
        document.put("feasible", placed.feasible());
        document.put("complete", placed.complete());
        document.put("stepNanoseconds", placed.nanoseconds());
        document.put("profiles", profiles(problem, placed));
        problem.migration().ifPresent(migration -> {
            document.put("moves", placed.moves());
            document.put("movedFraction", answer.movedFraction());
        });
        problem.traffic().ifPresent(traffic -> document.put("nodesPerToken", placed.nodesPerToken()));
        if (!answer.rivals().isEmpty()) {
            document.put(
                    "comparison",
                    answer.rivals().stream().map(PlacementDocument::rival).toList());
            answer.sequences().ifPresent(held -> document.put("sequences", held));
        }
        // Of the format; nothing needs a note at present.
        document.put("notes", List.of());
        return document;
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

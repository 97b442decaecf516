package dev.meshwright.io.plan;

import dev.meshwright.io.tree.TreeReader;
import dev.meshwright.layout.Cut;
import dev.meshwright.layout.draft.InOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** What an answer says was asked and chosen, by name in words, as far as it says. */
final class ContenderChoices {

    private static final Map<String, String> SETTING = inOrder(
            "objective", "objective", "model", "model", "engine", "engine", "engineVersion", "release of the engine");

    private static final Map<String, String> DEGREES = inOrder(
            "replicas", "instances",
            "pipeline", "pipeline stages",
            "tensor", "tensor parallel",
            "data", "copies of attention (data parallel)",
            "expert", "expert parallel",
            "expertTensor", "expert tensor parallel",
            "expertData", "expert data parallel",
            "context", "context parallel",
            "microBatch", "sequences of a micro-batch",
            "microBatches", "micro-batches",
            "virtualStages", "chunks of a GPU",
            "recomputation", "recomputation",
            "slotsPerRank", "expert slots of a rank",
            "stages", "layers of the stages",
            "experts", "map of experts",
            "devices", "GPUs of the ranks");

    private static final int MOST_DEGREE = 1_000_000;

    private final TreeReader root;
    private final TreeReader evaluation;
    private final Map<String, String> choices = new LinkedHashMap<>();

    ContenderChoices(TreeReader root, TreeReader evaluation) {
        this.root = root;
        this.evaluation = evaluation;
    }

    Map<String, String> all() {
        ContenderFile.at(root, "report", "setting", "problem")
                .or(() -> ContenderFile.at(root, "problem", "name"))
                .ifPresent(name -> put("problem", name));
        ContenderFile.at(root, "report", "setting").ifPresent(this::setting);
        choices.put("deployment", root.child("pools").isPresent() ? "prefill and decode pools" : "shared GPUs");
        root.child("layout").ifPresent(layout -> layout("", layout));
        for (String role : List.of("prefill", "decode")) {
            ContenderFile.at(root, "pools", role).ifPresent(pool -> {
                pool.child("gpu").ifPresent(gpu -> put(role + ": GPU", gpu));
                pool.child("layout").ifPresent(layout -> layout(role + ": ", layout));
            });
        }
        evaluation.child("formats").ifPresent(formats -> {
            formats.child("weights").ifPresent(weights -> fields(weights, "weights of ", names(weights)));
            formats.child("cache").ifPresent(cache -> put("cache", cache));
        });
        return choices;
    }

    /** The fields of a layout; a list and the line that stands for it are the same choice. */
    private void layout(String before, TreeReader layout) {
        fields(layout, before, DEGREES);
        layout.child("experts")
                .filter(TreeReader::isList)
                .flatMap(place -> InOrder.ofExperts(PlacesSection.experts(place, OptionalInt.empty())))
                .ifPresent(line -> choices.put(before + DEGREES.get("experts"), line));
        layout.child("devices")
                .filter(TreeReader::isList)
                .flatMap(place -> InOrder.ofDevices(PlacesSection.devices(place)))
                .ifPresent(line -> choices.put(before + DEGREES.get("devices"), line));
        layout.child("stages")
                .filter(TreeReader::isList)
                .flatMap(place -> InOrder.ofStages(StagesSection.ranges(place)))
                .ifPresent(line -> choices.put(before + DEGREES.get("stages"), line));
    }

    private void setting(TreeReader setting) {
        fields(setting, "", SETTING);
        setting.child("workload").ifPresent(work -> fields(work, "work: ", names(work)));
        setting.child("nodes").filter(TreeReader::isList).ifPresent(nodes -> choices.put("GPUs", nodes(nodes)));
    }

    /** {@code 2 x 8 h100-sxm + 1 x 8 a100-sxm}. */
    private static String nodes(TreeReader nodes) {
        return nodes.items().stream()
                .map(group -> scalar(group, "count") + " x " + scalar(group, "gpus") + " " + scalar(group, "gpu"))
                .collect(Collectors.joining(" + "));
    }

    private static String scalar(TreeReader place, String field) {
        return place.child(field).flatMap(TreeReader::scalarText).orElse("");
    }

    private void fields(TreeReader place, String before, Map<String, String> names) {
        names.forEach((field, words) -> place.child(field).ifPresent(found -> put(before + words, found)));
    }

    private void put(String name, TreeReader place) {
        boolean whole = place.node().isContainer();
        choices.put(name, whole ? place.node().toString() : place.node().asString());
    }

    private static Map<String, String> names(TreeReader place) {
        return place.fieldNames().stream()
                .collect(Collectors.toMap(field -> field, field -> field, (one, other) -> one, LinkedHashMap::new));
    }

    private static Map<String, String> inOrder(String... pairs) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int at = 0; at < pairs.length; at += 2) {
            map.put(pairs[at], pairs[at + 1]);
        }
        return map;
    }

    /** {@code TP2 DP2 EP4 PP1 x2}, of the degrees of a layout. */
    static String shortName(TreeReader layout) {
        return new Cut(
                        degree(layout, "tensor"),
                        degree(layout, "data"),
                        degree(layout, "expert"),
                        degree(layout, "expertTensor"),
                        degree(layout, "pipeline"),
                        degree(layout, "replicas"),
                        degree(layout, "virtualStages"),
                        degree(layout, "slotsPerRank"),
                        degree(layout, "context"))
                .shortName();
    }

    private static int degree(TreeReader layout, String field) {
        return layout.child(field)
                .map(place -> place.integer(0, MOST_DEGREE).orElse(1))
                .orElse(1);
    }
}

package dev.meshwright.answer.json;

import dev.meshwright.answer.explain.Sharding;
import dev.meshwright.answer.explain.Sharding.Place;
import dev.meshwright.answer.explain.Sharding.StageShards;
import dev.meshwright.cost.evaluation.Shard;
import java.util.LinkedHashMap;
import java.util.Map;

/** What every GPU of a plan holds, as plain data. */
public final class ShardsDocument {

    private ShardsDocument() {}

    /** Each GPU with its pieces. */
    public static Map<String, Object> of(Sharding answer) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("feasible", answer.plan().feasible());
        document.put("layout", answer.plan().degrees().shortName());
        document.put(
                "gpus",
                answer.gpus().stream()
                        .map(place -> gpu(place, answer.stages().get(place.stage())))
                        .toList());
        return document;
    }

    private static Map<String, Object> gpu(Place place, StageShards stage) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("node", place.node());
        document.put("gpu", place.gpu());
        document.put("replica", place.replica());
        document.put("stage", place.stage());
        document.put("tensorRank", place.tensorRank());
        document.put("dataRank", place.dataRank());
        document.put("expertRank", place.expertRank());
        document.put("expertTensorRank", place.expertTensorRank());
        document.put("bytes", stage.bytes());
        document.put(
                "shards", stage.shards().stream().map(ShardsDocument::shard).toList());
        return document;
    }

    private static Map<String, Object> shard(Shard shard) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("component", shard.component().label());
        document.put("part", shard.part());
        document.put(
                "cut", shard.divisions().stream().map(ShardsDocument::division).toList());
        document.put("bytes", shard.bytes());
        return document;
    }

    private static Map<String, Object> division(Shard.Division division) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("along", division.along().label());
        document.put("ways", division.ways());
        return document;
    }
}

package dev.meshwright.answer.json;

import dev.meshwright.facts.cluster.Cluster;
import dev.meshwright.facts.cluster.Device;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Layout;
import dev.meshwright.layout.MegatronLayout;
import dev.meshwright.layout.Stage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The {@code layout} of a plan file as plain data; {@code io.plan} reads it back. */
public final class LayoutDocument {

    private LayoutDocument() {}

    /**
     * A layout with all its parts; experts are left out for a dense model.
     *
     * @param cluster whose devices the layout uses
     */
    public static Map<String, Object> of(Layout layout, Cluster cluster) {
        Map<String, Object> document = degrees(layout.degrees());
        document.put(
                "stages", layout.stages().stream().map(LayoutDocument::stage).toList());
        layout.predictionStage().ifPresent(stage -> document.put("predictionStage", stage));
        if (layout.experts().layers() > 0) {
            document.put("experts", experts(layout));
        }
        List<Device> devices = cluster.devices();
        List<List<List<Integer>>> places = new ArrayList<>();
        for (int stage = 0; stage < layout.devices().stageInstances(); stage++) {
            places.add(Arrays.stream(layout.devices().devices(stage))
                    .mapToObj(devices::get)
                    .map(device -> List.of(device.node(), device.slot()))
                    .toList());
        }
        document.put("devices", places);
        return document;
    }

    /** The same for a problem; pipelines of training also in Megatron's letters. */
    public static Map<String, Object> of(Layout layout, Problem problem) {
        Map<String, Object> document = of(layout, problem.cluster());
        if (problem.workload() instanceof Training training && layout.degrees().pipeline() > 1) {
            int predictions = training.trainPredictionLayers()
                    ? problem.model().predictionLayers().size()
                    : 0;
            List<Stage> chunks = Stage.interleaved(
                    layout.stages(), layout.degrees().virtualStages(), problem.model()::mayBeginStage);
            // Where no borders go with the stages, chunks may begin where the model cannot be cut; letters that no rule
            // allows help nobody.
            boolean allowed = chunks.stream()
                    .flatMap(stage -> stage.chunks().stream())
                    .filter(range -> range.layers() > 0)
                    .allMatch(range -> problem.model().mayBeginStage(range.firstLayer()));
            if (allowed) {
                document.put("megatronLayout", MegatronLayout.of(chunks, layout.predictionStage(), predictions));
            }
        }
        return document;
    }

    /** A range of layers, or one for each chunk; an empty one for a chunk without layers. */
    private static List<?> stage(Stage stage) {
        List<List<Integer>> chunks = stage.chunks().stream()
                .map(range -> range.layers() > 0 ? List.of(range.firstLayer(), range.lastLayer()) : List.<Integer>of())
                .toList();
        return chunks.size() == 1 ? chunks.getFirst() : chunks;
    }

    /** The degrees alone. */
    public static Map<String, Object> degrees(Degrees degrees) {
        Map<String, Object> document = new LinkedHashMap<>(degrees.named());
        document.put("virtualStages", degrees.virtualStages());
        document.put("recomputation", degrees.recomputation().label());
        document.put("slotsPerRank", degrees.slotsPerRank());
        if (degrees.context() > 1) {
            document.put("context", degrees.context());
        }
        return document;
    }

    /** Slots by layer and rank. */
    private static List<List<List<Integer>>> experts(Layout layout) {
        return IntStream.range(0, layout.experts().layers())
                .mapToObj(
                        layer -> layout.experts().ranks(layer, layout.degrees().expert()))
                .toList();
    }
}

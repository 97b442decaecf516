package dev.meshwright.answer.json;

import dev.meshwright.facts.cluster.Cluster;
import dev.meshwright.facts.cluster.Device;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.DeviceMap;
import dev.meshwright.layout.Layout;
import dev.meshwright.layout.MegatronLayout;
import dev.meshwright.layout.Stage;
import dev.meshwright.layout.draft.InOrder;
import dev.meshwright.layout.draft.PlanDraft;
import dev.meshwright.layout.draft.PlanDraft.Place;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The {@code layout} of a plan file as plain data; {@code io.plan} reads it back. */
public final class LayoutDocument {

    private LayoutDocument() {}

    /**
     * A layout with all its parts, what is in order in one line; experts are left out for a dense model.
     *
     * @param cluster whose devices the layout uses
     */
    public static Map<String, Object> of(Layout layout, Cluster cluster) {
        Map<String, Object> document = degrees(layout.degrees());
        document.put("stages", stages(layout.stages()));
        layout.predictionStage().ifPresent(stage -> document.put("predictionStage", stage));
        if (layout.experts().layers() > 0) {
            document.put("experts", experts(layout));
        }
        document.put("devices", devices(layout.devices(), cluster.devices()));
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

    /** One line where they follow each other. */
    private static Object stages(List<Stage> stages) {
        return InOrder.ofStages(stages)
                .<Object>map(line -> line)
                .orElseGet(() -> stages.stream().map(LayoutDocument::stage).toList());
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

    /** Slots by layer and rank, or one line. */
    private static Object experts(Layout layout) {
        List<List<List<Integer>>> experts = IntStream.range(0, layout.experts().layers())
                .mapToObj(
                        layer -> layout.experts().ranks(layer, layout.degrees().expert()))
                .toList();
        return InOrder.ofExperts(experts).<Object>map(line -> line).orElse(experts);
    }

    /** Node and GPU by stage of a replica and rank, or one line. */
    private static Object devices(DeviceMap map, List<Device> devices) {
        List<List<Place>> places = PlanDraft.places(map, devices);
        return InOrder.ofDevices(places).<Object>map(line -> line).orElseGet(() -> places.stream()
                .map(stage -> stage.stream()
                        .map(place -> List.of(place.node(), place.gpu()))
                        .toList())
                .toList());
    }
}

package dev.meshwright.io.plan;

import dev.meshwright.io.tree.TreeReader;
import dev.meshwright.layout.MegatronLayout;
import dev.meshwright.layout.Stage;
import dev.meshwright.layout.Stage.Range;
import dev.meshwright.layout.draft.DegreeName;
import dev.meshwright.layout.draft.DegreesDraft;
import dev.meshwright.layout.draft.InOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The stages of a plan file: {@code stages} as a range of layers for each, or as a list of ranges where a stage has chunks, or
 * one line of layers by stage, or {@code megatronLayout} in Megatron's letters; and the stage of multi-token prediction.
 */
final class StagesSection {

    private final TreeReader layout;
    private DegreesDraft degrees;
    private Optional<List<Stage>> stages = Optional.empty();
    private OptionalInt predictionStage = OptionalInt.empty();

    /** @param degrees as the layout states them */
    StagesSection(TreeReader layout, DegreesDraft degrees) {
        this.layout = layout;
        this.degrees = degrees;
    }

    /** Reads; what is wrong is gathered in the layout. */
    StagesSection read() {
        Optional<TreeReader> megatron = layout.child("megatronLayout");
        stages = layout.child("stages").map(StagesSection::ranges);
        Optional<List<Stage>> inLetters = megatron.flatMap(this::letters);
        if (stages.isPresent() && inLetters.isPresent()) {
            agree(megatron.orElseThrow(), stages.get(), inLetters.get());
        }
        stages = stages.or(() -> inLetters);
        layout.child("predictionStage")
                .ifPresent(place -> predictionStage = place.integer(0, PlanFiles.LARGEST_NUMBER));
        stages.filter(list -> !list.isEmpty()).ifPresent(list -> {
            degrees = degrees.withUnlessStated(DegreeName.PIPELINE, list.size());
            int chunks = list.getFirst().chunks().size();
            degrees = chunks > 1 ? degrees.withUnlessStated(DegreeName.VIRTUAL_STAGES, chunks) : degrees;
        });
        return this;
    }

    /** The degrees, with those that the stages say. */
    DegreesDraft degrees() {
        return degrees;
    }

    Optional<List<Stage>> stages() {
        return stages;
    }

    OptionalInt predictionStage() {
        return predictionStage;
    }

    static List<Stage> ranges(TreeReader place) {
        if (place.node().isString()) {
            return PlacesSection.line(place, InOrder::stages, "in order (9 8 8 layers)");
        }
        List<Stage> read = new ArrayList<>();
        for (TreeReader item : place.items()) {
            boolean chunks = item.isList()
                    && item.node().size() > 0
                    && item.node().get(0).isArray();
            List<Range> ranges = new ArrayList<>();
            for (TreeReader range : chunks ? item.items() : List.of(item)) {
                range(range).ifPresent(ranges::add);
            }
            if (!ranges.isEmpty()) {
                read.add(new Stage(ranges));
            }
        }
        return read;
    }

    /** A range of layers; an empty one is a stage or a chunk without layers. */
    private static Optional<Range> range(TreeReader item) {
        if (item.isList() && item.node().isEmpty()) {
            return Optional.of(new Range(0, -1));
        }
        List<Integer> ends = item.isList() ? item.integers(0, PlanFiles.LARGEST_NUMBER) : List.of();
        if (ends.size() == 2 && item.node().size() == 2 && ends.getFirst() <= ends.getLast()) {
            return Optional.of(new Range(ends.getFirst(), ends.getLast()));
        }
        item.fault("must be [first layer, last layer], the last one included", "");
        return Optional.empty();
    }

    private Optional<List<Stage>> letters(TreeReader place) {
        Optional<String> text = place.text();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        MegatronLayout.Parsed parsed = MegatronLayout.parse(text.get());
        if (!parsed.problem().isEmpty()) {
            place.fault(parsed.problem(), "Maybe Et*3|(tt|)*28ttL.");
            return Optional.empty();
        }
        int chunks = parsed.chunks().size();
        int pipeline = degrees.get(DegreeName.PIPELINE)
                .orElse(chunks / degrees.get(DegreeName.VIRTUAL_STAGES).orElse(1));
        if (pipeline < 1 || chunks % pipeline != 0) {
            place.fault("has " + chunks + " chunks, which do not spread over " + pipeline + " stages", "");
            return Optional.empty();
        }
        if (parsed.predictionChunk().isPresent()) {
            int chunk = parsed.predictionChunk().getAsInt();
            predictionStage = OptionalInt.of(chunk % pipeline);
            if (chunk < chunks - pipeline) {
                place.fault("has m in chunk " + chunk + ", which is not the last one of its stage", "");
            }
        }
        return Optional.of(parsed.stages(pipeline));
    }

    /** Both say how many layers a stage has; ranges of consecutive layers leave the order of its chunks to the letters. */
    private static void agree(TreeReader place, List<Stage> ranges, List<Stage> letters) {
        boolean same = ranges.size() == letters.size();
        for (int stage = 0; same && stage < ranges.size(); stage++) {
            same = ranges.get(stage).layers() == letters.get(stage).layers();
        }
        if (!same) {
            place.fault("says other stages than stages", "Maybe leave one of them out.");
        }
    }
}

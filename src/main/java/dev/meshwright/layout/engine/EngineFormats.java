package dev.meshwright.layout.engine;

import dev.meshwright.base.resource.ResourceTable;
import dev.meshwright.facts.cluster.Cluster;
import dev.meshwright.facts.engine.EngineVersion;
import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.model.Precision;
import dev.meshwright.facts.model.Precisions;
import dev.meshwright.facts.model.Precisions.Block;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Which formats of a model an engine does not start on a generation of GPUs: lines of {@code engines/formats.csv}. */
final class EngineFormats {

    private static final List<Line> LINES = ResourceTable.of("/dev/meshwright/engines/formats.csv", 6, Line::of);

    private EngineFormats() {}

    private record Line(
            String engine,
            Optional<EngineVersion> from,
            Optional<EngineVersion> before,
            String format,
            Set<String> families) {

        static Line of(List<String> fields) {
            return new Line(
                    fields.get(0),
                    EngineVersion.of(fields.get(1)),
                    EngineVersion.of(fields.get(2)),
                    fields.get(3),
                    Set.copyOf(Arrays.asList(fields.get(4).split(" ", -1))));
        }

        boolean of(String label, EngineVersion version) {
            return engine.equals(label)
                    && from.filter(first -> version.compareTo(first) < 0).isEmpty()
                    && before.filter(end -> version.compareTo(end) >= 0).isEmpty();
        }
    }

    /** Whether the engine starts the model on none of a cluster's kinds of GPUs; one kind that takes it is enough. */
    static boolean nowhere(String label, EngineVersion version, Model model, Cluster cluster) {
        Set<String> formats = formats(model);
        return cluster.nodes().stream().map(group -> group.gpu().family()).allMatch(family -> LINES.stream()
                .anyMatch(line -> line.of(label, version)
                        && formats.contains(line.format())
                        && line.families().contains(family)));
    }

    private static Set<String> formats(Model model) {
        Precisions precisions = model.precisions();
        Precisions.Blocks blocks = precisions.blocks();
        Set<String> formats = new TreeSet<>(Set.of("any"));
        add(formats, precisions.attention(), blocks.attention());
        add(formats, precisions.dense(), blocks.dense());
        if (model.experts() > 0) {
            add(formats, precisions.experts(), blocks.experts());
        }
        switch (precisions.keyValueCache()) {
            case FP8 -> formats.add("cacheFp8");
            case NVFP4 -> formats.add("cacheNvfp4");
            case FP32, BF16, FP16, INT8, INT4, MXFP4 -> {}
        }
        return formats;
    }

    private static void add(Set<String> formats, Precision weights, Block block) {
        switch (weights) {
            case FP8 -> formats.add(block.outputs() > 1 ? "fp8Blocks" : "fp8");
            case NVFP4 -> formats.add("nvfp4");
            case MXFP4 -> formats.add("mxfp4");
            case FP32, BF16, FP16, INT8, INT4 -> {}
        }
    }
}

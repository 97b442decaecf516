package dev.meshwright.layout;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Layers of one pipeline stage: consecutive ones, or with virtual stages several chunks of consecutive ones.
 *
 * @param chunks in the order of their layers, one without virtual stages
 */
public record Stage(List<Range> chunks) {

    /**
     * Consecutive layers.
     *
     * @param firstLayer number of the first layer, from 0
     * @param lastLayer number of the last layer, inclusive; one before the first where there is none
     */
    public record Range(int firstLayer, int lastLayer) {

        /** Number of layers. */
        public int layers() {
            return lastLayer - firstLayer + 1;
        }
    }

    public Stage {
        chunks = List.copyOf(chunks);
    }

    /** Consecutive layers, the last one inclusive. */
    public Stage(int firstLayer, int lastLayer) {
        this(List.of(new Range(firstLayer, lastLayer)));
    }

    /** The first layer of the first chunk. */
    public int firstLayer() {
        return chunks.getFirst().firstLayer();
    }

    /** The last layer of the last chunk, inclusive. */
    public int lastLayer() {
        return chunks.getLast().lastLayer();
    }

    /** Number of layers. */
    public int layers() {
        return chunks.stream().mapToInt(Range::layers).sum();
    }

    /** Numbers of the layers, ascending. */
    public IntStream numbers() {
        return chunks.stream().flatMapToInt(range -> IntStream.rangeClosed(range.firstLayer(), range.lastLayer()));
    }

    /** {@code 0 to 10}, or {@code 0 to 1, 8 to 9} of chunks. */
    public String words() {
        return words(" to ");
    }

    /** The same with another sign between the first and the last layer. */
    public String words(String sign) {
        String ranges = chunks.stream()
                .filter(range -> range.layers() > 0)
                .map(range -> range.firstLayer() + sign + range.lastLayer())
                .collect(Collectors.joining(", "));
        return ranges.isEmpty() ? "none" : ranges;
    }

    /** {@code layers} layers in {@code count} stages whose sizes differ by one at most. */
    public static List<Stage> even(int layers, int count) {
        List<Stage> stages = new ArrayList<>();
        int next = 0;
        for (int stage = 0; stage < count; stage++) {
            int end = (int) ((long) layers * (stage + 1) / count);
            stages.add(new Stage(next, end - 1));
            next = end;
        }
        return stages;
    }

    /**
     * The same numbers of layers in chunks as training frameworks order them: chunk k of stage s is number {@code k p + s}
     * of all. Stages that have chunks already keep them.
     *
     * @param virtualStages chunks of each stage
     */
    public static List<Stage> interleaved(List<Stage> stages, int virtualStages) {
        if (virtualStages == 1
                || stages.stream().anyMatch(stage -> stage.chunks().size() > 1)) {
            return List.copyOf(stages);
        }
        List<List<Range>> chunks = stages.stream()
                .map(stage -> (List<Range>) new ArrayList<Range>())
                .toList();
        int next = 0;
        for (int chunk = 0; chunk < virtualStages; chunk++) {
            for (int stage = 0; stage < stages.size(); stage++) {
                int all = stages.get(stage).layers();
                int size = all / virtualStages + (chunk < all % virtualStages ? 1 : 0);
                chunks.get(stage).add(new Range(next, next + size - 1));
                next += size;
            }
        }
        return chunks.stream().map(Stage::new).toList();
    }
}

package dev.meshwright.layout;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
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
     * of all. Chunks are as even as the borders allow; where some stage cannot be cut so, they are even all the same, for
     * rules to judge. Stages that have chunks already keep them.
     *
     * @param virtualStages chunks of each stage
     * @param mayBegin layers that a chunk may begin with
     */
    public static List<Stage> interleaved(List<Stage> stages, int virtualStages, IntPredicate mayBegin) {
        if (virtualStages == 1
                || stages.stream().anyMatch(stage -> stage.chunks().size() > 1)) {
            return List.copyOf(stages);
        }
        return cut(stages, virtualStages, mayBegin)
                .or(() -> cut(stages, virtualStages, layer -> true))
                .orElseThrow();
    }

    private static Optional<List<Stage>> cut(List<Stage> stages, int virtualStages, IntPredicate mayBegin) {
        int depth = stages.stream().mapToInt(Stage::layers).sum();
        int[] left = stages.stream().mapToInt(Stage::layers).toArray();
        List<List<Range>> chunks = stages.stream()
                .map(stage -> (List<Range>) new ArrayList<Range>())
                .toList();
        int next = 0;
        for (int chunk = 0; chunk < virtualStages; chunk++) {
            for (int stage = 0; stage < left.length; stage++) {
                int begin = next;
                boolean last = chunk == virtualStages - 1;
                OptionalInt size = nearest(
                        Math.ceilDiv(left[stage], virtualStages - chunk),
                        last ? left[stage] : 0,
                        left[stage],
                        layers -> begin + layers == depth || mayBegin.test(begin + layers));
                if (size.isEmpty()) {
                    return Optional.empty();
                }
                chunks.get(stage).add(new Range(next, next + size.getAsInt() - 1));
                next += size.getAsInt();
                left[stage] -= size.getAsInt();
            }
        }
        return Optional.of(chunks.stream().map(Stage::new).toList());
    }

    /** The number nearest to {@code wanted} that is allowed, the larger one of two. */
    private static OptionalInt nearest(int wanted, int least, int most, IntPredicate allowed) {
        for (int away = 0; away <= most; away++) {
            for (int size : new int[] {wanted + away, wanted - away}) {
                if (size >= least && size <= most && allowed.test(size)) {
                    return OptionalInt.of(size);
                }
            }
        }
        return OptionalInt.empty();
    }
}

package dev.meshwright.cost.evaluation;

import java.util.List;

/**
 * What one GPU holds of a component, and how that is cut.
 *
 * @param component row of the memory bill that it is a part of
 * @param part of it, in words; the component's own name where it has no parts
 * @param divisions how it is cut, the outermost first; none where the GPU holds all of it
 * @param bytes on the GPU
 */
public record Shard(MemoryComponent component, String part, List<Division> divisions, double bytes) {

    public Shard {
        divisions = List.copyOf(divisions);
    }

    /** Along what something is cut. */
    public enum Along {
        /** Output columns of a matrix. */
        COLUMNS("columns"),
        /** Input rows of a matrix; results are summed. */
        ROWS("rows"),
        /** Tokens of the vocabulary. */
        VOCABULARY("vocabulary"),
        /** Whole experts. */
        EXPERTS("experts"),
        /** Heads of keys, values or states. */
        HEADS("heads"),
        /** Positions of a sequence. */
        POSITIONS("positions"),
        /** Sequences in flight. */
        SEQUENCES("sequences"),
        /** Copies of the same weights (ZeRO). */
        COPIES("copies");

        private final String label;

        Along(String label) {
            this.label = label;
        }

        /** The name in answers and documents. */
        public String label() {
            return label;
        }
    }

    /**
     * A cut.
     *
     * @param along what
     * @param ways into how many pieces
     */
    public record Division(Along along, int ways) {}
}

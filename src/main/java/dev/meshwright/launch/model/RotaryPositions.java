package dev.meshwright.launch.model;

import dev.meshwright.base.resource.ResourceTable;
import java.util.List;
import java.util.Optional;

/**
 * How a model of the catalogue turns queries and keys by their positions: no time depends on it, and so no other part of the
 * program knows it. Lines of {@code engines/rotary.csv}.
 *
 * @param model of the catalogue
 * @param base of the wave lengths
 * @param share of a head that is turned
 * @param stretching how positions are stretched; empty where they are not
 * @param factor by which; 1 where they are not
 * @param source where it is from
 */
public record RotaryPositions(String model, long base, double share, String stretching, double factor, String source) {

    private static final String FILE = "/dev/meshwright/engines/rotary.csv";

    private static final List<RotaryPositions> ALL = ResourceTable.of(
            FILE,
            6,
            fields -> new RotaryPositions(
                    fields.get(0),
                    Long.parseLong(fields.get(1)),
                    Double.parseDouble(fields.get(2)),
                    fields.get(3),
                    Double.parseDouble(fields.get(4)),
                    fields.get(5)));

    /** All lines. */
    public static List<RotaryPositions> all() {
        return ALL;
    }

    /** Those of a model; empty where they are not known. */
    public static Optional<RotaryPositions> of(String model) {
        return ALL.stream().filter(positions -> positions.model().equals(model)).findFirst();
    }

    /** Whether positions are stretched. */
    public boolean stretched() {
        return !stretching.isEmpty();
    }

    /** Whether they are so by wave length, as Llama 3.1 has it: what Megatron-LM calls scaling. */
    public boolean byWaveLength() {
        return stretching.equals("llama3");
    }
}

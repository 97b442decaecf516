package dev.meshwright.facts.engine;

import dev.meshwright.base.resource.ResourceTable;
import java.util.List;
import java.util.Optional;

/**
 * Releases of an engine that are known: those of the line {@code versions} of {@code engines/space.csv}. Whoever names no release means
 * the newest: what it can express, how it shares out memory, and which options its launch has are those of one release.
 *
 * @param oldest that is known
 * @param newest that is known, and assumed where nobody names another
 */
public record EngineReleases(EngineVersion oldest, EngineVersion newest) {

    private static final String FILE = "/dev/meshwright/engines/space.csv";
    private static final int FIELDS = 9;
    private static final int KIND = 4;
    private static final int SPAN = 5;
    private static final String TO = " to ";

    private static final List<Line> ALL = ResourceTable.of(FILE, FIELDS, Line::of).stream()
            .filter(line -> line.releases().isPresent())
            .toList();

    private record Line(String engine, Optional<EngineReleases> releases) {
        static Line of(List<String> fields) {
            boolean versions = fields.get(KIND).equals("versions");
            return new Line(fields.getFirst(), versions ? Optional.of(parse(fields.get(SPAN))) : Optional.empty());
        }
    }

    /** Reads {@code 0.4 to 0.32}. */
    public static EngineReleases parse(String span) {
        String[] ends = span.split(TO, -1);
        return new EngineReleases(
                EngineVersion.of(ends[0]).orElseThrow(),
                EngineVersion.of(ends[1]).orElseThrow());
    }

    /**
     * Those of an engine.
     *
     * @param engine its label
     * @throws IllegalArgumentException if the table does not have it
     */
    public static EngineReleases of(String engine) {
        return ALL.stream()
                .filter(line -> line.engine().equals(engine))
                .findFirst()
                .flatMap(Line::releases)
                .orElseThrow(() -> new IllegalArgumentException(FILE + " has no engine " + engine));
    }
}

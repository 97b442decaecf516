package dev.meshwright.io;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Reads configurations of {@code bench}. */
public final class BenchFiles {

    private static final int MOST = 1_000_000_000;
    private static final List<String> CASE_FIELDS =
            List.of("name", "loads", "layers", "experts", "ranks", "slots", "profiles", "moves");

    private BenchFiles() {}

    /**
     * A placement benchmark.
     *
     * @param algorithms names of placers
     * @param seeds of drawn loads and searches
     */
    public record PlacementBench(List<String> algorithms, List<Integer> seeds, List<Case> cases) {}

    /**
     * One case.
     *
     * @param loads recorded loads, one file per profile, relative to the configuration; empty = drawn
     * @param moves per layer
     */
    public record Case(
            String name, List<Path> loads, int layers, int experts, int ranks, int slots, int profiles, int moves) {}

    /**
     * Reads a configuration.
     *
     * @throws InvalidInputException with all that is wrong with it
     */
    public static PlacementBench read(Path file) {
        TreeReader root = TreeReader.open(file);
        root.object(List.of("algorithms", "seeds", "cases"));
        List<String> algorithms = new ArrayList<>();
        root.required("algorithms")
                .ifPresent(list -> list.items().forEach(item -> item.text().ifPresent(algorithms::add)));
        List<Integer> seeds = new ArrayList<>();
        root.required("seeds").ifPresent(list -> seeds.addAll(list.integers(0, MOST)));
        List<Case> cases = new ArrayList<>();
        root.required("cases").ifPresent(list -> list.items().forEach(item -> cases.add(readCase(file, item))));
        root.finish();
        return new PlacementBench(algorithms, seeds, cases);
    }

    private static Case readCase(Path file, TreeReader item) {
        item.object(CASE_FIELDS);
        List<Path> loads = new ArrayList<>();
        item.child("loads").ifPresent(list -> list.items().forEach(path -> path.text()
                .ifPresent(name -> loads.add(file.toAbsolutePath().resolveSibling(name)))));
        return new Case(
                item.required("name").flatMap(TreeReader::text).orElse(""),
                loads,
                number(item, "layers", 1, 1),
                number(item, "experts", 1, 1),
                number(item, "ranks", 1, 1),
                number(item, "slots", 1, 1),
                number(item, "profiles", 1, 1),
                number(item, "moves", 0, 0));
    }

    private static int number(TreeReader item, String field, int least, int otherwise) {
        OptionalInt found =
                item.child(field).map(value -> value.integer(least, MOST)).orElse(OptionalInt.empty());
        return found.orElse(otherwise);
    }
}

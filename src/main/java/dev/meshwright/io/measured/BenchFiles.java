package dev.meshwright.io.measured;

import dev.meshwright.base.fault.Fault;
import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.base.quantity.PlainNumber;
import dev.meshwright.io.tree.InputFile;
import dev.meshwright.io.tree.References;
import dev.meshwright.io.tree.TreeReader;
import dev.meshwright.lab.bench.DrawnLoads;
import dev.meshwright.lab.bench.PlacementBench;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** Reads configurations of {@code bench}: cases of placement, or problems to search. */
public final class BenchFiles {

    private static final int MOST = 1_000_000_000;

    private static final List<String> CASE_FIELDS = List.of(
            "name",
            "loads",
            "separately",
            "drawn",
            "ranks",
            "nodes",
            "slots",
            "groups",
            "grouping",
            "balanceLimit",
            "robust",
            "distinctRanks",
            "current",
            "maxMoves",
            "algorithms",
            "optimum",
            "require");

    /** What a case may require of ours; see {@link Case#require}. */
    private static final List<String> REQUIREMENTS = List.of(
            "mean", "worst", "milliseconds", "nodesPerToken", "movedPercent", "aboveOptimum", "fewerNodesThanEplb");

    private BenchFiles() {}

    /** A benchmark. */
    public sealed interface Bench permits PlacementCases, SearchProblems {}

    /**
     * Cases x algorithms x seeds x budgets.
     *
     * @param algorithms names of placers
     * @param seeds of drawn loads and searches
     * @param budgets moves per layer; {@link PlacementBench#USUAL} = what {@code place} would use
     */
    public record PlacementCases(List<String> algorithms, List<Integer> seeds, List<Long> budgets, List<Case> cases)
            implements Bench {}

    /**
     * Problems x seeds.
     *
     * @param problems problem files
     * @param limits seconds after which a search is cut; 0 = never
     */
    public record SearchProblems(List<Path> problems, List<Integer> seeds, List<Integer> limits) implements Bench {}

    /**
     * One case of placement.
     *
     * @param loads recorded loads, one file per profile
     * @param separately each file is a problem of its own, and figures are means over them
     * @param drawn loads that are drawn instead
     * @param settings options of {@code place} by name, as texts
     * @param current the placement in force is this algorithm's for these loads
     * @param algorithms in place of the benchmark's, if not empty
     * @param optimum known optimum of the mean: a CSV file, its column, the row named like the loads
     * @param require upper limits on ours: mean and worst profile of busiest over mean, milliseconds, nodes per token, percent
     *     of slots moved, part above the optimum; fewerNodesThanEplb is a lower limit on the part saved
     */
    public record Case(
            String name,
            List<Path> loads,
            boolean separately,
            Optional<DrawnLoads> drawn,
            int ranks,
            int slots,
            Map<String, String> settings,
            Optional<Current> current,
            List<String> algorithms,
            Optional<Optimum> optimum,
            Map<String, Double> require) {

        /** The files that the case needs and that are not here. */
        public List<Path> missing() {
            List<Path> files = new ArrayList<>(loads);
            current.ifPresent(start -> files.add(start.loads()));
            optimum.ifPresent(known -> files.add(known.file()));
            return files.stream().filter(file -> !Files.exists(file)).toList();
        }
    }

    /** The placement in force. */
    public record Current(String algorithm, Path loads) {}

    /** Where a known optimum is written. */
    public record Optimum(Path file, String column) {

        /**
         * The value in the row whose first cell is {@code row}.
         *
         * @throws InvalidInputException if there is none
         */
        public double of(String row) {
            List<String> lines = InputFile.read(file).text().lines().toList();
            int at = List.of(lines.getFirst().split(",")).indexOf(column);
            return lines.stream()
                    .map(line -> line.split(","))
                    .filter(cells -> at >= 0 && cells.length > at && cells[0].equals(row))
                    .findFirst()
                    .map(cells -> PlainNumber.read(cells[at]).orElse(Double.NaN))
                    .filter(Double::isFinite)
                    .orElseThrow(() -> new InvalidInputException(
                            List.of(new Fault(file.toString(), row, "", "has no " + column + " of this row", ""))));
        }
    }

    /**
     * Reads a configuration, which names files beside it.
     *
     * @throws InvalidInputException with all that is wrong with it
     */
    public static Bench read(Path file) {
        return read(file, false);
    }

    /**
     * The same, which may name files outside of its folder.
     *
     * @param outside whether it may
     * @throws InvalidInputException with all that is wrong with it
     */
    public static Bench read(Path path, boolean outside) {
        TreeReader root = TreeReader.open(path);
        References beside = References.of(path.toAbsolutePath(), outside);
        boolean searches = root.child("problems").isPresent();
        Bench bench = searches ? search(beside, root) : placement(beside, root);
        root.finish();
        return bench;
    }

    private static SearchProblems search(References beside, TreeReader root) {
        root.object(List.of("problems", "seeds", "limits"));
        List<Path> problems = paths(beside, root, "problems");
        for (Path problem : problems) {
            if (!Files.exists(problem)) {
                root.fault("needs " + problem + ", which is not there", "");
            }
        }
        return new SearchProblems(problems, seeds(root), integers(root, "limits"));
    }

    private static PlacementCases placement(References beside, TreeReader root) {
        root.object(List.of("algorithms", "seeds", "budgets", "cases"));
        List<Long> budgets = new ArrayList<>();
        for (String budget : texts(root, "budgets")) {
            boolean number = budget.matches("\\d{1,12}");
            if (!number && !budget.equals("usual")) {
                root.fault("has a budget of " + budget + " moves per layer", "Maybe usual, or a number.");
            }
            budgets.add(number ? Long.parseLong(budget) : PlacementBench.USUAL);
        }
        List<Case> cases = new ArrayList<>();
        root.required("cases").ifPresent(list -> list.items().forEach(item -> cases.add(readCase(beside, item))));
        return new PlacementCases(
                texts(root, "algorithms"),
                seeds(root),
                budgets.isEmpty() ? List.of(PlacementBench.USUAL) : budgets,
                cases);
    }

    private static Case readCase(References beside, TreeReader item) {
        item.object(CASE_FIELDS);
        List<Path> loads = new ArrayList<>();
        // A link that a star finds may lead elsewhere, too.
        paths(beside, item, "loads").forEach(name -> StarNames.expanded(name)
                .forEach(found -> beside.file(item, found.toString()).ifPresent(loads::add)));
        Optional<DrawnLoads> drawn = item.child("drawn").map(BenchFiles::drawn);
        if (loads.isEmpty() == drawn.isEmpty()) {
            item.fault("must have loads or drawn", "");
        }
        Map<String, String> settings = new LinkedHashMap<>();
        for (String field :
                List.of("nodes", "groups", "grouping", "balanceLimit", "robust", "distinctRanks", "maxMoves")) {
            item.child(field).flatMap(TreeReader::scalarText).ifPresent(text -> settings.put(field, text));
        }
        Map<String, Double> require = new LinkedHashMap<>();
        item.child("require").ifPresent(limits -> {
            limits.object(REQUIREMENTS);
            limits.fieldNames().forEach(name -> limits.child(name)
                    .ifPresent(limit -> limit.number(0, MOST).ifPresent(value -> require.put(name, value))));
        });
        return new Case(
                item.required("name").flatMap(TreeReader::text).orElse(""),
                loads,
                item.child("separately").flatMap(TreeReader::truth).orElse(false),
                drawn,
                number(item, "ranks"),
                number(item, "slots"),
                settings,
                item.child("current").map(start -> current(beside, start)),
                texts(item, "algorithms"),
                item.child("optimum").map(known -> optimum(beside, known)),
                require);
    }

    private static DrawnLoads drawn(TreeReader item) {
        item.object(List.of("distribution", "parameter", "layers", "experts", "profiles"));
        String distribution = item.required("distribution")
                .flatMap(value -> value.choice(new TreeMap<>(Map.of("lognormal", "lognormal", "zipf", "zipf"))))
                .orElse("zipf");
        double parameter = item.required("parameter")
                .map(value -> value.number(0, 100).orElse(0))
                .orElse(0.0);
        return new DrawnLoads(
                distribution,
                parameter,
                number(item, "layers"),
                number(item, "experts"),
                item.child("profiles").isPresent() ? number(item, "profiles") : 1);
    }

    private static Current current(References beside, TreeReader item) {
        item.object(List.of("algorithm", "loads"));
        return new Current(text(item, "algorithm"), named(beside, item, "loads"));
    }

    private static Optimum optimum(References beside, TreeReader item) {
        item.object(List.of("file", "column"));
        return new Optimum(named(beside, item, "file"), text(item, "column"));
    }

    private static String text(TreeReader item, String field) {
        return item.required(field).flatMap(TreeReader::text).orElse("");
    }

    private static List<Path> paths(References beside, TreeReader item, String field) {
        List<Path> paths = new ArrayList<>();
        item.child(field).ifPresent(list -> list.items().forEach(one -> one.scalarText()
                .flatMap(name -> beside.file(one, name))
                .map(Path::normalize)
                .ifPresent(paths::add)));
        return paths;
    }

    /** The file that a field names; a harmless one after a fault. */
    private static Path named(References beside, TreeReader item, String field) {
        return item.required(field)
                .flatMap(place -> place.text().flatMap(name -> beside.file(place, name)))
                .map(Path::normalize)
                .orElse(beside.folder());
    }

    private static List<String> texts(TreeReader item, String field) {
        List<String> texts = new ArrayList<>();
        item.child(field)
                .ifPresent(list -> list.items().forEach(one -> one.scalarText().ifPresent(texts::add)));
        return texts;
    }

    private static List<Integer> seeds(TreeReader root) {
        List<Integer> seeds = integers(root, "seeds");
        return seeds.isEmpty() ? List.of(1) : seeds;
    }

    private static List<Integer> integers(TreeReader root, String field) {
        return root.child(field).map(list -> list.integers(0, MOST)).orElse(List.of());
    }

    private static int number(TreeReader item, String field) {
        OptionalInt found =
                item.required(field).map(value -> value.integer(1, MOST)).orElse(OptionalInt.empty());
        return found.orElse(1);
    }
}

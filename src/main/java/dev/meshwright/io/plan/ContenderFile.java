package dev.meshwright.io.plan;

import dev.meshwright.answer.explain.comparison.Contender;
import dev.meshwright.answer.explain.comparison.Outcome;
import dev.meshwright.answer.explain.comparison.Spending;
import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.cost.evaluation.Component;
import dev.meshwright.cost.evaluation.Evaluation.Loss;
import dev.meshwright.io.tree.Documents;
import dev.meshwright.io.tree.InputFile;
import dev.meshwright.io.tree.PlainTree;
import dev.meshwright.io.tree.TreeReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Reads an answer as one of several that are compared: what search and check print as JSON, and plan files that a search wrote. */
public final class ContenderFile {

    private static final double MOST = 1e30;

    private final TreeReader root;
    private final String name;

    private ContenderFile(TreeReader root, String name) {
        this.root = root;
        this.name = name;
    }

    /**
     * An answer.
     *
     * @param contender what is compared of it
     * @param document all of it
     */
    public record Read(Contender contender, Map<String, ?> document) {}

    /**
     * The answer in a file.
     *
     * @throws InvalidInputException if it cannot be read, is not well-formed, or lacks figures that are compared
     */
    public static Read read(Path file) {
        return new ContenderFile(TreeReader.open(file), String.valueOf(file)).read();
    }

    /** The same of a text that is called {@code name}. */
    public static Read read(String name, String text) {
        return new ContenderFile(TreeReader.of(new InputFile(name, text)), name).read();
    }

    /** The same of an answer that was just made. */
    public static Read of(String name, Map<String, ?> document) {
        InputFile made = new InputFile(name.isBlank() ? "plan" : name, Documents.toJson(document));
        return new ContenderFile(TreeReader.of(made), name).read();
    }

    private Read read() {
        Optional<TreeReader> evaluation = root.child("evaluation").filter(TreeReader::isObject);
        if (evaluation.isEmpty()) {
            root.fault(
                    root.child("layout").isPresent() || root.child("pools").isPresent()
                            ? "is a plan without figures: nobody evaluated it, or its parts do not fit together"
                            : "is no answer of search or check: it has no evaluation",
                    "Maybe --problem PROBLEM, which checks every plan first.");
        }
        evaluation.ifPresent(found -> {
            for (String field : List.of("throughput", "gpus", "stepTime")) {
                if (found.child(field).isEmpty()) {
                    found.fault(
                            "is of another version: it has no " + field,
                            "Maybe --problem PROBLEM, which checks every plan by this version.");
                }
            }
            found.child("throughput").ifPresent(throughput -> throughput.required("system"));
        });
        root.finish();
        Contender contender = contender(evaluation.orElseThrow());
        root.finish();
        return new Read(contender, PlainTree.of(root));
    }

    private Contender contender(TreeReader evaluation) {
        List<String> broken = new ArrayList<>();
        gather(root, "violations", broken);
        gather(evaluation, "missedTargets", broken);
        return new Contender(
                name,
                layout(),
                root.child("feasible")
                        .or(() -> evaluation.child("feasible"))
                        .flatMap(TreeReader::truth)
                        .orElse(true),
                broken,
                new ContenderChoices(root, evaluation).all(),
                figures(evaluation),
                root.child("pools").isPresent() ? Optional.of(ofPools(evaluation)) : spending(evaluation),
                number(root, "report", "pairSpread"));
    }

    private static void gather(TreeReader place, String list, List<String> constraints) {
        place
                .child(list)
                .filter(TreeReader::isList)
                .filter(found -> !found.node().isEmpty())
                .stream()
                .flatMap(found -> found.items().stream())
                .flatMap(violation -> violation.child("constraint").flatMap(TreeReader::text).stream())
                .forEach(constraints::add);
    }

    private String layout() {
        return at(root, "report", "layout").flatMap(TreeReader::text).orElseGet(() -> root.child("pools")
                .map(pools -> pool(pools, "prefill") + " + " + pool(pools, "decode"))
                .orElseGet(() ->
                        root.child("layout").map(ContenderChoices::shortName).orElse("")));
    }

    private static String pool(TreeReader pools, String role) {
        return at(pools, role, "layout").map(ContenderChoices::shortName).orElse(role);
    }

    private static Map<Outcome, Double> figures(TreeReader evaluation) {
        Map<Outcome, Double> figures = new EnumMap<>(Outcome.class);
        for (Outcome outcome : Outcome.values()) {
            number(evaluation, place(outcome)).ifPresent(value -> figures.put(outcome, value));
        }
        return figures;
    }

    private static String[] place(Outcome outcome) {
        return switch (outcome) {
            case THROUGHPUT -> new String[] {"throughput", "system"};
            case PER_GPU -> new String[] {"throughput", "perGpu"};
            case GPUS -> new String[] {"gpus"};
            case TIME_TO_FIRST_TOKEN -> new String[] {"timeToFirstToken"};
            case TIME_TO_FIRST_TOKEN_P99 -> new String[] {"latency", "timeToFirstToken", "p99"};
            case TIME_PER_OUTPUT_TOKEN -> new String[] {"timePerOutputToken"};
            case TIME_PER_OUTPUT_TOKEN_P99 -> new String[] {"latency", "timePerOutputToken", "p99"};
            case END_TO_END -> new String[] {"latency", "endToEnd", "mean"};
            case STEP -> new String[] {"stepTime"};
            case ROOFLINE -> new String[] {"efficiency", "total"};
            case MEMORY -> new String[] {"memoryPerGpu", "total"};
            case CACHE -> new String[] {"cache", "tokens"};
            case TOKENS_PER_JOULE -> new String[] {"tokensPerJoule"};
            case COST -> new String[] {"cost", "perMillionTokens"};
        };
    }

    private Optional<Spending> spending(TreeReader evaluation) {
        Optional<TreeReader> lost = at(evaluation, "efficiency", "losses");
        OptionalDouble system = number(evaluation, "throughput", "system");
        if (lost.isEmpty() || system.isEmpty() || system.getAsDouble() <= 0) {
            return Optional.empty();
        }
        List<Loss> losses = new ArrayList<>();
        for (Loss.Kind kind : Loss.Kind.values()) {
            number(lost.get(), kind.label()).ifPresent(fraction -> losses.add(new Loss(kind, fraction)));
        }
        Map<Component, Double> seconds = new EnumMap<>(Component.class);
        for (Component component : Component.values()) {
            number(evaluation, "phases", component.id(), "seconds").ifPresent(each -> seconds.put(component, each));
        }
        return Optional.of(Spending.of(
                number(evaluation, "gpus").orElse(1),
                number(lost.get(), Loss.Kind.IDLE_GPUS.label()).orElse(0),
                system.getAsDouble(),
                losses,
                seconds,
                (int) number(root, "layout", "tensor").orElse(1),
                (int) number(root, "layout", "microBatch").orElse(1)));
    }

    private static Spending ofPools(TreeReader evaluation) {
        Map<String, Double> gpus = new LinkedHashMap<>();
        gpus.put("GPUs that read prompts", number(evaluation, "prefill", "gpus").orElse(0));
        gpus.put("GPUs that write answers", number(evaluation, "decode", "gpus").orElse(0));
        gpus.put("idle GPUs", number(evaluation, "idle").orElse(0));
        return Spending.ofPools(gpus, number(evaluation, "throughput", "system").orElse(1));
    }

    static Optional<TreeReader> at(TreeReader from, String... path) {
        Optional<TreeReader> place = Optional.of(from);
        for (String field : path) {
            place = place.flatMap(found -> found.child(field));
        }
        return place;
    }

    static OptionalDouble number(TreeReader from, String... path) {
        return at(from, path).map(place -> place.number(-MOST, MOST)).orElse(OptionalDouble.empty());
    }
}

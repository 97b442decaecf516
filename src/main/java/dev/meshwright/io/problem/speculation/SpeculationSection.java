package dev.meshwright.io.problem.speculation;

import dev.meshwright.facts.engine.Speculation;
import dev.meshwright.facts.engine.Speculation.Draft;
import dev.meshwright.facts.engine.Speculation.Method;
import dev.meshwright.facts.engine.Speculation.Tree;
import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.model.Precision;
import dev.meshwright.io.tree.Names;
import dev.meshwright.io.tree.TreeReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** The {@code speculation} of a problem file, beside the engine's settings or with the workload: who guesses how many tokens, and how many of them count. */
public final class SpeculationSection {

    /** Fields of the section. */
    public static final List<String> FIELDS =
            List.of("method", "drafts", "acceptance", "acceptedLength", "draft", "tree");

    /** Fields of {@code tree}. */
    public static final List<String> TREE_FIELDS = List.of("verified", "branches");

    /** Fields of {@code draft}. */
    public static final List<String> DRAFT_FIELDS = List.of("parameters", "weights", "cacheBytesPerToken");

    /** More guesses than any engine makes. */
    private static final int MOST_DRAFTS = 64;

    /** More guesses of a tree than any engine verifies. */
    private static final int MOST_VERIFIED = 1024;

    private static final double MOST_PARAMETERS = 1e13;
    private static final double MOST_CACHE_BYTES = 1e9;

    private final TreeReader section;

    private SpeculationSection(TreeReader section) {
        this.section = section;
    }

    /** Where a problem says it: {@code serving.speculation} or {@code workload.speculation}. */
    public static List<TreeReader> places(TreeReader root) {
        return Stream.of("serving", "workload")
                .flatMap(name ->
                        root
                                .child(name)
                                .filter(TreeReader::isObject)
                                .flatMap(found -> found.child("speculation"))
                                .stream())
                .toList();
    }

    /** What a problem says, of both places only one; empty where it says nothing, and after a fault. */
    public static Optional<Speculation> of(TreeReader root) {
        List<TreeReader> places = places(root);
        if (places.size() > 1) {
            places.getLast().fault("has no meaning beside serving.speculation", "Maybe leave one of them out.");
            return Optional.empty();
        }
        return places.stream().findFirst().flatMap(SpeculationSection::read);
    }

    /** What a section says; empty after a fault. */
    public static Optional<Speculation> read(TreeReader section) {
        return section.object(FIELDS) ? new SpeculationSection(section).read() : Optional.empty();
    }

    /** Notes a fault where a model is to guess with layers that it does not have. */
    public static void check(TreeReader section, Model model) {
        boolean own = section.isObject()
                && section.child("method")
                        .flatMap(TreeReader::scalarText)
                        .filter(Method.MTP.label()::equals)
                        .isPresent();
        if (own && model.predictionLayers().isEmpty()) {
            section.child("method")
                    .ifPresent(place -> place.fault(
                            "has no meaning: model " + model.name() + " has no layers for multi-token prediction",
                            "Maybe " + Method.EAGLE.label() + ", with a draft."));
        }
    }

    private Optional<Speculation> read() {
        Optional<Method> method =
                section.required("method").flatMap(place -> place.choice(Names.of(Method::label, Method.values())));
        OptionalInt drafts = section.required("drafts")
                .map(place -> place.integer(1, MOST_DRAFTS))
                .orElse(OptionalInt.empty());
        Optional<Draft> draft = method.flatMap(this::draft);
        // Chances that cannot be are said whatever the number of guesses is.
        Optional<List<Double>> chances = acceptance(drafts.orElse(MOST_DRAFTS), drafts.isPresent());
        Optional<TreeReader> branching = section.child("tree");
        Optional<Tree> tree = branching.flatMap(place -> tree(place, method, drafts));
        boolean complete = method.isPresent()
                && branching.isPresent() == tree.isPresent()
                && drafts.isPresent()
                && chances.isPresent()
                && draft.isPresent() == method.get().ownModel();
        return complete ? Optional.of(new Speculation(method.get(), chances.get(), draft, tree)) : Optional.empty();
    }

    /** The chances that guesses count, of one of the two ways in which they can be stated. */
    private Optional<List<Double>> acceptance(int drafts, boolean known) {
        Optional<TreeReader> stated = section.child("acceptance");
        Optional<TreeReader> length = section.child("acceptedLength");
        if (stated.isPresent() == length.isPresent()) {
            section.fault("must have acceptance or acceptedLength, and not both", "");
            return Optional.empty();
        }
        if (length.isPresent()) {
            OptionalDouble tokens = length.get().number(1, drafts + 1.0);
            return tokens.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Speculation.ofLength(Method.NGRAM, drafts, tokens.getAsDouble(), Optional.empty())
                            .acceptance());
        }
        TreeReader place = stated.orElseThrow();
        if (!place.isList()) {
            OptionalDouble share = place.fraction(0, 1);
            return share.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Speculation.even(Method.NGRAM, drafts, share.getAsDouble(), Optional.empty())
                            .acceptance());
        }
        return byPosition(place, known ? drafts : place.items().size());
    }

    private static Optional<List<Double>> byPosition(TreeReader list, int drafts) {
        List<Double> chances = new ArrayList<>();
        double before = 1;
        for (TreeReader place : list.items()) {
            OptionalDouble read = place.fraction(0, 1);
            if (read.isEmpty()) {
                return Optional.empty();
            }
            if (read.getAsDouble() > before) {
                place.fault(
                        "must be at most the one before: a guess counts only if those before it do",
                        "Maybe acceptance: one number, the chance of a guess if the one before counts.");
                return Optional.empty();
            }
            before = read.getAsDouble();
            chances.add(before);
        }
        if (chances.size() != drafts) {
            list.fault("must have an entry for each of " + drafts + " drafts, and has " + chances.size(), "");
            return Optional.empty();
        }
        return Optional.of(chances);
    }

    private static Optional<Tree> tree(TreeReader place, Optional<Method> method, OptionalInt drafts) {
        if (method.isPresent() && !method.get().grows()) {
            place.fault(
                    "has no meaning with method " + method.get().label() + ", whose guesses are a chain",
                    "Maybe " + Method.EAGLE.label() + ".");
            return Optional.empty();
        }
        if (!place.object(TREE_FIELDS)) {
            return Optional.empty();
        }
        OptionalInt verified = place.required("verified")
                .map(at -> at.integer(drafts.orElse(1), MOST_VERIFIED))
                .orElse(OptionalInt.empty());
        OptionalInt branches =
                place.required("branches").map(at -> at.integer(1, MOST_DRAFTS)).orElse(OptionalInt.empty());
        return verified.isPresent() && branches.isPresent()
                ? Optional.of(new Tree(verified.getAsInt(), branches.getAsInt()))
                : Optional.empty();
    }

    private Optional<Draft> draft(Method method) {
        Optional<TreeReader> stated = section.child("draft");
        if (!method.ownModel()) {
            stated.ifPresent(place -> place.fault(
                    "has no meaning with method " + method.label() + ", which has no model of its own", ""));
            return Optional.empty();
        }
        if (stated.isEmpty()) {
            section.fault(
                    "must have a draft: the weights of what guesses with method " + method.label()
                            + " are not the model's",
                    "Maybe draft: {parameters: 1.2 B}.");
            return Optional.empty();
        }
        TreeReader place = stated.get();
        if (!place.object(DRAFT_FIELDS)) {
            return Optional.empty();
        }
        OptionalDouble parameters = place.required("parameters")
                .map(weights -> weights.number(1, MOST_PARAMETERS))
                .orElse(OptionalDouble.empty());
        Precision weights = place.child("weights")
                .flatMap(format -> format.choice(Names.of(Precision::label, Precision.values())))
                .orElse(Precision.BF16);
        double cache = place.child("cacheBytesPerToken")
                .map(bytes -> bytes.number(0, MOST_CACHE_BYTES).orElse(0))
                .orElse(0.0);
        return parameters.isEmpty()
                ? Optional.empty()
                : Optional.of(new Draft(parameters.getAsDouble(), weights, cache));
    }
}

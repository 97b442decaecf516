package dev.meshwright.io.problem;

import dev.meshwright.base.quantity.Dimension;
import dev.meshwright.base.quantity.Quantity;
import dev.meshwright.facts.cluster.Cluster;
import dev.meshwright.facts.engine.EngineSetup;
import dev.meshwright.facts.engine.TrainingEngine;
import dev.meshwright.facts.problem.Assumptions;
import dev.meshwright.facts.problem.Objective;
import dev.meshwright.facts.problem.SearchLimits;
import dev.meshwright.facts.problem.Statistic;
import dev.meshwright.facts.problem.Targets;
import dev.meshwright.facts.problem.Targets.Scope;
import dev.meshwright.facts.problem.Targets.ThroughputTarget;
import dev.meshwright.facts.problem.TimeTarget;
import dev.meshwright.io.tree.Names;
import dev.meshwright.io.tree.TreeReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** The {@code objective}, {@code targets}, {@code assumptions} and {@code search} of a problem file. */
final class AimSections {

    static final List<String> TARGET_FIELDS =
            List.of("throughput", "timeToFirstToken", "timePerOutputToken", "endToEnd");
    static final List<String> STATISTICS =
            Stream.of(Statistic.values()).map(Statistic::label).toList();
    static final List<String> PERCENTILES = STATISTICS.stream()
            .filter(name -> !name.equals(Statistic.MEAN.label()))
            .toList();
    static final List<String> THROUGHPUT_FIELDS = List.of("value", "scope");
    static final List<String> ASSUMPTION_FIELDS = List.of(
            "computeEfficiency",
            "memoryBandwidthEfficiency",
            "linkEfficiency",
            "memoryFraction",
            "overlap",
            "activationCheckpointingAbove",
            "engine",
            "engineVersion",
            "expertExchange");
    static final List<String> SEARCH_FIELDS = List.of(
            "tensor",
            "data",
            "expert",
            "expertTensor",
            "pipeline",
            "replicas",
            "microBatch",
            "maxPipeline",
            "tensorWithinNode",
            "redundantSlotsPerRank",
            "engineSpace",
            "maximumInstance");
    static final Map<String, Objective> OBJECTIVES = Names.of(Objective::label, Objective.values());
    static final Map<String, Scope> SCOPES = Names.of(Scope::label, Scope.values());
    static final Map<String, Assumptions.Engine> ENGINES =
            Names.of(Assumptions.Engine::label, Assumptions.Engine.values());

    static final Map<String, TrainingEngine> TRAINING_ENGINES =
            Names.of(TrainingEngine::label, TrainingEngine.values());

    static final Map<String, Assumptions.Exchange> EXCHANGES =
            Names.of(Assumptions.Exchange::label, Assumptions.Exchange.values());

    /** Least efficiency that is no slip of the pen. */
    private static final double LEAST_EFFICIENCY = 1e-4;

    private static final int MOST_REDUNDANT_SLOTS = 1024;

    private AimSections() {}

    static Objective objective(TreeReader root) {
        return root.child("objective")
                .flatMap(place -> place.choice(OBJECTIVES))
                .orElse(Objective.THROUGHPUT);
    }

    static Targets targets(TreeReader root) {
        return root.child("targets")
                .filter(place -> place.object(TARGET_FIELDS))
                .map(place -> new Targets(
                        place.child("throughput").flatMap(AimSections::throughput),
                        times(place, "timeToFirstToken"),
                        times(place, "timePerOutputToken"),
                        times(place, "endToEnd")))
                .orElse(Targets.NONE);
    }

    /** Whose throughput must be said, in the scope or in the unit: a factor of the GPU count hangs on it. */
    private static Optional<ThroughputTarget> throughput(TreeReader place) {
        boolean mapping = place.isObject();
        if (mapping) {
            place.object(THROUGHPUT_FIELDS);
        }
        Optional<TreeReader> value = mapping ? place.required("value") : Optional.of(place);
        Optional<Quantity> quantity = value.flatMap(at -> at.quantity(Dimension.TOKENS_PER_SECOND, 1e-6, 1e15));
        Optional<TreeReader> stated = mapping ? place.child("scope") : Optional.empty();
        Optional<Scope> scope = stated.flatMap(at -> at.choice(SCOPES));
        Optional<Scope> unit = quantity.flatMap(AimSections::scopeOf);
        if (quantity.isEmpty() || (stated.isPresent() && scope.isEmpty())) {
            return Optional.empty();
        }
        if (scope.isPresent() && unit.isPresent() && !scope.equals(unit)) {
            place.fault(
                    "has a value " + quantity.get().text() + " and the scope "
                            + scope.get().label(),
                    "");
        }
        if (scope.isEmpty() && unit.isEmpty()) {
            place.fault(
                    "must say whose throughput it is",
                    "Maybe {value: " + quantity.get().text() + ", scope: system} or scope: per-gpu.");
        }
        return scope.or(() -> unit)
                .map(whose -> new ThroughputTarget(quantity.get().value(), whose));
    }

    private static Optional<Scope> scopeOf(Quantity quantity) {
        return switch (quantity.per()) {
            case GPU -> Optional.of(Scope.PER_GPU);
            case SYSTEM -> Optional.of(Scope.SYSTEM);
            case UNSTATED, NODE, TOKEN, LAYER, USER, EXPERT, STAGE, REPLICA -> Optional.empty();
        };
    }

    /** A plain time is one on average. */
    private static List<TimeTarget> times(TreeReader targets, String field) {
        Optional<TreeReader> place = targets.child(field);
        if (place.isEmpty()) {
            return List.of();
        }
        if (!place.get().isObject()) {
            return seconds(place.get())
                    .map(seconds -> List.of(new TimeTarget(Statistic.MEAN, seconds)))
                    .orElse(List.of());
        }
        return statistics(place.get());
    }

    private static List<TimeTarget> statistics(TreeReader place) {
        place.object(STATISTICS);
        if (place.fieldNames().isEmpty()) {
            place.fault("must state one of " + String.join(", ", STATISTICS), "");
        }
        List<TimeTarget> times = new ArrayList<>();
        double before = 0;
        for (Statistic statistic : Statistic.values()) {
            Optional<TreeReader> stated = place.child(statistic.label());
            Optional<Double> seconds = stated.flatMap(AimSections::seconds);
            if (seconds.isEmpty()) {
                continue;
            }
            times.add(new TimeTarget(statistic, seconds.get()));
            if (seconds.get() < before) {
                stated.orElseThrow().fault("is less than that of a lower percentile, which can then never matter", "");
            }
            before = statistic == Statistic.MEAN ? 0 : seconds.get();
        }
        return times;
    }

    private static Optional<Double> seconds(TreeReader place) {
        return place.quantity(Dimension.SECONDS, 1e-9, 1e7).map(Quantity::value);
    }

    /** Labels of engines, those that train among them. */
    static Map<String, String> engines() {
        Map<String, String> labels = new LinkedHashMap<>();
        ENGINES.keySet().forEach(label -> labels.put(label, label));
        TRAINING_ENGINES.keySet().forEach(label -> labels.put(label, label));
        return labels;
    }

    static Assumptions assumptions(TreeReader root) {
        return root.child("assumptions")
                .filter(place -> place.object(ASSUMPTION_FIELDS))
                .map(AimSections::assumed)
                .orElse(Assumptions.NONE);
    }

    private static Assumptions assumed(TreeReader place) {
        Assumptions shares = new Assumptions(
                fraction(place, "computeEfficiency", LEAST_EFFICIENCY),
                fraction(place, "memoryBandwidthEfficiency", LEAST_EFFICIENCY),
                fraction(place, "linkEfficiency", LEAST_EFFICIENCY),
                fraction(place, "memoryFraction", LEAST_EFFICIENCY),
                fraction(place, "overlap", 0),
                place.child("activationCheckpointingAbove")
                        .map(at -> at.integer(0, Integer.MAX_VALUE))
                        .orElse(OptionalInt.empty()),
                Optional.empty(),
                Optional.empty(),
                EngineSetup.DEFAULT);
        Optional<String> engine = place.child("engine").flatMap(at -> at.choice(engines()));
        EngineSetup setup = EngineSetup.DEFAULT.training(engine.map(TRAINING_ENGINES::get));
        Assumptions named =
                engine.map(ENGINES::get).map(shares::withEngine).orElse(shares).withSetup(setup);
        return named.withExpertExchange(place.child("expertExchange").flatMap(at -> at.choice(EXCHANGES)));
    }

    private static OptionalDouble fraction(TreeReader place, String field, double least) {
        return place.child(field).map(at -> at.fraction(least, 1)).orElse(OptionalDouble.empty());
    }

    static SearchLimits limits(TreeReader root) {
        return root.child("search")
                .filter(place -> place.object(SEARCH_FIELDS))
                .map(AimSections::readLimits)
                .orElse(SearchLimits.DEFAULT);
    }

    private static SearchLimits readLimits(TreeReader place) {
        SearchLimits standard = SearchLimits.DEFAULT;
        return new SearchLimits(
                degrees(place, "tensor"),
                degrees(place, "data"),
                degrees(place, "expert"),
                degrees(place, "expertTensor"),
                degrees(place, "pipeline"),
                degrees(place, "replicas"),
                degrees(place, "microBatch"),
                integer(place, "maxPipeline", 1, Cluster.MOST_GPUS, standard.maxPipeline()),
                place.child("tensorWithinNode").flatMap(TreeReader::truth).orElse(standard.tensorWithinNode()),
                integer(place, "redundantSlotsPerRank", 0, MOST_REDUNDANT_SLOTS, standard.redundantSlotsPerRank()),
                place.child("engineSpace").flatMap(TreeReader::truth).orElse(standard.engineSpace()),
                place.child("maximumInstance")
                        .map(at -> at.integer(1, Cluster.MOST_GPUS))
                        .orElse(standard.maximumInstance()));
    }

    private static List<Integer> degrees(TreeReader place, String field) {
        return place.child(field)
                .map(at -> at.integers(1, Cluster.MOST_GPUS).stream()
                        .distinct()
                        .sorted()
                        .toList())
                .orElse(List.of());
    }

    private static int integer(TreeReader place, String field, int least, int most, int fallback) {
        return place.child(field)
                .map(at -> at.integer(least, most).orElse(fallback))
                .orElse(fallback);
    }
}

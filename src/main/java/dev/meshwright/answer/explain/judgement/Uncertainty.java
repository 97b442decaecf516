package dev.meshwright.answer.explain.judgement;

import dev.meshwright.base.quantity.Figures;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.cost.uncertainty.Measure;
import dev.meshwright.cost.uncertainty.PredictionIntervals;
import dev.meshwright.cost.uncertainty.PredictionIntervals.Interval;
import dev.meshwright.facts.cluster.Gpu;
import dev.meshwright.facts.cluster.NodeGroup;
import dev.meshwright.facts.problem.Objective;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.problem.Statistic;
import dev.meshwright.facts.problem.TargetOutcome.Aim;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.replay.deployment.ServedRequests;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Where eight of ten measurements of a prediction's kind lie.
 *
 * @param intervals by measure, throughput of the whole system; a measure without measured rows is left out
 * @param excluded predictions that lie outside of their own interval, because measurements of the kind lie to one side
 * @param pairSpread logarithm of the ratio by which eight of ten measured pairs of layouts of one question differ from their predictions
 *     at most; empty where nothing of the kind was measured
 */
public record Uncertainty(Map<Measure, Interval> intervals, Map<Measure, Double> excluded, OptionalDouble pairSpread) {

    /** CDNA 2, 3, 4. */
    private static final String AMD_FAMILIES = "cdna";

    public Uncertainty {
        Map<Measure, Interval> ordered = new EnumMap<>(Measure.class);
        ordered.putAll(intervals);
        intervals = Collections.unmodifiableMap(ordered);
        Map<Measure, Double> outside = new EnumMap<>(Measure.class);
        outside.putAll(excluded);
        excluded = Collections.unmodifiableMap(outside);
    }

    /** The uncertainty of an evaluation, of times as they were replayed where they were. */
    public static Uncertainty of(Problem problem, Evaluation evaluation, Optional<ServedRequests> served) {
        Performance performance = evaluation.performance();
        Map<Measure, Interval> intervals = new EnumMap<>(Measure.class);
        Map<Measure, Double> excluded = new EnumMap<>(Measure.class);
        put(problem, Measure.THROUGHPUT, OptionalDouble.of(performance.tokensPerSecond()), intervals, excluded);
        put(
                problem,
                Measure.TIME_TO_FIRST_TOKEN,
                mean(served, Aim.TIME_TO_FIRST_TOKEN, performance.timeToFirstTokenSeconds()),
                intervals,
                excluded);
        put(
                problem,
                Measure.TIME_PER_OUTPUT_TOKEN,
                mean(served, Aim.TIME_PER_OUTPUT_TOKEN, performance.timePerOutputTokenSeconds()),
                intervals,
                excluded);
        if (problem.workload() instanceof Training) {
            put(problem, Measure.STEP_TIME, OptionalDouble.of(performance.stepSeconds()), intervals, excluded);
            put(
                    problem,
                    Measure.MEMORY,
                    OptionalDouble.of(evaluation.heaviestStage().memoryBytes()),
                    intervals,
                    excluded);
        }
        return new Uncertainty(intervals, excluded, pairSpread(problem));
    }

    private static OptionalDouble mean(Optional<ServedRequests> served, Aim aim, OptionalDouble closedForm) {
        return served.map(found -> found.seconds(aim, Statistic.MEAN)).orElse(closedForm);
    }

    private static void put(
            Problem problem,
            Measure measure,
            OptionalDouble predicted,
            Map<Measure, Interval> intervals,
            Map<Measure, Double> excluded) {
        if (predicted.isEmpty()) {
            return;
        }
        double value = predicted.getAsDouble();
        PredictionIntervals.standard().interval(problem, measure, value).ifPresent(found -> {
            intervals.put(measure, found);
            if (value < found.low() || value > found.high()) {
                excluded.put(measure, value);
            }
        });
    }

    /**
     * Whether a layout that is {@code behind} by that share may as well be the better one: of measured pairs of layouts
     * of one question two in ten are off by more. Never where the objective is to save GPUs: those are counted.
     */
    public static boolean covers(Problem problem, double behind) {
        OptionalDouble spread = pairSpread(problem);
        if (problem.objective() == Objective.GPUS || spread.isEmpty() || behind >= 1) {
            return false;
        }
        // Throughput is behind as a share of the winner's, latency by what it is longer, cost by what it is more.
        boolean longer = problem.objective() != Objective.THROUGHPUT;
        return within(longer ? 1 + behind : 1 - behind, spread.getAsDouble());
    }

    /** Whether two figures of that ratio are closer than measured pairs of layouts are to their predictions. */
    public static boolean within(double ratio, double pairSpread) {
        return Math.abs(Math.log(ratio)) < pairSpread;
    }

    private static OptionalDouble pairSpread(Problem problem) {
        return PredictionIntervals.standard().pairSpread(problem.workload());
    }

    /** What to make of so many runners-up that are {@link #covers covered}; empty where none is. */
    public static Optional<String> verdict(Problem problem, long near) {
        if (near == 0) {
            return Optional.empty();
        }
        PredictionIntervals intervals = PredictionIntervals.standard();
        String which = near == 1 ? "The runner-up is" : "The first " + near + " runners-up are";
        return Optional.of(which + " within the model's uncertainty: choose "
                + (near == 1 ? "either" : "any of them")
                + ". In eight of ten measured pairs of layouts (" + Figures.count(intervals.pairs(problem.workload()))
                + ") the ratio of their throughput was predicted within "
                + Figures.percent(
                        Math.expm1(intervals.pairSpread(problem.workload()).orElseThrow()))
                + ".");
    }

    /** The intervals as a sentence; says so where nothing of the kind was measured. */
    public String sentence() {
        if (intervals.isEmpty()) {
            return "Uncertainty: unknown, too few measurements of this kind of work.";
        }
        List<String> parts = new ArrayList<>();
        intervals.forEach((measure, interval) -> parts.add(
                words(measure) + " " + amount(measure, interval.low()) + " to " + amount(measure, interval.high())));
        Interval first = intervals.values().iterator().next();
        return "Eight of ten measurements lie within: " + String.join(", ", parts) + " (from "
                + Figures.count(first.rows()) + " measured rows, "
                + first.phase().words() + ")."
                + (first.outside().isEmpty()
                        ? ""
                        : " They are as wide as for what others measured elsewhere, because this lies outside of what the constants"
                                + " were fitted to: " + String.join("; ", first.outside()) + ".")
                + excludedWords().map(words -> " " + words).orElse("");
    }

    /**
     * Which predictions lie outside of their own intervals and by how much rows of their kind were off, of campaigns that the
     * constants were not fitted to; empty where none does.
     */
    public Optional<String> excludedWords() {
        List<String> parts = new ArrayList<>();
        excluded.forEach((measure, predicted) -> {
            Interval interval = Objects.requireNonNull(intervals.get(measure));
            boolean low = predicted < interval.low();
            parts.add(words(measure) + (low ? " above " : " below ")
                    + Figures.decimals((low ? interval.low() : interval.high()) / predicted, 2) + " times"
                    + (parts.isEmpty() ? " the prediction" : ""));
        });
        return parts.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "Predictions outside of that: of measured rows of this kind, in campaigns left out of the fit, nine"
                                + " of ten have " + String.join(", ", parts) + ".");
    }

    /**
     * What the intervals do not cover: the measurements behind them are of NVIDIA's GPUs. Empty where the cluster has none of
     * another vendor.
     */
    public static Optional<String> caveat(Problem problem) {
        List<String> others = problem.cluster().nodes().stream()
                .map(NodeGroup::gpu)
                .filter(gpu -> gpu.family().startsWith(AMD_FAMILIES))
                .map(Gpu::name)
                .distinct()
                .toList();
        return others.isEmpty()
                ? Optional.empty()
                : Optional.of("None of these measurements is of AMD GPUs. Kernels and links of "
                        + String.join(", ", others)
                        + " follow what is published of single kernels (docs/KERNEL_EFFICIENCIES.md, AMD GPUs), the engine's"
                        + " overheads were fitted on NVIDIA's: expect larger errors.");
    }

    private static String words(Measure measure) {
        return switch (measure) {
            case TIME_TO_FIRST_TOKEN -> "TTFT";
            case TIME_PER_OUTPUT_TOKEN -> "TPOT";
            case THROUGHPUT, STEP_TIME, LAYER_TIME, MEMORY, WEIGHTS, CACHE_ROOM, CACHE_TOKENS, SPEED_UP ->
                measure.words();
        };
    }

    private static String amount(Measure measure, double value) {
        return switch (measure) {
            case THROUGHPUT -> Figures.tokensPerSecond(value);
            case MEMORY, WEIGHTS, CACHE_ROOM -> Figures.bytes(value);
            case CACHE_TOKENS -> Figures.count(value);
            case SPEED_UP -> Figures.decimals(value, 2);
            case TIME_TO_FIRST_TOKEN, TIME_PER_OUTPUT_TOKEN, STEP_TIME, LAYER_TIME -> Figures.seconds(value);
        };
    }
}

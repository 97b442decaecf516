package dev.meshwright.io.problem;

import dev.meshwright.facts.workload.Arrivals;
import dev.meshwright.facts.workload.Disaggregation;
import dev.meshwright.facts.workload.Length;
import dev.meshwright.facts.workload.Traffic;
import dev.meshwright.facts.workload.TrainingRecipe;
import dev.meshwright.facts.workload.TrainingRecipe.Execution;
import dev.meshwright.facts.workload.TrainingRecipe.Scaling;
import dev.meshwright.facts.workload.Workload;
import dev.meshwright.io.tree.Names;
import dev.meshwright.io.tree.References;
import dev.meshwright.io.tree.TreeReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** The {@code workload} of a problem file, without the expert load. */
final class WorkloadSection {

    private static final List<String> COMMON = List.of("phase", "expertLoad", "expertLoadBalance");
    private static final List<String> INFERENCE = List.of("inputTokens", "outputTokens", "concurrency", "speculation");
    private static final List<String> SERVING = Stream.concat(
                    INFERENCE.stream(), Stream.of("arrivals", "prefixHitRate", "prefixCache", "deployment"))
            .toList();
    private static final List<String> TRAINING = List.of(
            "inputTokens",
            "sequenceLength",
            "globalBatch",
            "microBatch",
            "zeroStage",
            "trainPredictionLayers",
            "recipe");
    static final List<String> RECIPE = List.of(
            "sequenceParallel",
            "flashAttention",
            "tensorOverlap",
            "expertOverlap",
            "gradientOverlap",
            "narrowDispatch",
            "wideGradients",
            "narrowWeights",
            "stagesInside",
            "fixedCapacity",
            "scaling",
            "execution");

    static final List<String> FIELDS = fields();
    static final List<String> PHASES = List.of("prefill", "decode", "serving", "training");

    /** Optimizer state sharded: what Megatron-LM's distributed optimizer and most large runs do. */
    private static final int DEFAULT_ZERO_STAGE = 1;

    private final TreeReader section;
    private final List<String> notes;
    private final TrafficSection traffic;

    /** @param references where named files lie */
    WorkloadSection(TreeReader section, References references, List<String> notes) {
        this.section = section;
        this.notes = notes;
        this.traffic = new TrafficSection(references, notes);
    }

    private static List<String> fields() {
        List<String> fields = new ArrayList<>(COMMON);
        fields.addAll(SERVING);
        TRAINING.stream().filter(field -> !fields.contains(field)).forEach(fields::add);
        return List.copyOf(fields);
    }

    /** The work; empty after a fault. */
    Optional<Workload> read() {
        if (!section.object(FIELDS)) {
            return Optional.empty();
        }
        Optional<String> phase = section.required("phase")
                .flatMap(place -> place.choice(Names.of(name -> name, PHASES.toArray(String[]::new))));
        return phase.flatMap(name -> switch (name) {
            case "prefill" -> prefill();
            case "decode" -> decode();
            case "serving" -> serving();
            default -> training();
        });
    }

    private Optional<Workload> prefill() {
        only(INFERENCE);
        if (section.child("outputTokens").isPresent()) {
            notes.add("The workload's outputTokens are not used: prefill writes none.");
        }
        List<Integer> lengths = lengths("inputTokens");
        return lengths.isEmpty() ? Optional.empty() : Optional.of(new Workload.Prefill(lengths, concurrency()));
    }

    private Optional<Workload> decode() {
        only(INFERENCE);
        List<Integer> lengths = lengths("inputTokens");
        int output = section.child("outputTokens")
                .filter(WorkloadSection::alike)
                .map(WorkloadSection::tokens)
                .orElse(1);
        if (section.child("outputTokens").isEmpty()) {
            notes.add("outputTokens is not stated: decoding is taken at a context of inputTokens.");
        }
        return lengths.isEmpty() ? Optional.empty() : Optional.of(new Workload.Decode(lengths, output, concurrency()));
    }

    private Optional<Workload> serving() {
        only(SERVING);
        Optional<TreeReader> place = section.child("arrivals");
        Optional<Arrivals> arrivals =
                place.isEmpty() ? Optional.of(new Arrivals.Clients()) : place.flatMap(traffic::arrivals);
        place.flatMap(there -> section.child("concurrency"))
                .ifPresent(stated -> stated.fault(
                        "has no meaning beside arrivals: how many are in flight follows from when requests come",
                        "Maybe leave one of them out."));
        if (place.filter(TreeReader::isObject)
                .flatMap(there -> there.child("trace"))
                .isPresent()) {
            return traced(arrivals);
        }
        Optional<TreeReader> input = section.required("inputTokens");
        Optional<TreeReader> output = section.required("outputTokens");
        Optional<Length> drawnInput = input.filter(TreeReader::isObject).flatMap(traffic::lengths);
        Optional<Length> drawnOutput = output.filter(TreeReader::isObject).flatMap(traffic::lengths);
        List<Integer> lengths = drawnInput.map(length -> List.of(mean(length))).orElseGet(() -> input.filter(
                        at -> !at.isObject())
                .map(WorkloadSection::lengths)
                .orElse(List.of()));
        int answer = drawnOutput.map(WorkloadSection::mean).orElseGet(() -> output.filter(at -> !at.isObject())
                .map(WorkloadSection::tokens)
                .orElse(1));
        return lengths.isEmpty()
                ? Optional.empty()
                : arrivals.map(when -> TrafficSection.noted(
                        new Workload.Serving(
                                lengths,
                                answer,
                                concurrency(),
                                new Traffic(drawnInput, drawnOutput, when, traffic.prefixHitRate(section)),
                                disaggregation()),
                        notes));
    }

    /** Requests that have lengths of their own. */
    private Optional<Workload> traced(Optional<Arrivals> arrivals) {
        for (String field : List.of("inputTokens", "outputTokens")) {
            section.child(field)
                    .ifPresent(
                            stated -> stated.fault("has no meaning beside a trace, which has lengths of its own", ""));
        }
        TrafficSection.noHits(section);
        if (arrivals.isEmpty() || !(arrivals.get() instanceof Arrivals.Trace trace)) {
            return Optional.empty();
        }
        int input = (int) Math.max(1, Math.round(trace.requests().meanInput()));
        int output = (int) Math.max(1, Math.round(trace.requests().meanOutput()));
        return Optional.of(TrafficSection.noted(
                new Workload.Serving(
                        List.of(input),
                        output,
                        OptionalInt.empty(),
                        new Traffic(Optional.empty(), Optional.empty(), trace),
                        disaggregation()),
                notes));
    }

    private Disaggregation disaggregation() {
        return section.child("deployment")
                .flatMap(place -> place.choice(Names.of(Disaggregation::label, Disaggregation.values())))
                .orElse(Disaggregation.AGGREGATED);
    }

    private static int mean(Length length) {
        return (int) Math.max(1, Math.round(length.mean()));
    }

    private Optional<Workload> training() {
        only(TRAINING);
        boolean both = section.child("sequenceLength").isPresent()
                && section.child("inputTokens").isPresent();
        if (both) {
            section.fault("must have sequenceLength or inputTokens, not both", "");
        }
        List<Integer> lengths = lengths(section.child("inputTokens").isPresent() ? "inputTokens" : "sequenceLength");
        int batch = section.required("globalBatch")
                .map(place -> place.integer(1, Integer.MAX_VALUE).orElse(1))
                .orElse(1);
        OptionalInt micro = section.child("microBatch")
                .map(place -> place.integer(1, Integer.MAX_VALUE))
                .orElse(OptionalInt.empty());
        if (micro.isPresent() && micro.getAsInt() > batch) {
            section.child("microBatch").orElseThrow().fault("must be at most globalBatch, " + batch, "");
        }
        int zero = section.child("zeroStage")
                .map(place -> place.integer(0, 3).orElse(DEFAULT_ZERO_STAGE))
                .orElse(DEFAULT_ZERO_STAGE);
        boolean prediction = section.child("trainPredictionLayers")
                .flatMap(TreeReader::truth)
                .orElse(false);
        return lengths.isEmpty()
                ? Optional.empty()
                : Optional.of(new Workload.Training(lengths, batch, micro, zero, prediction, recipe()));
    }

    /** How the framework runs a step; what is left out is as {@link TrainingRecipe#STANDARD} has it. */
    private TrainingRecipe recipe() {
        TrainingRecipe standard = TrainingRecipe.STANDARD;
        return section.child("recipe")
                .filter(place -> place.object(RECIPE))
                .map(place -> new TrainingRecipe(
                        truth(place, "sequenceParallel", standard.sequenceParallel()),
                        truth(place, "flashAttention", standard.flashAttention()),
                        truth(place, "tensorOverlap", standard.tensorOverlap()),
                        truth(place, "expertOverlap", standard.expertOverlap()),
                        truth(place, "gradientOverlap", standard.gradientOverlap()),
                        truth(place, "narrowDispatch", standard.narrowDispatch()),
                        truth(place, "wideGradients", standard.wideGradients()),
                        truth(place, "narrowWeights", standard.narrowWeights()),
                        truth(place, "stagesInside", standard.stagesInside()),
                        truth(place, "fixedCapacity", standard.fixedCapacity()),
                        place.child("scaling")
                                .flatMap(field -> field.choice(Names.of(WorkloadSection::label, Scaling.values())))
                                .orElse(standard.scaling()),
                        place.child("execution")
                                .flatMap(field -> field.choice(Names.of(WorkloadSection::label, Execution.values())))
                                .orElse(standard.execution())))
                .orElse(standard);
    }

    private static boolean truth(TreeReader place, String field, boolean standard) {
        return place.child(field).flatMap(TreeReader::truth).orElse(standard);
    }

    /** The name as problem files spell it. */
    static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** Fields of other phases are faults: they would be ignored silently. */
    private void only(List<String> allowed) {
        for (String field : section.fieldNames()) {
            if (FIELDS.contains(field) && !COMMON.contains(field) && !allowed.contains(field)) {
                String maybe = field.equals("concurrency") ? "Maybe globalBatch." : "";
                section.child(field).ifPresent(place -> place.fault("has no meaning in this phase", maybe));
            }
        }
    }

    private List<Integer> lengths(String field) {
        return section.required(field)
                .filter(WorkloadSection::alike)
                .map(WorkloadSection::lengths)
                .orElse(List.of());
    }

    private static List<Integer> lengths(TreeReader place) {
        return place.integers(1, Workload.LONGEST).stream().distinct().toList();
    }

    /** Whether sequences are of one length, as they must be where no requests come and go. */
    private static boolean alike(TreeReader place) {
        if (place.isObject()) {
            place.fault("must be a number or a list of them in this phase: only in serving sequences differ", "");
        }
        return !place.isObject();
    }

    private static int tokens(TreeReader place) {
        return place.integer(1, Workload.LONGEST).orElse(1);
    }

    private OptionalInt concurrency() {
        Optional<TreeReader> place = section.child("concurrency");
        if (place.filter(TreeReader::isList).isPresent()) {
            List<Integer> several = concurrencies(section);
            notes.add("Of the concurrencies that are listed search answers each; everything else takes the largest.");
            return several.isEmpty() ? OptionalInt.empty() : OptionalInt.of(several.getLast());
        }
        return place.map(one -> one.integer(1, Integer.MAX_VALUE)).orElse(OptionalInt.empty());
    }

    /** Numbers of sequences in flight where several are listed, ascending; none where one or none is stated. */
    static List<Integer> concurrencies(TreeReader workload) {
        return workload.child("concurrency")
                .filter(TreeReader::isList)
                .map(list -> list.integers(1, Integer.MAX_VALUE).stream()
                        .distinct()
                        .sorted()
                        .toList())
                .orElse(List.of());
    }
}

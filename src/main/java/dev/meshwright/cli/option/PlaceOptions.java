package dev.meshwright.cli.option;

import dev.meshwright.base.fault.Fault;
import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.cli.option.value.SpanConverter;
import dev.meshwright.cost.engine.Question;
import dev.meshwright.facts.workload.RecordedLoads;
import dev.meshwright.io.loads.RecordedLoadFiles;
import dev.meshwright.io.plan.PlacementFiles;
import dev.meshwright.io.problem.ProblemFiles;
import dev.meshwright.io.tree.AtomicFiles;
import dev.meshwright.placement.experts.ExpertPlacement;
import dev.meshwright.question.place.DriftRequest;
import dev.meshwright.question.place.PlaceRequest;
import dev.meshwright.question.place.PlaceRequest.Goal;
import dev.meshwright.question.place.PlaceRequest.Grouping;
import dev.meshwright.workbench.Constants;
import dev.meshwright.workbench.Effort;
import dev.meshwright.workbench.Workbench;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** What {@code place} is asked. */
public final class PlaceOptions {

    /** No model has as many; each is a row of the file that is written. */
    private static final int MOST_DENSE_LAYERS = 10_000;

    @Parameters(
            arity = "1..*",
            paramLabel = "LOADS",
            description =
                    "Expert loads: one matrix [layer][expert], or one per workload profile. JSON, CSV, NPY, SGLang's or vLLM's recording, TensorRT-LLM's statistics folder.")
    private List<Path> loads = new ArrayList<>();

    @Option(names = "--ranks", required = true, paramLabel = "R", description = "Ranks of the expert-parallel group.")
    private int ranks;

    @Option(
            names = "--nodes",
            paramLabel = "N",
            defaultValue = "1",
            description = "Nodes that the ranks lie on, in order (default: ${DEFAULT-VALUE}).")
    private int nodes = 1;

    @Option(
            names = "--slots",
            paramLabel = "S",
            description = "Expert slots of a layer over all ranks (default: those of --current, else one per expert).")
    private @Nullable Integer slots;

    @Option(
            names = "--slots-per-layer",
            paramLabel = "same|auto",
            defaultValue = "same",
            description = "auto: --slots is the mean, layers that gain most get more.")
    private String slotsPerLayer = "same";

    @Option(
            names = "--groups",
            paramLabel = "G",
            description = "Groups of consecutive experts from which tokens choose together.")
    private @Nullable Integer groups;

    @Option(
            names = "--grouping",
            paramLabel = "hard|soft",
            defaultValue = "soft",
            description =
                    "hard: each group stays on one node; soft: as few nodes per token as the balance limit allows (default: ${DEFAULT-VALUE}).")
    private Grouping grouping = Grouping.soft;

    @Option(
            names = "--top-k",
            paramLabel = "K",
            description =
                    "Experts per token (default: what the loads or --problem say, else 8, at most a quarter of the experts).")
    private @Nullable Integer topK;

    @Option(
            names = "--top-groups",
            paramLabel = "T",
            description =
                    "Groups that a token may choose from (default: half of them, more where these hold too few experts).")
    private @Nullable Integer topGroups;

    @Option(
            names = "--balance-limit",
            paramLabel = "X|eplb",
            description =
                    "With groups or co-activation: max/mean that traffic may cost, or EPLB's own (default: 1.05 with groups, eplb with co-activation).")
    private @Nullable String balanceLimit;

    @Option(
            names = "--objective",
            paramLabel = "time|balance",
            description =
                    "time: nanoseconds of a step by the cost model, needs --problem; balance: max/mean load (default: time with --problem, else balance).")
    private @Nullable Goal objective;

    @Option(
            names = "--problem",
            paramLabel = "PROBLEM",
            description = "Problem file that says model, GPUs and workload.")
    private @Nullable Path problem;

    @Mixin
    private OutsideOption outside = new OutsideOption();

    @Option(
            names = "--weights",
            split = ",",
            paramLabel = "W",
            description = "Weights of the profiles (default: all equal).")
    private List<Double> weights = new ArrayList<>();

    @Option(
            names = "--robust",
            paramLabel = "mean|worst|BLEND",
            defaultValue = "0.5",
            description =
                    "Over several profiles: their mean (0), the worst (1), or between (default: ${DEFAULT-VALUE}).")
    private String robust = "0.5";

    @Option(names = "--current", paramLabel = "PLACEMENT", description = "The placement that runs today: start there.")
    private @Nullable Path current;

    @Option(
            names = "--max-moves",
            paramLabel = "N|P%",
            description = "With --current: slots over all layers that may change, or percent of them (default: all).")
    private @Nullable String maxMoves;

    @Option(
            names = "--every",
            paramLabel = "SPAN",
            converter = SpanConverter.class,
            description =
                    "The loads follow each other, each SPAN (10 min) after the last: one map, moving experts while it serves, or neither? Needs --problem.")
    private @Nullable Double every;

    @Option(
            names = "--pause",
            paramLabel = "SPAN",
            converter = SpanConverter.class,
            description = "With --every: for how long a rearrangement keeps steps waiting (default: the engine's).")
    private @Nullable Double pause;

    @Option(names = "--no-duplicates-per-rank", description = "Never two replicas of an expert on one rank.")
    private boolean distinct;

    @Option(names = "--compare", description = "Would it help? Today's placement, EPLB-style and ours side by side.")
    private boolean compare;

    @Option(
            names = "--moves",
            paramLabel = "N",
            description = "Moves tried per layer (default: by the kind of problem).")
    private long moves = -1;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Also write the placement for an engine.")
    private @Nullable Path output;

    @Option(
            names = "--engine",
            paramLabel = "ENGINE",
            defaultValue = "sglang",
            converter = EngineConverter.class,
            description = "Format of -o: sglang, tensorrt-llm, vllm, vllm-ascend (default: ${DEFAULT-VALUE}).")
    private PlacementFiles.Engine engine = PlacementFiles.Engine.sglang;

    @Option(
            names = "--dense-layers",
            paramLabel = "N",
            defaultValue = "0",
            description = "Layers before the first MoE layer, for -o (default: ${DEFAULT-VALUE}).")
    private int denseLayers;

    /**
     * The request, with the files that the options name read.
     *
     * @throws InvalidInputException if a file cannot be read
     */
    public PlaceRequest request(Workbench workbench, Effort effort) {
        output().ifPresent(AtomicFiles::require);
        List<RecordedLoads> recorded =
                loads.stream().map(RecordedLoadFiles::read).toList();
        Optional<Question> question = Optional.ofNullable(problem)
                .map(file -> workbench.question(
                        ProblemFiles.open(file, outside.allowed()).problem(), Constants.STANDARD));
        Optional<ExpertPlacement> today = Optional.ofNullable(current)
                .map(file -> new ExpertPlacement(PlacementFiles.read(
                        file, recorded.getFirst().layers(), recorded.getFirst().experts())));
        PlaceRequest request = new PlaceRequest(
                recorded,
                new PlaceRequest.Shape(ranks, nodes, orNone(slots), slotsPerLayer, distinct),
                new PlaceRequest.Routing(
                        orNone(groups), grouping, orNone(topK), orNone(topGroups), Optional.ofNullable(balanceLimit)),
                new PlaceRequest.Aim(Optional.ofNullable(objective), weights, robust),
                question,
                new PlaceRequest.Migration(today, Optional.ofNullable(maxMoves)),
                compare,
                new PlaceRequest.Effort(moves, effort.seed(), effort.timeLimit()));
        return required(request, zeros());
    }

    /** What is left out is 0 in a request; what is stated must count something. */
    private List<Fault> zeros() {
        List<Fault> faults = new ArrayList<>();
        zero("--slots", slots, faults);
        zero("--groups", groups, faults);
        zero("--top-k", topK, faults);
        zero("--top-groups", topGroups, faults);
        if (denseLayers < 0 || denseLayers > MOST_DENSE_LAYERS) {
            String message = "must be 0 to " + MOST_DENSE_LAYERS;
            faults.add(new Fault("", "--dense-layers", Integer.toString(denseLayers), message, ""));
        }
        return faults;
    }

    private static void zero(String option, @Nullable Integer value, List<Fault> faults) {
        if (value != null && value == 0) {
            faults.add(new Fault("", option, "0", "must be 1 or more", "Maybe leave it out."));
        }
    }

    private static PlaceRequest required(PlaceRequest request, List<Fault> faults) {
        if (!faults.isEmpty()) {
            try {
                request.require();
            } catch (InvalidInputException others) {
                faults.addAll(others.faults());
            }
            throw new InvalidInputException(faults);
        }
        return request;
    }

    private static int orNone(@Nullable Integer value) {
        return value == null ? 0 : value;
    }

    /** Whether experts are to move, where the loads follow each other. */
    public Optional<DriftRequest> drift(PlaceRequest request) {
        return Optional.ofNullable(every)
                .map(span -> new DriftRequest(
                        request,
                        span,
                        pause == null ? OptionalDouble.empty() : OptionalDouble.of(pause),
                        Optional.empty()));
    }

    /** Where the placement is to be written for an engine. */
    public Optional<Path> output() {
        return Optional.ofNullable(output);
    }

    /** The file of the engine that was asked for. */
    public String file(ExpertPlacement placement) {
        return PlacementFiles.write(engine, placement.physicalToLogical(), ranks, denseLayers);
    }

    /** Reads the name of an engine, with hyphens or underscores. */
    static final class EngineConverter implements ITypeConverter<PlacementFiles.Engine> {
        @Override
        public PlacementFiles.Engine convert(String value) {
            String name = value.toLowerCase(Locale.ROOT).replace('-', '_');
            for (PlacementFiles.Engine engine : PlacementFiles.Engine.values()) {
                if (engine.name().equals(name)) {
                    return engine;
                }
            }
            throw new TypeConversionException(
                    "'" + value + "' is no engine. Maybe sglang, tensorrt-llm, vllm or vllm-ascend.");
        }
    }
}

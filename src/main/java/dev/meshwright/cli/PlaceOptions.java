package dev.meshwright.cli;

import dev.meshwright.io.PlacementFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** What {@code place} is asked. */
final class PlaceOptions {

    /** What is minimised. */
    enum Goal {
        time,
        balance
    }

    /** How groups are kept together. */
    enum Grouping {
        hard,
        soft
    }

    @Parameters(
            arity = "1..*",
            paramLabel = "LOADS",
            description =
                    "Expert loads: one matrix [layer][expert], or one per workload profile. JSON, CSV, NPY, SGLang's or vLLM's recording, TensorRT-LLM's statistics folder.")
    List<Path> loads = new ArrayList<>();

    @Option(names = "--ranks", required = true, paramLabel = "R", description = "Ranks of the expert-parallel group.")
    int ranks;

    @Option(
            names = "--nodes",
            paramLabel = "N",
            defaultValue = "1",
            description = "Nodes that the ranks lie on, in order (default: ${DEFAULT-VALUE}).")
    int nodes = 1;

    @Option(
            names = "--slots",
            paramLabel = "S",
            description = "Expert slots of a layer over all ranks (default: those of --current, else one per expert).")
    int slots;

    @Option(
            names = "--slots-per-layer",
            paramLabel = "same|auto",
            defaultValue = "same",
            description = "auto: --slots is the mean, layers that gain most get more.")
    String slotsPerLayer = "same";

    @Option(
            names = "--groups",
            paramLabel = "G",
            description = "Groups of consecutive experts from which tokens choose together.")
    int groups;

    @Option(
            names = "--grouping",
            paramLabel = "hard|soft",
            defaultValue = "soft",
            description =
                    "hard: each group stays on one node; soft: as few nodes per token as the balance limit allows (default: ${DEFAULT-VALUE}).")
    Grouping grouping = Grouping.soft;

    @Option(
            names = "--top-k",
            paramLabel = "K",
            description =
                    "Experts per token (default: what the loads or --problem say, else 8, at most a quarter of the experts).")
    int topK;

    @Option(
            names = "--top-groups",
            paramLabel = "T",
            description =
                    "Groups that a token may choose from (default: half of them, more where these hold too few experts).")
    int topGroups;

    @Option(
            names = "--balance-limit",
            paramLabel = "X|eplb",
            description =
                    "With groups or co-activation: max/mean that traffic may cost, or EPLB's own (default: 1.05 with groups, eplb with co-activation).")
    @Nullable
    String balanceLimit;

    @Option(
            names = "--objective",
            paramLabel = "time|balance",
            description =
                    "time: nanoseconds of a step by the cost model, needs --problem; balance: max/mean load (default: time with --problem, else balance).")
    @Nullable
    Goal objective;

    @Option(
            names = "--problem",
            paramLabel = "PROBLEM",
            description = "Problem file that says model, GPUs and workload.")
    @Nullable
    Path problem;

    @Option(
            names = "--weights",
            split = ",",
            paramLabel = "W",
            description = "Weights of the profiles (default: all equal).")
    List<Double> weights = new ArrayList<>();

    @Option(
            names = "--robust",
            paramLabel = "mean|worst|BLEND",
            defaultValue = "0.5",
            description =
                    "Over several profiles: their mean (0), the worst (1), or between (default: ${DEFAULT-VALUE}).")
    String robust = "0.5";

    @Option(names = "--current", paramLabel = "PLACEMENT", description = "The placement that runs today: start there.")
    @Nullable
    Path current;

    @Option(
            names = "--max-moves",
            paramLabel = "N|P%",
            description = "With --current: slots over all layers that may change, or percent of them (default: all).")
    @Nullable
    String maxMoves;

    @Option(names = "--no-duplicates-per-rank", description = "Never two replicas of an expert on one rank.")
    boolean distinct;

    @Option(names = "--compare", description = "Would it help? Today's placement, EPLB-style and ours side by side.")
    boolean compare;

    @Option(
            names = "--moves",
            paramLabel = "N",
            description = "Moves tried per layer (default: by the kind of problem).")
    long moves = -1;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Also write the placement for an engine.")
    @Nullable
    Path output;

    @Option(
            names = "--engine",
            paramLabel = "ENGINE",
            defaultValue = "sglang",
            converter = EngineConverter.class,
            description = "Format of -o: sglang, tensorrt-llm, vllm, vllm-ascend (default: ${DEFAULT-VALUE}).")
    PlacementFiles.Engine engine = PlacementFiles.Engine.sglang;

    @Option(
            names = "--dense-layers",
            paramLabel = "N",
            defaultValue = "0",
            description = "Layers before the first MoE layer, for -o (default: ${DEFAULT-VALUE}).")
    int denseLayers;

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

package dev.meshwright.lab.inference;

import dev.meshwright.cost.evaluation.Component;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.cost.evaluation.Evaluation.Phase;
import dev.meshwright.facts.cluster.Cluster;
import dev.meshwright.facts.cluster.Gpu;
import dev.meshwright.facts.cluster.InterNode;
import dev.meshwright.facts.cluster.NodeGroup;
import dev.meshwright.facts.engine.EngineSetup;
import dev.meshwright.facts.engine.Speculation;
import dev.meshwright.facts.engine.Speculation.Method;
import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.model.Precision;
import dev.meshwright.facts.model.Precisions;
import dev.meshwright.facts.problem.Assumptions;
import dev.meshwright.facts.problem.Assumptions.Engine;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.ExpertLoad;
import dev.meshwright.facts.workload.Workload;
import dev.meshwright.lab.row.GpuNames;
import dev.meshwright.lab.row.ModelNames;
import dev.meshwright.lab.row.RowValues;
import dev.meshwright.lab.row.StatedLayout;
import dev.meshwright.lab.row.UnpredictableRowException;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Degrees.Recomputation;
import dev.meshwright.layout.DeviceMap;
import dev.meshwright.layout.Layout;
import dev.meshwright.layout.Stage;
import dev.meshwright.layout.rule.DegreeRules;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A measured unit of large-scale expert parallelism as a problem and its layout.
 *
 * @param problem the question that the measurement answers
 * @param layout what was deployed
 */
public record LargeScaleCase(Problem problem, Layout layout) {

    /** Matrices of a gated expert; the last, the down product, makes what the combine sends. */
    private static final int GATED_MATRICES = 3;

    /** Tokens per attention rank and pass of a prefill unit that does not state them: DeepSeek's profile, SGLang's chunks. */
    static final int PREFILL_TOKENS = 16384;

    private static final Pattern REDUNDANT = Pattern.compile("\\b(\\d{1,5}) redundant");
    private static final Pattern TWO_BATCHES = Pattern.compile("(dual|two) micro-batch");
    private static final Pattern DRAFTS = Pattern.compile("\\b(\\d{1,3}) draft");
    private static final Pattern ACCEPTED = Pattern.compile("accept length (\\d\\.\\d+)(?:-(\\d\\.\\d+))?");

    /** Positions that a step verifies where the row speaks of speculation without their number. */
    static final int DEFAULT_DRAFTS = 2;

    /**
     * The ways in which the unit of a row can have run: with two micro-batches that overlap where its settings say so, else
     * with two or with one that overlaps with itself, of which a unit that somebody tuned runs the faster. Routing is
     * balanced: published units balance by redundant experts or simulated routing.
     *
     * @param models model by name or alias
     * @param gpus GPU by name or alias
     * @throws UnpredictableRowException if something is unknown, missing or does not fit together
     */
    public static List<LargeScaleCase> of(
            LargeScaleRow row, Function<String, Optional<Model>> models, Function<String, Optional<Gpu>> gpus) {
        Gpu gpu = GpuNames.find(row.gpu(), gpus);
        String name =
                row.model().replaceFirst("(?i)deepseek-r1/v3", "deepseek-v3").replaceFirst("(?i)-560b$", "");
        Model known = ModelNames.find(name, models)
                .orElseThrow(() -> new UnpredictableRowException("the architecture of " + row.model() + " is unknown"));
        Model model = known.withPrecisions(precisions(row));
        int node = Math.min(row.gpusPerNode(), row.gpus());
        Cluster cluster =
                new Cluster(List.of(new NodeGroup(Math.ceilDiv(row.gpus(), node), node, gpu)), InterNode.DEFAULT);
        int sequences = sequences(row);
        int attentionRanks = row.gpus() / row.tensor();
        int total = RowValues.product("sequences", sequences, attentionRanks);
        Workload workload = row.decode()
                ? new Workload.Decode(List.of(row.inputTokens()), row.outputTokens(), OptionalInt.of(total))
                : new Workload.Prefill(List.of(row.inputTokens()), OptionalInt.of(total));
        Problem problem = Problem.plain(row.model(), model, cluster, workload)
                .withExpertLoad(new ExpertLoad.Uniform())
                .withAssumptions(Assumptions.NONE
                        .withEngine(Engine.SGLANG)
                        .withSetup(EngineSetup.DEFAULT.withSpeculation(speculation(row))));
        return microBatches(row, sequences).stream()
                .map(count -> new LargeScaleCase(problem, layout(row, problem, sequences, count)))
                .toList();
    }

    private static List<Integer> microBatches(LargeScaleRow row, int sequences) {
        if (sequences == 1) {
            return List.of(1);
        }
        return TWO_BATCHES.matcher(row.settings()).find() ? List.of(2) : List.of(1, 2);
    }

    /**
     * Tokens per second and GPU that an evaluation predicts. With one micro-batch messages hide behind its own work as SGLang's
     * single-batch overlap does it: the dispatch behind the shared experts, the combine behind the routed experts' down
     * product.
     */
    public double tokensPerSecondPerGpu(Evaluation evaluation) {
        int microBatches = layout.degrees().microBatches();
        double step = evaluation.performance().stepSeconds() - (microBatches == 1 ? hiddenSeconds(evaluation) : 0);
        double tokens = evaluation.performance().tokensPerSecond()
                * evaluation.performance().stepSeconds();
        return tokens / step / evaluation.gpus();
    }

    private static double hiddenSeconds(Evaluation evaluation) {
        double shared = seconds(evaluation, Component.SHARED_IN) + seconds(evaluation, Component.SHARED_OUT);
        double down = seconds(evaluation, Component.EXPERTS) / GATED_MATRICES;
        return Math.min(seconds(evaluation, Component.DISPATCH), shared)
                + Math.min(seconds(evaluation, Component.COMBINE), down);
    }

    private static double seconds(Evaluation evaluation, Component component) {
        return evaluation.phases().stream()
                .filter(phase -> phase.component() == component)
                .mapToDouble(Phase::seconds)
                .sum();
    }

    private static int sequences(LargeScaleRow row) {
        if (!row.decode()) {
            int tokens = row.batchPerGpu() > 0
                    ? RowValues.product("tokens", row.batchPerGpu(), row.tensor())
                    : PREFILL_TOKENS;
            return Math.max(1, Math.round((float) tokens / row.inputTokens()));
        }
        if (row.batchPerGpu() > 0) {
            return RowValues.product("sequences", row.batchPerGpu(), row.tensor());
        }
        // Little's law: sequences in flight are their rate times the time between their tokens.
        double seconds = row.secondsPerToken()
                .orElseThrow(() -> new UnpredictableRowException("neither a batch nor a time per token is stated"));
        return Math.max(1, RowValues.product("sequences", row.tokensPerSecondPerGpu(), seconds, row.tensor()));
    }

    /** Positions that a step computes per sequence: the drafts that it verifies. */
    private static int verified(String settings) {
        if (!settings.contains("mtp") || settings.contains("mtp not stated") || settings.contains("no mtp")) {
            return 1;
        }
        Matcher drafts = DRAFTS.matcher(settings);
        return drafts.find() ? Math.max(1, Integer.parseInt(drafts.group(1))) : DEFAULT_DRAFTS;
    }

    /**
     * How tokens were guessed; empty where none were. The stated length is that of one draft besides the
     * certain token; each further draft counts if all before it were accepted.
     */
    private static Optional<Speculation> speculation(LargeScaleRow row) {
        int verified = row.decode() ? verified(row.settings()) : 1;
        if (verified == 1) {
            return Optional.empty();
        }
        Matcher accepted = ACCEPTED.matcher(row.settings());
        if (!accepted.find()) {
            throw new UnpredictableRowException("speculative decoding without an accept length");
        }
        double low = Double.parseDouble(accepted.group(1));
        double stated = accepted.group(2) == null ? low : (low + Double.parseDouble(accepted.group(2))) / 2;
        return Optional.of(Speculation.even(Method.MTP, verified - 1, stated - 1, Optional.empty()));
    }

    /**
     * Checkpoints of 8 bits hold the projections around attention in 8 bits too. What units call FP8 or BF16 attention is the
     * format of the cache; 16 bits where nothing is said, as DeepSeek's and SGLang's units keep it.
     */
    private static Precisions precisions(LargeScaleRow row) {
        String words = row.precision();
        boolean narrow = words.contains("fp8 attn") || words.contains("fp8 attention");
        Precision experts = words.contains("nvfp4") ? Precision.NVFP4 : Precision.FP8;
        return new Precisions(
                Precision.FP8,
                Precision.FP8,
                experts,
                experts,
                Precision.BF16,
                narrow ? Precision.FP8 : Precision.BF16,
                Precision.BF16);
    }

    private static Layout layout(LargeScaleRow row, Problem problem, int sequences, int microBatches) {
        int experts = new DegreeRules(problem).experts();
        int data = row.gpus() / row.tensor();
        int expert = experts == 0 ? 1 : row.expert();
        if (experts > 0 && row.gpus() % expert != 0) {
            throw new UnpredictableRowException("EP does not divide the GPUs");
        }
        Matcher redundant = REDUNDANT.matcher(row.settings());
        int slots = experts + (redundant.find() ? Integer.parseInt(redundant.group(1)) : 0);
        Degrees degrees = new Degrees(
                row.tensor(),
                experts == 0 ? 1 : data,
                expert,
                experts == 0 ? 1 : row.gpus() / expert,
                1,
                experts == 0 ? data : 1,
                Math.ceilDiv(sequences, microBatches),
                microBatches,
                1,
                Recomputation.NONE,
                experts == 0 ? 0 : Math.ceilDiv(slots, expert),
                1);
        List<Stage> stages = Stage.even(problem.model().depth(), 1);
        return StatedLayout.of(problem, degrees, experts, stages, DeviceMap::inOrder);
    }
}

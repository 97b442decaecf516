package dev.meshwright.validation;

import dev.meshwright.cluster.Cluster;
import dev.meshwright.cluster.Gpu;
import dev.meshwright.cluster.InterNode;
import dev.meshwright.cluster.NodeGroup;
import dev.meshwright.cost.Evaluation;
import dev.meshwright.cost.Evaluation.Phase;
import dev.meshwright.cost.tally.Component;
import dev.meshwright.layout.DegreeRules;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Degrees.Recomputation;
import dev.meshwright.layout.DeviceMap;
import dev.meshwright.layout.ExpertSlots;
import dev.meshwright.layout.Layout;
import dev.meshwright.layout.Stage;
import dev.meshwright.model.Layer;
import dev.meshwright.model.Model;
import dev.meshwright.model.Precision;
import dev.meshwright.model.Precisions;
import dev.meshwright.problem.Assumptions;
import dev.meshwright.problem.Assumptions.Engine;
import dev.meshwright.problem.Problem;
import dev.meshwright.workload.ExpertLoad;
import dev.meshwright.workload.Workload;
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
 * @param layout what was deployed; with speculative decoding every verified position counts as a sequence, because latent
 *     attention computes for each
 * @param acceptedTokens tokens that a sequence gets from a step
 * @param verified positions that a step computes for a sequence: 1 without speculative decoding
 */
public record LargeScaleCase(Problem problem, Layout layout, double acceptedTokens, int verified) {

    /** Tokens per GPU and pass of a prefill unit that does not state them: DeepSeek's profile, SGLang's chunks. */
    static final int PREFILL_TOKENS = 16384;

    private static final Pattern REDUNDANT = Pattern.compile("(\\d+) redundant");
    private static final Pattern DRAFTS = Pattern.compile("(\\d+) draft");
    private static final Pattern ACCEPTED = Pattern.compile("accept length (\\d\\.\\d+)(?:-(\\d\\.\\d+))?");

    /** Positions that a step verifies where the row speaks of speculation without their number. */
    static final int DEFAULT_DRAFTS = 2;

    /**
     * The case of a row. Routing is balanced: published units balance by redundant experts or simulated routing.
     *
     * @param models model by name or alias
     * @param gpus GPU by name or alias
     * @throws UnpredictableRowException if something is unknown, missing or does not fit together
     */
    public static LargeScaleCase of(
            LargeScaleRow row, Function<String, Optional<Model>> models, Function<String, Optional<Gpu>> gpus) {
        Gpu gpu = GpuNames.find(row.gpu(), gpus);
        String name = GpuNames.model(row.model())
                .replaceFirst("deepseek-r1/v3", "deepseek-v3")
                .replaceFirst("-560b$", "");
        Model known = models.apply(name)
                .orElseThrow(() -> new UnpredictableRowException("the architecture of " + row.model() + " is unknown"));
        Model model = known.withPrecisions(precisions(row, known));
        int node = Math.min(row.gpusPerNode(), row.gpus());
        Cluster cluster =
                new Cluster(List.of(new NodeGroup(Math.ceilDiv(row.gpus(), node), node, gpu)), InterNode.DEFAULT);
        int verified = row.decode() ? verified(row.settings()) : 1;
        int sequences = sequences(row) * verified;
        int total = Math.multiplyExact(sequences, row.gpus() / row.tensor());
        Workload workload = row.decode()
                ? new Workload.Decode(List.of(row.inputTokens()), row.outputTokens(), OptionalInt.of(total))
                : new Workload.Prefill(List.of(row.inputTokens()), OptionalInt.of(total));
        Problem problem = Problem.plain(row.model(), model, cluster, workload)
                .withExpertLoad(new ExpertLoad.Uniform())
                .withAssumptions(Assumptions.NONE.withEngine(Engine.SGLANG));
        double accepted = verified == 1 ? 1 : accepted(row.settings(), verified);
        return new LargeScaleCase(problem, layout(row, problem, sequences), accepted, verified);
    }

    /**
     * Tokens per second and GPU that an evaluation predicts. Each draft besides takes a pass through one layer and the
     * head.
     */
    public double tokensPerSecondPerGpu(Evaluation evaluation) {
        double pass = evaluation.phases().stream().mapToDouble(Phase::seconds).sum();
        double head = evaluation.phases().stream()
                .filter(phase -> phase.component() == Component.LM_HEAD)
                .mapToDouble(Phase::seconds)
                .sum();
        double step = evaluation.performance().stepSeconds();
        double draft = layout.degrees().microBatches()
                * (head + (pass - head) / problem.model().depth())
                / verified;
        double positions = evaluation.performance().tokensPerSecond() * step / evaluation.gpus();
        return positions / verified * acceptedTokens / (step + (verified - 1) * draft);
    }

    private static int sequences(LargeScaleRow row) {
        if (!row.decode()) {
            int tokens = row.batchPerGpu() > 0 ? row.batchPerGpu() : PREFILL_TOKENS;
            return Math.max(1, Math.round((float) tokens * row.tensor() / row.inputTokens()));
        }
        if (row.batchPerGpu() > 0) {
            return row.batchPerGpu() * row.tensor();
        }
        // Little's law: sequences in flight are their rate times the time between their tokens.
        double seconds = row.secondsPerToken()
                .orElseThrow(() -> new UnpredictableRowException("neither a batch nor a time per token is stated"));
        return Math.max(1, (int) Math.round(row.tokensPerSecondPerGpu() * seconds * row.tensor()));
    }

    /** Positions that a step computes per sequence: the drafts that it verifies. */
    private static int verified(String settings) {
        if (!settings.contains("mtp") || settings.contains("mtp not stated") || settings.contains("no mtp")) {
            return 1;
        }
        Matcher drafts = DRAFTS.matcher(settings);
        return drafts.find() ? Integer.parseInt(drafts.group(1)) : DEFAULT_DRAFTS;
    }

    /**
     * Accepted tokens of a step that verifies {@code positions}. The stated length is that of one draft besides the
     * certain token; each further draft counts if all before it were accepted.
     */
    private static double accepted(String settings, int positions) {
        Matcher accepted = ACCEPTED.matcher(settings);
        if (!accepted.find()) {
            throw new UnpredictableRowException("speculative decoding without an accept length");
        }
        double low = Double.parseDouble(accepted.group(1));
        double stated = accepted.group(2) == null ? low : (low + Double.parseDouble(accepted.group(2))) / 2;
        double sum = 0;
        double chance = 1;
        for (int position = 0; position < positions; position++) {
            sum += chance;
            chance *= stated - 1;
        }
        return sum;
    }

    /** DeepSeek's and SGLang's units keep the cache in 16 bits; {@code attn} and {@code moe} name parts apart. */
    private static Precisions precisions(LargeScaleRow row, Model model) {
        String words = row.precision();
        boolean wide = words.contains("bf16 attn") || words.contains("bf16 attention");
        Precision attention = wide ? Precision.BF16 : Precision.FP8;
        Precision experts = words.contains("nvfp4") ? Precision.NVFP4 : Precision.FP8;
        return new Precisions(
                attention,
                Precision.FP8,
                words.contains("nvfp4") ? Precision.NVFP4 : Precision.FP8,
                experts,
                Precision.BF16,
                Precision.BF16,
                Precision.BF16);
    }

    private static Layout layout(LargeScaleRow row, Problem problem, int sequences) {
        int experts = new DegreeRules(problem).experts();
        int data = row.gpus() / row.tensor();
        int expert = experts == 0 ? 1 : row.expert();
        if (experts > 0 && row.gpus() % expert != 0) {
            throw new UnpredictableRowException("EP does not divide the GPUs");
        }
        Matcher redundant = REDUNDANT.matcher(row.settings());
        int slots = experts + (redundant.find() ? Integer.parseInt(redundant.group(1)) : 0);
        boolean two = sequences > 1 && overlapped(row);
        Degrees degrees = new Degrees(
                row.tensor(),
                experts == 0 ? 1 : data,
                expert,
                experts == 0 ? 1 : row.gpus() / expert,
                1,
                experts == 0 ? data : 1,
                two ? Math.ceilDiv(sequences, 2) : sequences,
                two ? 2 : 1,
                1,
                Recomputation.NONE,
                experts == 0 ? 0 : Math.ceilDiv(slots, expert));
        int routed =
                (int) problem.model().layers().stream().filter(Layer::routed).count();
        return new Layout(
                degrees,
                Stage.even(problem.model().depth(), 1),
                ExpertSlots.contiguous(routed, Math.max(1, experts), degrees.slotsPerRank() * expert),
                DeviceMap.inOrder(degrees));
    }

    /** Two micro-batches overlap where experts lie on more than one node, as DeepSeek's and SGLang's units set it. */
    private static boolean overlapped(LargeScaleRow row) {
        return row.expert() > row.gpusPerNode();
    }
}

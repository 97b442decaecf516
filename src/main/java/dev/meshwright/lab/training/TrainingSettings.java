package dev.meshwright.lab.training;

import dev.meshwright.facts.model.FlopCount.AttentionCounting;
import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.model.Precision;
import dev.meshwright.facts.model.Precisions;
import dev.meshwright.facts.problem.Assumptions.Exchange;
import dev.meshwright.facts.workload.TrainingRecipe;
import dev.meshwright.facts.workload.TrainingRecipe.Execution;
import dev.meshwright.facts.workload.TrainingRecipe.Scaling;
import dev.meshwright.lab.row.UnpredictableRowException;
import dev.meshwright.layout.Degrees.Recomputation;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the words of a training row on precision, framework and settings mean in physics. */
final class TrainingSettings {

    private TrainingSettings() {}

    /**
     * Number formats of the products: attention scores, router, embedding and head stay in 16 bits in every recipe.
     *
     * @throws UnpredictableRowException for a format that is not known
     */
    static Precisions precisions(String words, Model model) {
        Precision products = format(words);
        return new Precisions(products, products, products, products, Precision.BF16, Precision.BF16, Precision.BF16);
    }

    private static Precision format(String words) {
        if (words.contains("nvfp4") || words.contains("fp4")) {
            return Precision.NVFP4;
        }
        if (words.contains("fp8")) {
            return Precision.FP8;
        }
        if (words.contains("bf16") || words.contains("fp16")) {
            return Precision.BF16;
        }
        throw new UnpredictableRowException("unknown precision " + words);
    }

    /** How the framework runs a step. */
    static TrainingRecipe recipe(TrainingRow row) {
        boolean early = row.framework().matches("Megatron-LM 202[12]|Megatron-DeepSpeed.*");
        String settings = row.settings();
        boolean deepSeek = row.id().startsWith("dsv3-train");
        Execution execution = execution(row);
        return new TrainingRecipe(
                !settings.contains("no sequence parallel")
                        && !row.framework().matches("Megatron-LM 2021|Megatron-DeepSpeed.*"),
                !early,
                !early && overlapsTensors(row),
                deepSeek
                        || settings.contains("1f1b ep a2a overlap")
                        || settings.contains("1f1b ep overlap")
                        || settings.contains("comm overlap"),
                deepSeek || overlapsGradients(row),
                deepSeek,
                settings.contains("wide gradients")
                        || !(row.framework().startsWith("Megatron-Bridge") || settings.contains("16-bit gradients")),
                settings.contains("narrow weights"),
                settings.contains("stages inside"),
                settings.contains("token-drop")
                        || settings.contains("tokendrop")
                        || settings.contains("fixed capacity"),
                scaling(row.precision()),
                execution);
    }

    /** Whether tensor-parallel messages run beside products: as the row or its recipe says, or as the framework does. */
    private static boolean overlapsTensors(TrainingRow row) {
        String settings = row.settings();
        return !settings.contains("no tensor overlap")
                && (settings.contains("tensor overlap")
                        || settings.contains("tp and pp comm")
                        || row.framework().matches("Megatron-Bridge.*|NeMo 2.*|Megatron-LM|Meta internal|MegaScale.*"));
    }

    /**
     * Whether gradients are reduced beside the backward pass: where the row says so, and in frameworks that do it by default
     * (Megatron-Bridge's CommOverlapConfig, Megatron-Core's published runs, FSDP).
     */
    private static boolean overlapsGradients(TrainingRow row) {
        return row.settings().contains("overlap of dp")
                || row.settings().contains("gradient overlap")
                || row.settings().contains("comm overlap")
                || row.sharding().contains("overlap grad-reduce")
                || row.framework()
                        .matches(
                                "(Megatron-Bridge|Megatron-Core|MCore|NeMo|MegaScale|Meta|FSDP|TP\\+EP\\+DP|torchtitan).*");
    }

    private static Scaling scaling(String words) {
        if (words.startsWith("mx") || words.contains("fp4") || words.equals("fp8-mx")) {
            return Scaling.MICRO;
        }
        return words.contains("block") ? Scaling.BLOCK : Scaling.TENSOR;
    }

    /**
     * Whole iterations or layers are captured where the row or its recipe says so; FSDP without a compiler runs module by
     * module.
     */
    private static Execution execution(TrainingRow row) {
        String framework = row.framework();
        if (framework.startsWith("llm-foundry") || framework.startsWith("torchtitan")) {
            return row.settings().contains("compile") ? Execution.FUSED : Execution.EAGER;
        }
        String settings = row.settings();
        boolean captured = settings.contains("captured iteration")
                || (settings.contains("cuda graph") && !settings.contains("no cuda graph"));
        return captured ? Execution.CAPTURED : Execution.FUSED;
    }

    /**
     * How a row's model TFLOP/s count attention. Megatron counted all of it until it halved it for the causal mask in 2025:
     * the ModelZoo's rows that state time and rate show half. Those of MoE Parallel Folding say nothing; half is an inference
     * from its long sequences, whose step times would otherwise grow faster than their work.
     */
    static AttentionCounting attentionCounting(TrainingRow row) {
        boolean half = row.framework().matches(".*ModelZoo.*|MCore.*|FSDP.*|TP\\+EP\\+DP|Meta.*");
        return half ? AttentionCounting.CAUSAL_HALF : AttentionCounting.FULL;
    }

    /**
     * Ranks that share the experts. AutoModel's table gives gpt-oss none while its configurations (examples/llm_benchmark)
     * share experts over all ranks.
     */
    static int expertRanks(TrainingRow row) {
        return row.framework().contains("AutoModel") && row.expert() == 1 ? row.gpus() : row.expert();
    }

    /**
     * How tokens travel to their experts. Megatron-Core's default dispatcher is an all-to-all that sends a copy per chosen
     * expert; the flexible ones (DeepEP, HybridEP) send one per GPU.
     */
    static Optional<Exchange> exchange(TrainingRow row) {
        boolean allToAll = row.framework().matches("(MCore|FSDP\\+EP|TP\\+EP\\+DP|Megatron-LM CI).*")
                || row.settings().contains("alltoall dispatcher");
        return allToAll ? Optional.of(Exchange.FLAT) : Optional.empty();
    }

    /**
     * Model chunks per stage where the source is silent. Published runs of frameworks that interleave are taken to interleave
     * single layers where micro-batches divide evenly; Megatron-Bridge's table says so where none are used.
     *
     * @param depth layers of the model
     * @param microBatches per rank
     */
    static int unstatedChunks(TrainingRow row, int depth, int microBatches) {
        boolean interleaves =
                row.framework().matches("(Megatron-Core|MCore|Meta).*") && microBatches % row.pipeline() == 0;
        return interleaves ? depth / row.pipeline() : 1;
    }

    /** What is recomputed. Networks of the few layers without experts alone count as nothing. */
    static Recomputation recomputation(TrainingRow row) {
        String settings = row.settings().replace("recompute mlp (dense layers)", "");
        if (settings.contains("full recompute")
                || settings.contains("full activation recompute")
                || settings.contains("full ac")
                || settings.contains("checkpointing on")) {
            return Recomputation.FULL;
        }
        return (settings.contains("recompute") && !settings.contains("no re")) || settings.contains("selective ac")
                ? Recomputation.SELECTIVE
                : Recomputation.NONE;
    }

    /**
     * How much of the state is sharded over the data-parallel ranks. AutoModel keeps gathered weights and reduces gradients
     * after the last micro-batch ({@code reshard_after_forward: false}, {@code defer_fsdp_grad_sync}), as stage 2 does.
     */
    static int zeroStage(TrainingRow row) {
        String sharding = row.sharding();
        if (row.framework().contains("AutoModel")) {
            return 2;
        }
        if (sharding.startsWith("none") || sharding.isEmpty()) {
            return 0;
        }
        if (sharding.contains("zero-2")) {
            return 2;
        }
        return sharding.contains("fsdp") ? 3 : 1;
    }

    private static final Pattern CARD = Pattern.compile("(\\d+)gb?(?:/s)? (?:ib|roce|hdr ib)(?: nic)? per gpu");

    private static final double GIGABIT = 1e9 / 8;

    /** Bytes/s one way of a GPU's network card where the row or its recipe says so; empty: as GPUs of the kind have. */
    static OptionalDouble networkBandwidth(TrainingRow row) {
        Matcher stated = CARD.matcher(row.settings());
        return stated.find() ? OptionalDouble.of(Integer.parseInt(stated.group(1)) * GIGABIT) : OptionalDouble.empty();
    }
}

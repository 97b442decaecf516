package dev.meshwright.validation;

import dev.meshwright.layout.Degrees.Recomputation;
import dev.meshwright.model.Model;
import dev.meshwright.model.Precision;
import dev.meshwright.model.Precisions;
import dev.meshwright.workload.TrainingRecipe;
import dev.meshwright.workload.TrainingRecipe.Execution;
import dev.meshwright.workload.TrainingRecipe.Scaling;

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
        return new TrainingRecipe(
                !settings.contains("no sequence parallel")
                        && !row.framework().matches("Megatron-LM 2021|Megatron-DeepSpeed.*"),
                !early,
                !early
                        && (settings.contains("tp and pp comm")
                                || row.framework()
                                        .matches("Megatron-Bridge.*|NeMo 2.*|Megatron-LM|Meta internal|MegaScale.*")),
                deepSeek || settings.contains("1f1b ep a2a overlap") || settings.contains("comm overlap"),
                deepSeek || settings.contains("overlap of dp") || settings.contains("comm overlap"),
                deepSeek,
                settings.contains("token-drop") || settings.contains("tokendrop"),
                scaling(row.precision()),
                execution(row));
    }

    private static Scaling scaling(String words) {
        if (words.startsWith("mx") || words.contains("fp4") || words.equals("fp8-mx")) {
            return Scaling.MICRO;
        }
        return words.contains("block") ? Scaling.BLOCK : Scaling.TENSOR;
    }

    /**
     * Megatron-Bridge captures graphs and decides routing on the GPU since its release of June 2026, on Blackwell; FSDP
     * without a compiler runs module by module.
     */
    private static Execution execution(TrainingRow row) {
        String framework = row.framework();
        if (framework.startsWith("llm-foundry") || framework.startsWith("torchtitan")) {
            return row.settings().contains("compile") ? Execution.FUSED : Execution.EAGER;
        }
        boolean graphs = framework.matches("Megatron-Bridge 26\\.(06|08).*");
        return graphs && row.gpu().contains("B") ? Execution.CAPTURED : Execution.FUSED;
    }

    /** What is recomputed. */
    static Recomputation recomputation(TrainingRow row) {
        String settings = row.settings();
        if (settings.contains("full recompute")
                || settings.contains("full activation recompute")
                || settings.contains("full ac")
                || settings.contains("checkpointing on")) {
            return Recomputation.FULL;
        }
        return settings.contains("recompute") && !settings.contains("no re") || settings.contains("selective ac")
                ? Recomputation.SELECTIVE
                : Recomputation.NONE;
    }

    /** How much of the state is sharded over the data-parallel ranks. */
    static int zeroStage(String sharding) {
        if (sharding.startsWith("none") || sharding.isEmpty()) {
            return 0;
        }
        if (sharding.contains("zero-2")) {
            return 2;
        }
        return sharding.contains("fsdp") ? 3 : 1;
    }
}

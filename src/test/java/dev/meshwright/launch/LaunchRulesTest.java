package dev.meshwright.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.launch.pool.Launch;
import dev.meshwright.launch.pool.Refusal;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each rule with a launch that breaks it and the same launch mended. */
class LaunchRulesTest {

    private static String reasons(Launch launch) {
        return launch.refusals().stream().map(Refusal::toString).collect(Collectors.joining("\n"));
    }

    private static final String VLLM = "vllm serve ";
    private static final String SGLANG = "sglang serve --model-path ";
    private static final String TRAIN = "torchrun --nproc_per_node 8 pretrain_gpt.py --bf16 ";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // 1536 / 8 = 192 = 1.5 blocks; 1536 / 4 = 384 = 3 blocks.
                "fails | 192 | V Qwen/Qwen3-235B-A22B-FP8 -tp 8 | V Qwen/Qwen3-235B-A22B-FP8 -tp 8 --enable-expert-parallel",
                "fails | 192 | V Qwen/Qwen3-235B-A22B-FP8 -tp 8 | V Qwen/Qwen3-235B-A22B-FP8 -tp 4",
                "fails | 192 | V Qwen/Qwen3-235B-A22B-FP8 -tp 8 | V Qwen/Qwen3-235B-A22B -tp 8",
                // BF16 that becomes FP8 while it is loaded has no blocks, unless the method has.
                "fails | 192 | V Qwen/Qwen3-235B-A22B --quantization fp8_per_block -tp 8 | V Qwen/Qwen3-235B-A22B --quantization fp8 -tp 8",
                "fails | 192 | V Qwen/Qwen3-235B-A22B-FP8 --quantization fp8 -tp 8 | V Qwen/Qwen3-235B-A22B --quantization fp8_per_tensor -tp 8",
                "fails | 192 | S Qwen/Qwen3-235B-A22B-FP8 --quantization fp8 --tp 8 | S Qwen/Qwen3-235B-A22B --quantization fp8 --tp 8",
                "refused | 64 attention heads | V openai/gpt-oss-120b -tp 6 | V openai/gpt-oss-120b -tp 8",
                "refused | no experts | V meta-llama/Llama-3.1-8B -tp 2 --enable-expert-parallel | V meta-llama/Llama-3.1-8B -tp 2",
                "refused | balancer | V openai/gpt-oss-120b -tp 8 --enable-expert-parallel --eplb-config.num_redundant_experts 8 | V openai/gpt-oss-120b -tp 8 --enable-expert-parallel --enable-eplb --eplb-config.num_redundant_experts 8",
                "fails | (128 + 4) / 8 | V openai/gpt-oss-120b -tp 8 --enable-expert-parallel --enable-eplb --eplb-config.num_redundant_experts 4 | V openai/gpt-oss-120b -tp 8 --enable-expert-parallel --enable-eplb --eplb-config.num_redundant_experts 16",
                "refused | there is 1 | V openai/gpt-oss-120b -tp 1 --enable-expert-parallel --enable-eplb | V openai/gpt-oss-120b -tp 2 --enable-expert-parallel --enable-eplb",
                "refused | there are 8 | V openai/gpt-oss-120b -tp 8 --enable-eplb | V openai/gpt-oss-120b -tp 8 --enable-expert-parallel --enable-eplb",
                "refused | 8 tensor ranks are not divisible by 3 | V deepseek-ai/DeepSeek-R1 -tp 8 --decode-context-parallel-size 3 | V deepseek-ai/DeepSeek-R1 -tp 8 --decode-context-parallel-size 2",
                "refused | longest sequence | V openai/gpt-oss-20b --no-enable-chunked-prefill --max-num-batched-tokens 4096 | V openai/gpt-oss-20b --no-enable-chunked-prefill --max-num-batched-tokens 4096 --max-model-len 4096",
                "refused | more than the 131,072 | V openai/gpt-oss-20b --max-model-len 300000 | V openai/gpt-oss-20b --max-model-len 131072",
                "refused | VLLM_ALLOW_LONG_MAX_MODEL_LEN=1 | V Qwen/Qwen3-30B-A3B --max-model-len 262144 | V Qwen/Qwen3-30B-A3B-Instruct-2507 --max-model-len 262144",
                "refused | SGLANG_ALLOW_OVERWRITE_LONGER_CONTEXT_LEN=1 | S Qwen/Qwen3-30B-A3B --tp 8 --context-length 131072 | S Qwen/Qwen3-30B-A3B --tp 8 --context-length 40960",
                "refused | fewer than 512 sequences | V openai/gpt-oss-20b --max-num-batched-tokens 256 --max-num-seqs 512 | V openai/gpt-oss-20b --max-num-batched-tokens 512 --max-num-seqs 512",
                "refused | of 20 layers | V openai/gpt-oss-20b -pp 2 --x | V openai/gpt-oss-20b -pp 2",
                "refused | 8 ranks are not divisible by 3 | S Qwen/Qwen3-30B-A3B --tp 8 --dp 3 --enable-dp-attention | S Qwen/Qwen3-30B-A3B --tp 8 --dp 4 --enable-dp-attention",
                "refused | no choice | S Qwen/Qwen3-30B-A3B --kv-cache-dtype fp8 | S Qwen/Qwen3-30B-A3B --kv-cache-dtype fp8_e4m3",
                "refused | fp4 is no choice | V Qwen/Qwen3-30B-A3B --kv-cache-dtype fp4 | V Qwen/Qwen3-30B-A3B --kv-cache-dtype fp8",
                "refused | int8 is no choice | V Qwen/Qwen3-30B-A3B --kv-cache-dtype int8 | V Qwen/Qwen3-30B-A3B --kv-cache-dtype int8_per_token_head",
                // Dense layers keep all 32 ranks under attention copies: 18432 / 32 = 576 = 4.5 blocks.
                "fails | 576 | S deepseek-ai/DeepSeek-R1 --tp 32 --dp 32 --enable-dp-attention --moe-a2a-backend deepep | S deepseek-ai/DeepSeek-R1 --tp 32 --dp 32 --enable-dp-attention --moe-a2a-backend deepep --moe-dense-tp-size 1",
                "fails | 2 of its three numbers | S deepseek-ai/DeepSeek-R1 --tp 8 --speculative-algorithm EAGLE --speculative-num-steps 2 --speculative-eagle-topk 1 | S deepseek-ai/DeepSeek-R1 --tp 8 --speculative-algorithm EAGLE",
                "refused | whole pages | S Qwen/Qwen3-30B-A3B --page-size 64 --chunked-prefill-size 1000 | S Qwen/Qwen3-30B-A3B --page-size 64 --chunked-prefill-size 1024",
                "refused | 8 is divisible by TP x PP x CP = 4 but not by ETP x EP x PP = 32 | T --num-layers 32 --num-experts 8 --pipeline-model-parallel-size 4 --expert-model-parallel-size 8 | T --num-layers 32 --num-experts 8 --pipeline-model-parallel-size 4 --expert-model-parallel-size 2",
                "refused | sequence parallelism | T --num-layers 32 --num-experts 8 --tensor-model-parallel-size 2 | T --num-layers 32 --num-experts 8 --tensor-model-parallel-size 2 --sequence-parallel",
                "refused | 30 layers are not divisible by 4 stages | T --num-layers 30 --pipeline-model-parallel-size 4 | T --num-layers 30 --pipeline-model-parallel-size 4 --decoder-first-pipeline-num-layers 7 --decoder-last-pipeline-num-layers 7",
                "refused | 29 layers between the first and the last stage are not divisible by 3 stages | T --num-layers 32 --pipeline-model-parallel-size 4 --decoder-first-pipeline-num-layers 3 | T --num-layers 32 --pipeline-model-parallel-size 4 --decoder-first-pipeline-num-layers 2",
                "refused | 8 layers of a stage are not divisible by 3 virtual stages | T --num-layers 32 --pipeline-model-parallel-size 4 --num-virtual-stages-per-pipeline-rank 3 | T --num-layers 32 --pipeline-model-parallel-size 4 --num-virtual-stages-per-pipeline-rank 2",
                "refused | excludes | T --num-layers 32 --pipeline-model-parallel-size 4 --num-layers-per-virtual-pipeline-stage 4 --num-virtual-stages-per-pipeline-rank 2 | T --num-layers 32 --pipeline-model-parallel-size 4 --num-layers-per-virtual-pipeline-stage 4",
                "refused | global batch of 12 | T --num-layers 32 --micro-batch-size 1 --global-batch-size 12 | T --num-layers 32 --micro-batch-size 1 --global-batch-size 16",
            })
    void isBrokenAndMended(String verdict, String reason, String broken, String mended) {
        Launch refused = Reading.of("run.sh", command(broken));
        assertThat(refused.verdict()).as("%s: %s", broken, reasons(refused)).isEqualTo(verdict);
        assertThat(reasons(refused)).contains(reason);
        Launch runs = Reading.of("run.sh", command(mended));
        assertThat(runs.verdict()).as("%s: %s", mended, reasons(runs)).isEqualTo("runs");
    }

    /** A variable lets engines start for more than the configuration allows; an overridden configuration may allow it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "VLLM_ALLOW_LONG_MAX_MODEL_LEN=1 vllm serve Qwen/Qwen3-32B --max-model-len 131072 | lets the engine start",
                "SGLANG_ALLOW_OVERWRITE_LONGER_CONTEXT_LEN=1 sglang serve --model-path Qwen/Qwen3-32B --context-length 131072 | lets the engine start",
                "vllm serve Qwen/Qwen3-32B --max-model-len 131072 --hf-overrides '{\"rope_scaling\": {\"rope_type\": \"yarn\", \"factor\": 4.0}}' | ",
                "trtllm-serve Qwen/Qwen3-32B --max_seq_len 131072 | lowers it",
            })
    void longerSequencesThanTheModelsAreTakenOnDemand(String command, String said) {
        Launch launch = Reading.of("run.sh", command);
        assertThat(launch.runs()).as(reasons(launch)).isTrue();
        if (said == null) {
            assertThat(reasons(launch)).doesNotContain("model's configuration");
        } else {
            assertThat(reasons(launch)).contains("131,072 tokens are more than the 40,960", said);
        }
    }

    /**
     * Layers that do not divide: as many as possible on both ends so that the middle divides, or the next smaller number of stages
     * that divides all and the ranks. 30 on 4 of 8 ranks: 7 + 8 + 8 + 7, or 2 stages of 15.
     */
    @ParameterizedTest
    @CsvSource({"30, 4", "34, 4", "31, 4", "36, 8", "45, 8", "60, 8", "33, 2"})
    void unevenStagesAreMendedAtTheirEndsOrByFewer(int layers, int pipeline) {
        String launch = command("T --num-layers " + layers + " --pipeline-model-parallel-size " + pipeline);
        String said = reasons(Reading.of("run.sh", launch));
        assertThat(said).contains(layers + " layers are not divisible by " + pipeline + " stages");
        int fewer = pipeline;
        // Fewer stages divide the 8 ranks, too.
        while (layers % fewer != 0 || 8 % fewer != 0) {
            fewer--;
        }
        assertThat(said).contains("--pipeline-model-parallel-size " + fewer + ",");
        int ends = layers / pipeline;
        while (pipeline > 2 && ends > 0 && (layers - 2 * ends) % (pipeline - 2) != 0) {
            ends--;
        }
        String sizes = "--decoder-first-pipeline-num-layers " + ends + " --decoder-last-pipeline-num-layers " + ends;
        if (pipeline > 2 && ends > 0) {
            assertThat(said).contains(sizes);
            Launch mended = Reading.of("run.sh", launch + " " + sizes);
            assertThat(mended.verdict()).as(reasons(mended)).isEqualTo("runs");
        } else {
            assertThat(said).doesNotContain("--decoder-first-pipeline-num-layers");
        }
    }

    /**
     * 32 ranks are no whole copies of 2 x 3 = 6 nor of 2 x 4 x 3 = 24; 48 are of both. With 2 x 4 ranks in a stage 32 ranks have
     * 1, 2 or 4 stages, whatever divides the 9 stages of a layout or the 30 layers.
     */
    @Test
    void mendsOfTrainingsDivideTheirRanks() {
        String grid = "torchrun --nproc_per_node 8 --nnodes 4 pretrain_gpt.py --bf16 --num-layers 32 --num-experts 8"
                + " --tensor-model-parallel-size 2 --sequence-parallel --expert-model-parallel-size 4 --global-batch-size 256";
        String three = reasons(Reading.of("run.sh", grid + " --pipeline-model-parallel-size 3"));
        assertThat(three)
                .contains("world 32 is not divisible by TP x PP x CP = 6")
                .contains("world 32 is not divisible by ETP x EP x PP = 24")
                .contains("a world of 48")
                .doesNotContain("is divisible", "a world of 36", "global batch");
        String layout = " --pipeline-model-parallel-size 4 --pipeline-model-parallel-layout 'Ettt|(tttt|)*7,tL'";
        assertThat(reasons(Reading.of("run.sh", grid + layout)))
                .contains("9 stages in the layout are not divisible by 4", "--pipeline-model-parallel-size 1,");
        String uneven = grid.replace("--num-layers 32", "--num-layers 30") + " --pipeline-model-parallel-size 4";
        assertThat(reasons(Reading.of("run.sh", uneven))).contains("--pipeline-model-parallel-size 2,");
    }

    /** The embedding and the head may count as layers: 30 with both are 32, 7 + 8 + 8 + 7. */
    @Test
    void embeddingAndHeadMayCount() {
        String launch = command("T --num-layers 30 --pipeline-model-parallel-size 4");
        assertThat(Reading.of("run.sh", launch).verdict()).isEqualTo("refused");
        String counted = launch + " --account-for-embedding-in-pipeline-split --account-for-loss-in-pipeline-split";
        assertThat(Reading.of("run.sh", counted).verdict()).isEqualTo("runs");
    }

    private static String command(String text) {
        return text.replaceFirst("^V ", VLLM)
                .replaceFirst("^S ", SGLANG)
                .replaceFirst("^T ", TRAIN)
                // A split of 20 layers where the model has 24.
                .replaceFirst("(vllm.*) --x$", "VLLM_PP_LAYER_PARTITION=10,10 $1");
    }

    /** TensorRT-LLM decides by its release whether servers for prompts alone may overlap; a release nobody states is the newest. */
    @ParameterizedTest
    @CsvSource({"1.2, refused", "1.3, runs"})
    void rulesOfReleases(String release, String verdict) {
        String command = "cat > e.yaml <<EOF\ncache_transceiver_config: {backend: UCX}\nEOF\n"
                + "trtllm-serve deepseek-ai/DeepSeek-R1 --tp_size 8 --config e.yaml --disaggregation-mode prefill\n";
        assertThat(Reading.script(command, release).verdict()).isEqualTo(verdict);
    }

    /**
     * Four key-value heads over eight ranks: a trial run counts half a head for a token and each rank holds one, so that 0.9
     * of what is free becomes 1.8. A share in the file, whole heads on every rank or a later release mend it.
     */
    @ParameterizedTest
    @CsvSource({
        "1.0, 8, '', fails",
        "1.0, 8, ', free_gpu_memory_fraction: 0.9', runs",
        "1.0, 8, ', max_tokens: 100000', runs",
        "1.0, 4, '', runs",
        "1.1, 8, '', runs"
    })
    void cachesOfHalfAHeadAreTwiceAsLarge(String release, int ranks, String more, String verdict) {
        String command = "cat > e.yaml <<EOF\nkv_cache_config: {enable_block_reuse: false" + more + "}\nEOF\n"
                + "trtllm-serve Qwen/Qwen3-235B-A22B --tp_size " + ranks + " --ep_size " + ranks
                + " --extra_llm_api_options e.yaml\n";
        assertThat(Reading.script(command, release).verdict()).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({"0.8, refused, from 0.9", "0.11, runs, ''", "0.13, runs, ''"})
    void optionsOfOtherReleasesAreNamed(String release, String verdict, String reason) {
        Launch launch =
                Reading.script("vllm serve openai/gpt-oss-120b -tp 8 --enable-expert-parallel --enable-eplb", release);
        assertThat(launch.verdict()).isEqualTo(verdict);
        assertThat(reasons(launch)).contains(reason);
        Launch old = Reading.script(
                "vllm serve openai/gpt-oss-120b -tp 8 --enable-expert-parallel --enable-eplb"
                        + " --num-redundant-experts 8",
                "0.13");
        assertThat(reasons(old)).contains("0.9 to before 0.12").contains("--eplb-config.num_redundant_experts");
    }
}

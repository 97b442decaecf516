package dev.meshwright.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.launch.model.WeightFormat;
import dev.meshwright.launch.pool.Launch;
import dev.meshwright.launch.pool.Pool;
import dev.meshwright.launch.pool.PoolLayout;
import dev.meshwright.launch.source.Role;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What the options of each engine mean, the arithmetic of degrees spelled out. */
class EnginesReadTest {

    private static void degrees(Pool pool, int tensor, int data, int expert, int expertTensor, int pipeline) {
        PoolLayout layout = pool.layout();
        assertThat(List.of(
                        layout.tensor(),
                        layout.data(),
                        layout.expert().orElse(0),
                        layout.expertTensor().orElse(0),
                        layout.pipeline()))
                .containsExactly(tensor, data, expert, expertTensor, pipeline);
    }

    /** vLLM: experts on all 2 x 4 ranks of a stage, cut without expert parallelism and whole with it. */
    @Test
    void vllmSpreadsExpertsOverTheStage() {
        String command = "vllm serve mistralai/Mixtral-8x7B-Instruct-v0.1 -tp=2 --data_parallel_size 4";
        degrees(Reading.script(command), 2, 4, 1, 8, 1);
        degrees(Reading.script(command + " --enable-expert-parallel"), 2, 4, 8, 1, 1);
    }

    /** SGLang: 8 ranks with 2 attention copies leave 8 / 2 = 4 tensor ranks; without the switch they are two servers of 8. */
    @Test
    void sglangCountsAllRanks() {
        String command = "python -m sglang.launch_server --model Qwen/Qwen3-30B-A3B --tp 8 --dp 2 --ep-size 4";
        degrees(Reading.script(command + " --enable-dp-attention"), 4, 2, 4, 2, 1);
        Pool copies = Reading.script(command);
        degrees(copies, 8, 1, 4, 2, 1);
        assertThat(copies.layout().replicas()).isEqualTo(2);
        assertThat(copies.gpus()).isEqualTo(16);
    }

    /** An exchange makes the experts as many as the ranks, whatever is stated. */
    @Test
    void sglangExchangeSetsTheExperts() {
        degrees(
                Reading.script("sglang serve --model-path Qwen/Qwen3-30B-A3B --tp 8 --ep 2 --moe-a2a-backend deepep"),
                8,
                1,
                8,
                1,
                1);
    }

    @Test
    void tensorRtCopiesAttentionOrSplitsIt() {
        String file = "tensor_parallel_size: 8\nmoe_expert_parallel_size: 4\nmax_batch_size: 16\n";
        degrees(Reading.of("engine.yaml", file).pools().getFirst(), 8, 1, 4, 2, 1);
        degrees(
                Reading.of("engine.yaml", file + "enable_attention_dp: true\n")
                        .pools()
                        .getFirst(),
                1,
                8,
                4,
                2,
                1);
    }

    /** 64 ranks / (2 x 4 x 2) = 4 data ranks; 2 x 4 x 2 = 16 ranks of a stage / (8 x 1) = 2 copies of the experts. */
    @Test
    void megatronLeavesTheRestToData() {
        Pool pool =
                Reading.script("torchrun --nnodes 8 --nproc_per_node 8 pretrain_gpt.py --num-layers 32 --num-experts 8"
                        + " --tensor-model-parallel-size 2 --pipeline-model-parallel-size 4 --context-parallel-size 2"
                        + " --expert-model-parallel-size 8 --expert-tensor-parallel-size 1 --sequence-parallel --bf16");
        degrees(pool, 2, 4, 8, 1, 4);
        assertThat(pool.layout().expertData()).hasValue(2);
        assertThat(pool.layout().stages()).contains(List.of(8, 8, 8, 8));
    }

    @Test
    void lettersSayTheLayersOfEachChunk() {
        Pool pool = Reading.script("torchrun --nproc_per_node 4 pretrain_gpt.py --num-layers 8 --hidden-size 64"
                + " --pipeline-model-parallel-size 2 --pipeline-model-parallel-layout 'Et|ttt|tt|ttL'");
        assertThat(pool.layout().stages()).contains(List.of(1, 3, 2, 2));
        assertThat(pool.layout().virtualStages()).isEqualTo(2);
    }

    @Test
    void formatsFollowFromNamesAndOptions() {
        assertThat(Reading.script("vllm serve Qwen/Qwen3-30B-A3B").weights()).contains(WeightFormat.BF16);
        assertThat(Reading.script("vllm serve Qwen/Qwen3-30B-A3B-FP8").weights())
                .contains(WeightFormat.FP8_BLOCKS);
        // Model Optimizer has a scale for each matrix.
        assertThat(Reading.script("vllm serve nvidia/Qwen3-30B-A3B-FP8").weights())
                .contains(WeightFormat.FP8);
        // Published in blocks, which a method that is named again does not take away.
        assertThat(Reading.script("vllm serve deepseek-ai/DeepSeek-V3 --quantization fp8")
                        .weights())
                .contains(WeightFormat.FP8_BLOCKS);
        for (String engine : List.of("vllm serve ", "sglang serve --model-path ")) {
            assertThat(Reading.script(engine + "Qwen/Qwen3-30B-A3B --quantization fp8")
                            .weights())
                    .contains(WeightFormat.FP8);
        }
        assertThat(Reading.script("vllm serve nvidia/DeepSeek-R1-NVFP4").weights())
                .contains(WeightFormat.NVFP4);
        assertThat(Reading.script("vllm serve openai/gpt-oss-20b").weights()).contains(WeightFormat.MXFP4_EXPERTS);
        assertThat(Reading.script("vllm serve meta-llama/Llama-3.1-8B --dtype float16")
                        .weights())
                .contains(WeightFormat.FP16);
        assertThat(Reading.script("vllm serve some/model-of-mine").weights()).isEmpty();
    }

    /** The last of equal options wins, and the command against the file that it names. */
    @Test
    void laterOptionsWin() {
        Launch launch = Reading.of(
                "run.sh",
                "vllm serve openai/gpt-oss-20b --config conf.yaml --max-num-seqs 64 -tp 2 -tp 4",
                "conf.yaml",
                "max-num-seqs: 8\nkv-cache-dtype: fp8\nno-enable-prefix-caching: true\n");
        Pool pool = launch.pools().getFirst();
        assertThat(pool.layout().tensor()).isEqualTo(4);
        assertThat(pool.limits().sequences()).isEqualTo(OptionalInt.of(64));
        assertThat(pool.cache()).contains("fp8");
    }

    @Test
    void mappingsAreJsonOrDotted() {
        String model = "vllm serve deepseek-ai/DeepSeek-V3 -dp 8 --enable-expert-parallel --enable-eplb ";
        Pool json = Reading.script(model + "--eplb-config '{\"num_redundant_experts\": 8, \"use_async\": false}'");
        Pool dotted = Reading.script(model + "--eplb-config.num_redundant_experts 8 --eplb-config.use_async false");
        assertThat(json.redundantExperts()).isEqualTo(OptionalInt.of(8)).isEqualTo(dotted.redundantExperts());
        assertThat(json.balancer()).isEqualTo(dotted.balancer());
        assertThat(json.balancer().orElseThrow().text()).isEqualTo("dynamic sync");
    }

    /** Commands that differ in rank and address are one server on several nodes; those that differ in their port are two. */
    @Test
    void nodesAreOneServerAndPortsAreTwo() {
        String command =
                "vllm serve openai/gpt-oss-120b -tp 8 --pipeline-parallel-size 2 --nnodes 2 --master-addr $H --node-rank ";
        assertThat(Reading.script(command + "0\n" + command + "1 --headless")
                        .layout()
                        .replicas())
                .isEqualTo(1);
        String server = "vllm serve openai/gpt-oss-120b -tp 4 --port ";
        assertThat(Reading.script(server + "8000 &\n" + server + "8001 &")
                        .layout()
                        .replicas())
                .isEqualTo(2);
    }

    @Test
    void rolesMakePools() {
        String command = "vllm serve openai/gpt-oss-120b --kv-transfer-config '{\"kv_role\": \"kv_%s\"}' -tp %d\n";
        Launch launch = Reading.of("run.sh", command.formatted("producer", 2) + command.formatted("consumer", 4));
        assertThat(launch.pools().stream().map(Pool::role)).containsExactly(Role.PREFILL, Role.DECODE);
        assertThat(launch.gpus()).isEqualTo(6);
    }
}

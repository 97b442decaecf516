package dev.meshwright.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.launch.model.WeightFormat;
import dev.meshwright.launch.pool.Launch;
import dev.meshwright.launch.pool.Pool;
import dev.meshwright.launch.source.Role;
import org.junit.jupiter.api.Test;

/** Charts of any name and KServe's services; commands that stand in variables, behind hosts and in batch jobs. */
class ChartsTest {

    private static String degrees(Pool pool) {
        return "TP" + pool.layout().tensor() + " DP" + pool.layout().data() + " EP"
                + pool.layout().expert().orElse(0) + " x" + pool.layout().replicas();
    }

    /** The image is the program, the list its words, the model stands beside both. */
    @Test
    void valuesWithAnImageAndArgumentsStartIt() {
        String server = "image: {repository: vllm/vllm-openai, tag: v0.29.0}\nreplicaCount: 2\n"
                + "resources: {limits: {nvidia.com/gpu: 4}}\nmodel: Qwen/Qwen3-30B-A3B\n"
                + "extraArgs: [--tensor-parallel-size, \"4\", --enable-expert-parallel]\n";
        Launch launch = Reading.of("values.yaml", server);
        assertThat(degrees(launch.pools().getFirst())).isEqualTo("TP4 DP1 EP4 x2");
        assertThat(launch.version()).contains("0.29");
        assertThat(launch.pools().getFirst().model()).contains("Qwen/Qwen3-30B-A3B");
        String below = "server:\n" + server.indent(2);
        assertThat(degrees(Reading.of("values.yaml", below).pools().getFirst())).isEqualTo("TP4 DP1 EP4 x2");
    }

    @Test
    void inferenceServicesNameTheirModelByAnAddress() {
        Pool pool = Reading.of("service.yaml", """
                        apiVersion: serving.kserve.io/v1beta1
                        kind: InferenceService
                        metadata: {name: q}
                        spec:
                          predictor:
                            minReplicas: 3
                            model:
                              modelFormat: {name: vllm}
                              storageUri: hf://Qwen/Qwen3-30B-A3B
                              args: ["--tensor-parallel-size=2", "--max-model-len=16384"]
                              resources: {limits: {nvidia.com/gpu: 2}}
                        """).pools().getFirst();
        assertThat(degrees(pool)).isEqualTo("TP2 DP1 EP1 x3");
        assertThat(pool.model()).contains("Qwen/Qwen3-30B-A3B");
        assertThat(pool.limits().modelLength()).hasValue(16_384);
    }

    /** 16 copies, 8 on a node, are 2 nodes of 8 GPUs. */
    @Test
    void largeModelServicesHaveParallelismAndPools() {
        Launch launch = Reading.of("service.yaml", """
                apiVersion: serving.kserve.io/v1alpha1
                kind: LLMInferenceService
                metadata: {name: r1}
                spec:
                  model: {uri: "hf://deepseek-ai/DeepSeek-R1-0528", name: deepseek-r1}
                  parallelism: {data: 16, dataLocal: 8, expert: true, tensor: 1}
                  template:
                    containers:
                      - name: main
                        env: [{name: VLLM_ADDITIONAL_ARGS, value: "--max-model-len 32768"}]
                        resources: {limits: {nvidia.com/gpu: "8"}}
                  prefill:
                    replicas: 2
                    parallelism: {tensor: 8, expert: true}
                    template: {containers: [{name: main, resources: {limits: {nvidia.com/gpu: "8"}}}]}
                """);
        assertThat(launch.runs()).as(launch.refusals().toString()).isTrue();
        assertThat(launch.pools()).hasSize(2);
        Pool decode = launch.pools().stream()
                .filter(pool -> pool.role() == Role.DECODE)
                .findFirst()
                .orElseThrow();
        assertThat(degrees(decode)).isEqualTo("TP1 DP16 EP16 x1");
        assertThat(decode.limits().modelLength()).hasValue(32_768);
        assertThat(launch.gpus()).isEqualTo(32);
    }

    /** A container that runs another program is not the one of its image; what leads requests to servers serves no model. */
    @Test
    void whatStandsBesideServersIsNoServer() {
        Launch launch = Reading.of("pod.yaml", """
                apiVersion: v1
                kind: Pod
                metadata: {name: pod}
                spec:
                  containers:
                    - name: wait
                      image: vllm/vllm-openai:v0.29.0
                      command: [bash, -c, "hostname -i; python3 -m pip install x; vllm-router --port 1"]
                      resources: {limits: {nvidia.com/gpu: 8}}
                    - name: engine
                      image: vllm/vllm-openai:v0.29.0
                      args: [Qwen/Qwen3-30B-A3B, --tensor-parallel-size, "8"]
                      resources: {limits: {nvidia.com/gpu: 8}}
                """);
        assertThat(launch.pools()).hasSize(1);
        assertThat(degrees(launch.pools().getFirst())).isEqualTo("TP8 DP1 EP1 x1");
        String beside = "trtllm-serve Qwen/Qwen3-30B-A3B --tp_size 4\ntrtllm-serve disaggregated -c config.yaml\n";
        assertThat(degrees(Reading.script(beside))).isEqualTo("TP4 DP1 EP1 x1");
    }

    @Test
    void commandsInVariablesAndBehindHostsAreRun() {
        String command = "vllm serve Qwen/Qwen3-30B-A3B --tensor-parallel-size 2";
        assertThat(degrees(Reading.script("C=\"" + command + "\"\nC+=\" --enable-expert-parallel\"\neval \"$C\"")))
                .isEqualTo("TP2 DP1 EP2 x1");
        assertThat(degrees(Reading.script("ssh -o A=b user@node \"" + command + "\"")))
                .isEqualTo("TP2 DP1 EP1 x1");
        assertThat(Reading.faults("run.sh", "X='eval \"$X\"'\neval \"$X\"\n" + command))
                .isEmpty();
    }

    /** 8 nodes of 8 GPUs: 64 ranks / (2 x 4) = 8 data ranks; one task of a node starts eight processes. */
    @Test
    void batchJobsKnowTheirNodes() {
        Launch launch = Reading.of(
                "job.sbatch",
                "#!/bin/bash\n#SBATCH --nodes=8\n#SBATCH --ntasks-per-node=1\n#SBATCH --gpus-per-node=8\n"
                        + "srun torchrun --nnodes $SLURM_NNODES --nproc-per-node $SLURM_GPUS_PER_NODE pretrain_gpt.py"
                        + " --num-layers 32 --hidden-size 4096 --num-attention-heads 32 --num-experts 8 --swiglu"
                        + " --tensor-model-parallel-size 2 --pipeline-model-parallel-size 4 --sequence-parallel"
                        + " --expert-model-parallel-size 8 --micro-batch-size 1 --global-batch-size 64 --bf16\n");
        assertThat(launch.pools().getFirst().layout().data()).isEqualTo(8);
        assertThat(launch.cautious()).as(launch.refusals().toString()).isFalse();
    }

    @Test
    void modelsMayStandBehindTheValuesOfOptions() {
        Pool pool = Reading.script("vllm serve --port 8000 -tp 4 Qwen/Qwen3-30B-A3B");
        assertThat(pool.model()).contains("Qwen/Qwen3-30B-A3B");
        assertThat(degrees(pool)).isEqualTo("TP4 DP1 EP1 x1");
    }

    /** 1408 / 4 = 352 is no multiple of 128, and scales of channels do not mind. */
    @Test
    void scalesOfChannelsAreCutAnywhere() {
        Launch channels = Reading.of("run.sh", "vllm serve zai-org/GLM-4.5-Air-FP8 --tensor-parallel-size 4");
        assertThat(channels.pools().getFirst().weights()).contains(WeightFormat.FP8);
        assertThat(channels.runs()).isTrue();
        Launch blocks = Reading.of("run.sh", "vllm serve Qwen/Qwen3-235B-A22B-FP8 --tensor-parallel-size 8");
        assertThat(blocks.pools().getFirst().weights()).contains(WeightFormat.FP8_BLOCKS);
        assertThat(blocks.runs()).isFalse();
    }
}

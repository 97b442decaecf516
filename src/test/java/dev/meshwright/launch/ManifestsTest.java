package dev.meshwright.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.launch.pool.Launch;
import dev.meshwright.launch.pool.Pool;
import dev.meshwright.launch.source.Role;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Files that are no scripts: each kind in a small instance of its own. */
class ManifestsTest {

    @Test
    void dockerfilesStartWhatTheirLastStageStarts() {
        Launch launch = Reading.of("Dockerfile", """
                FROM python:3.12 AS build
                CMD ["sleep", "1"]
                FROM vllm/vllm-openai:v0.21.3
                ENV RANKS=4
                ENTRYPOINT ["vllm", "serve", "Qwen/Qwen3-235B-A22B-FP8", \\
                  "--enable-expert-parallel"]
                CMD ["--tensor-parallel-size", "4"]
                """);
        Pool pool = launch.pools().getFirst();
        assertThat(launch.version()).contains("0.21.3");
        assertThat(pool.layout().expert()).hasValue(4);
        Launch shell = Reading.of("Dockerfile", "FROM x\nENV N=2\nCMD exec vllm serve openai/gpt-oss-20b -tp $N\n");
        assertThat(shell.pools().getFirst().layout().tensor()).isEqualTo(2);
    }

    @Test
    void composeServicesMayBeImagesThatServe() {
        Launch launch = Reading.of("compose.yaml", """
                services:
                  llm:
                    image: vllm/vllm-openai:v0.22.1
                    volumes: ["/srv/gpt-oss-20b:/w"]
                    command: ["--model", "/w", "--tensor-parallel-size", "2"]
                    deploy: {resources: {reservations: {devices: [{count: 2, capabilities: [gpu]}]}}}
                """);
        Pool pool = launch.pools().getFirst();
        assertThat(pool.facts().orElseThrow().name()).isEqualTo("gpt-oss-20b");
        assertThat(pool.gpusGiven()).hasValue(2);
        assertThat(launch.version()).contains("0.22.1");
    }

    @Test
    void containersOfAScriptAreImagesThatServe() {
        Launch launch = Reading.of("run.sh", """
                export HF_TOKEN=x
                sudo docker run --rm -d -it --gpus '"device=0,1,2,3"' --ipc=host -p 8000:8000 \\
                  -v /models/mixtral:/model -e HF_TOKEN -e VLLM_PP_LAYER_PARTITION=20,12 --name one \\
                  vllm/vllm-openai:v0.11.0 --model mistralai/Mixtral-8x7B-Instruct-v0.1 -tp 2 -pp 2
                """);
        Pool pool = launch.pools().getFirst();
        assertThat(launch.engine()).isEqualTo("vllm");
        assertThat(launch.version()).contains("0.11");
        assertThat(pool.layout().tensor()).isEqualTo(2);
        assertThat(pool.layout().pipeline()).isEqualTo(2);
        assertThat(pool.layout().stages()).contains(List.of(20, 12));
        assertThat(pool.gpusGiven()).hasValue(4);
        Launch programs = Reading.of(
                "run.sh",
                "podman container run --gpus=all --network host --entrypoint bash lmsysorg/sglang:v0.5.5 -c"
                        + " 'N=8; python3 -m sglang.launch_server --model-path deepseek-ai/DeepSeek-V3 --tp $N'\n");
        assertThat(programs.engine()).isEqualTo("sglang");
        assertThat(programs.pools().getFirst().layout().tensor()).isEqualTo(8);
    }

    /** A stage of a small model on a large GPU has room for more than 100 million tokens; a degree is never as large. */
    @Test
    void cachesMayBeLarge() {
        String start = "python3 -m sglang.launch_server --model-path deepseek-ai/DeepSeek-V2-Lite ";
        assertThat(Reading.script(start + "--max-total-tokens 107875719")
                        .limits()
                        .cacheTokens())
                .hasValue(107_875_719);
        assertThat(Reading.faults("run.sh", start + "--tp 107875719\n"))
                .anyMatch(fault -> fault.contains("must be a whole number of at most 100000000"));
    }

    @Test
    void valuesOfTheProductionStackWriteTheCommand() {
        Launch launch = Reading.of("values.yaml", """
                servingEngineSpec:
                  modelSpec:
                    - name: mixtral
                      repository: vllm/vllm-openai
                      tag: v0.10.0
                      modelURL: mistralai/Mixtral-8x7B-Instruct-v0.1
                      replicaCount: 2
                      requestGPU: 4
                      vllmConfig:
                        tensorParallelSize: 4
                        maxModelLen: 8192
                        gpuMemoryUtilization: "0.85"
                        extraArgs: ["--enable-expert-parallel", "--max-num-seqs", "64"]
                """);
        Pool pool = launch.pools().getFirst();
        assertThat(pool.layout().tensor()).isEqualTo(4);
        assertThat(pool.layout().expert()).hasValue(4);
        assertThat(pool.layout().replicas()).isEqualTo(2);
        assertThat(pool.limits().modelLength()).hasValue(8192);
        assertThat(pool.limits().sequences()).hasValue(64);
        assertThat(pool.gpusGiven()).hasValue(4);
    }

    @Test
    void deploymentsCountReplicasAndGpus() {
        Launch launch = Reading.of("deploy.yaml", """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: moe-prefill}
                spec:
                  replicas: 3
                  template:
                    spec:
                      nodeSelector: {nvidia.com/gpu.product: NVIDIA-H200}
                      containers:
                      - name: sglang
                        command: [python3, -m, sglang.launch_server]
                        args: [--model-path, Qwen/Qwen3-30B-A3B, --tp, "$(RANKS)"]
                        env: [{name: RANKS, value: "2"}]
                        resources: {limits: {nvidia.com/gpu: "2"}}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: moe}
                """);
        Pool pool = launch.pools().getFirst();
        assertThat(pool.role()).isEqualTo(Role.PREFILL);
        assertThat(pool.layout().replicas()).isEqualTo(3);
        assertThat(pool.gpus()).isEqualTo(6);
        assertThat(pool.gpu()).contains("h200");
    }

    /** Two pods of four GPUs are one server of eight: the leader's script computes its degrees from the group. */
    @Test
    void leaderWorkerSetsAreOneServer() {
        Launch launch = Reading.of("lws.yaml", """
                apiVersion: leaderworkerset.x-k8s.io/v1
                kind: LeaderWorkerSet
                metadata: {name: wide}
                spec:
                  replicas: 2
                  leaderWorkerTemplate:
                    size: 2
                    workerTemplate:
                      spec:
                        containers:
                        - name: vllm
                          command: [/bin/sh, -c]
                          args:
                          - |
                            vllm serve deepseek-ai/DeepSeek-V3 --enable-expert-parallel \\
                              --data-parallel-size $((LWS_GROUP_SIZE * 4)) --data-parallel-size-local 4 \\
                              --data-parallel-start-rank $((LWS_WORKER_INDEX * 4))
                          resources: {limits: {nvidia.com/gpu: 4}}
                """);
        Pool pool = launch.pools().getFirst();
        assertThat(pool.layout().data()).isEqualTo(8);
        assertThat(pool.gpusGiven()).hasValue(8);
        assertThat(pool.gpus()).isEqualTo(16);
    }

    /** Both versions of Dynamo's graph say the same. */
    @Test
    void dynamoGraphsOfBothVersions() {
        Launch alpha = Reading.of("dgd.yaml", """
                apiVersion: nvidia.com/v1alpha1
                kind: DynamoGraphDeployment
                metadata: {name: g}
                spec:
                  services:
                    Frontend: {componentType: frontend, replicas: 1}
                    Worker:
                      componentType: worker
                      subComponentType: decode
                      replicas: 2
                      resources: {limits: {gpu: "4"}}
                      extraPodSpec:
                        mainContainer:
                          command: [python3, -m, dynamo.vllm]
                          args: [--model, openai/gpt-oss-120b, --tensor-parallel-size, "4"]
                """);
        Launch beta = Reading.of("dgd.yaml", """
                apiVersion: nvidia.com/v1beta1
                kind: DynamoGraphDeployment
                metadata: {name: g}
                spec:
                  components:
                  - {name: Frontend, type: frontend, replicas: 1}
                  - name: Worker
                    type: decode
                    replicas: 2
                    podTemplate:
                      spec:
                        containers:
                        - name: main
                          command: [python3, -m, dynamo.vllm]
                          args: [--model, openai/gpt-oss-120b, --tensor-parallel-size, "4"]
                          resources: {limits: {nvidia.com/gpu: "4"}}
                """);
        assertThat(alpha.pools().getFirst().layout())
                .isEqualTo(beta.pools().getFirst().layout());
        assertThat(alpha.pools().getFirst().role())
                .isEqualTo(Role.DECODE)
                .isEqualTo(beta.pools().getFirst().role());
        assertThat(alpha.gpus()).isEqualTo(8).isEqualTo(beta.gpus());
    }

    @Test
    void chartValuesWriteTheCommand() {
        Launch launch = Reading.of("values.yaml", """
                modelArtifacts: {uri: "hf://openai/gpt-oss-20b"}
                decode:
                  replicas: 2
                  parallelism: {tensor: 2, data: 2}
                  containers: [{name: vllm, modelCommand: vllmServe, args: [--enable-expert-parallel]}]
                prefill: {create: false, parallelism: {tensor: 4}, containers: [{modelCommand: vllmServe}]}
                """);
        assertThat(launch.pools()).hasSize(1);
        assertThat(launch.pools().getFirst().layout().expert()).hasValue(4);
        assertThat(launch.gpus()).isEqualTo(8);
    }

    /** 16 ranks of which a pod holds 8 are two pods of 8 GPUs; stated workers are taken as stated. */
    @Test
    void chartValuesCountThePodsThatTheirRanksNeed() {
        for (String stated : List.of("", ", workers: 2")) {
            Launch launch = Reading.of("values.yaml", """
                    modelArtifacts: {name: deepseek-ai/DeepSeek-R1-0528}
                    decode:
                      parallelism: {tensor: 1, data: 16, dataLocal: 8%s}
                      containers:
                      - modelCommand: vllmServe
                        image: ghcr.io/llm-d/llm-d-cuda:v0.4.0
                        args: [--enable-expert-parallel]
                        resources: {limits: {nvidia.com/gpu: "8"}}
                    """.formatted(stated));
            Pool pool = launch.pools().getFirst();
            assertThat(pool.layout().data()).isEqualTo(16);
            assertThat(pool.gpusGiven()).hasValue(2 * 8);
            assertThat(pool.gpus()).isEqualTo(16);
            assertThat(launch.version()).isEmpty();
            assertThat(launch.runs()).as("%s", launch.refusals()).isTrue();
        }
    }

    @Test
    void recipesCountTheirWorkers() {
        Launch launch = Reading.of("recipe.yaml", """
                model: {path: gpt-oss-120b, precision: fp4}
                resources: {gpu_type: h200, gpus_per_node: 8, prefill_workers: 3, gpus_per_prefill: 2, decode_workers: 1, gpus_per_decode: 16}
                backend:
                  sglang_config:
                    prefill: {tensor-parallel-size: 2, disable-radix-cache: true}
                    decode: {tensor-parallel-size: 16, enable-dp-attention: false}
                """);
        assertThat(launch.pools().stream().map(Pool::gpus)).containsExactly(6, 16);
        assertThat(launch.pools().getLast().gpusGiven()).hasValue(16);
    }

    @Test
    void anchorsAndMergeKeysAreFollowed() {
        Launch launch = Reading.of("engine.yaml", """
                kv_cache_config: &kv {dtype: fp8}
                tensor_parallel_size: 4
                moe_config: {backend: CUTLASS}
                cuda_graph_config:
                  <<: *kv
                  enable_padding: true
                """);
        assertThat(launch.engine()).isEqualTo("tensorrt-llm");
        assertThat(launch.pools().getFirst().cache()).contains("fp8");
    }

    /** The options of a training stand in a file, with the sizes of the launch as variables in it. */
    @Test
    void optionsOfATrainingMayStandInAFileOfTheirOwn() {
        Launch launch = Reading.of(
                "model.yaml",
                "MODEL_ARGS:\n  --tensor-model-parallel-size: ${TP}\n  --num-layers: 32\n  --num-experts: 8\n  --sequence-parallel: true\n",
                "run.sh",
                "export TP=2\ntorchrun --nnodes 2 --nproc_per_node 8 pretrain_gpt.py --expert-model-parallel-size 8 --bf16\n");
        Pool pool = launch.pools().getFirst();
        assertThat(pool.layout().tensor()).isEqualTo(2);
        assertThat(pool.gpusGiven()).hasValue(16);
        assertThat(pool.facts().orElseThrow().name()).isEqualTo("mixtral-8x7b");
    }
}

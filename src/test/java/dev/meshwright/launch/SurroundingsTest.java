package dev.meshwright.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.facts.engine.EngineVersion;
import dev.meshwright.io.launch.OptionFiles;
import dev.meshwright.launch.pool.Launch;
import dev.meshwright.launch.pool.Pool;
import dev.meshwright.launch.source.Role;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands around a command: releases by images and installations, arguments of a build, GPUs that are left to it. */
class SurroundingsTest {

    private static final String SERVE = "vllm serve Qwen/Qwen3-30B-A3B -tp ";
    private static final String COMMAND = "[\"vllm\",\"serve\",\"Qwen/Qwen3-30B-A3B\",\"-tp\",\"4\"]";

    @ParameterizedTest
    @CsvSource({
        "vllm, vllm/vllm-openai:v0.8.5, 0.8.5",
        "vllm, registry.example:5000/mirror/vllm-openai:v0.9.1@sha256:0.1, 0.9.1",
        "vllm, rocm/vllm:rocm6.4.1_vllm_0.9.1_20250715, 0.9.1",
        "vllm, nvidia/cuda:12.4.1-devel, ''",
        "vllm, nvcr.io/nvidia/vllm:25.09-py3, ''",
        "vllm, pytorch/pytorch:2.6.0, ''",
        "vllm, nvcr.io/nvidia/ai-dynamo/vllm-runtime:0.7.0, ''",
        "vllm, ghcr.io/llm-d/llm-d-cuda:v0.4.0, ''",
        "vllm, registry.example:5000/vllm, ''",
        "sglang, lmsysorg/sglang:v0.5.5-cu129, 0.5.5",
        "sglang, nvcr.io/nvidia/sglang:25.10-py3, ''",
        "tensorrt-llm, nvcr.io/nvidia/tensorrt-llm/release:1.0.0, 1.0",
        "tensorrt-llm, nvcr.io/nvidia/tritonserver:25.01-trtllm-python-py3, ''",
        "megatron, nvcr.io/nvidia/pytorch:25.04-py3, ''"
    })
    void onlyImagesOfAnEngineSayItsRelease(String engine, String image, String release) {
        Optional<EngineVersion> found = OptionFiles.of(engine).releases().ofImage(image);
        assertThat(found.map(EngineVersion::toString).orElse("")).isEqualTo(release);
    }

    /** The newest release has --enable-eplb, which came with 0.9. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "pip install vllm==0.8.5",
                "pip3 install -U 'vllm[audio] == 0.8.5' numpy==2.1.0",
                "python3 -m pip install vllm==0.8.5",
                "uv pip install --system vllm===0.8.5",
                "RELEASE=0.8.5; sudo pip install vllm==$RELEASE",
                "pip install vllm==0.10.0\npip install vllm==0.8.5"
            })
    void installationsSayTheRelease(String install) {
        Launch launch = Reading.of("run.sh", install + "\n" + SERVE + "4 --enable-expert-parallel --enable-eplb\n");
        assertThat(launch.version()).contains("0.8.5");
        assertThat(launch.runs()).isFalse();
        assertThat(launch.refusals().toString()).contains("from 0.9");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pip install 'vllm>=0.8.5'",
                "pip install vllm-tools==0.8.5",
                "pip download vllm==0.8.5",
                "echo pip install vllm==0.8.5"
            })
    void whatInstallsNoOneVersionSaysNothing(String command) {
        assertThat(Reading.of("run.sh", command + "\n" + SERVE + "4\n").version())
                .isEmpty();
    }

    @Test
    void installationsHoldWhereTheyWereMade() {
        String pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  containers:\n  - name: c\n"
                + "    image: nvidia/cuda:12.4\n    command: [bash, -c]\n    args: [\"pip install sglang[all]==0.4.5 && "
                + "python3 -m sglang.launch_server --model-path Qwen/Qwen3-30B-A3B --tp 4\"]\n";
        assertThat(Reading.of("pod.yaml", pod).version()).contains("0.4.5");
        // The host's packages are not those of a container.
        String host = "pip install vllm==0.8.5\ndocker run --gpus all vllm/vllm-openai:v0.10.0 --model "
                + "Qwen/Qwen3-30B-A3B -tp 4\n";
        assertThat(Reading.of("run.sh", host).version()).contains("0.10");
        String after = SERVE + "4\npip install vllm==0.8.5\n";
        assertThat(Reading.of("run.sh", after).version()).isEmpty();
        assertThat(Reading.of("Dockerfile", "FROM nvidia/cuda:12.4\nRUN pip install vllm==0.8.5\nCMD " + COMMAND)
                        .version())
                .contains("0.8.5");
        assertThat(Reading.of(
                                "Dockerfile",
                                "FROM x AS builder\nRUN pip install vllm==0.8.5\nFROM vllm/vllm-openai:v0.9.2\nCMD "
                                        + COMMAND)
                        .version())
                .contains("0.9.2");
        assertThat(Reading.of(
                                "Dockerfile",
                                "FROM nvidia/cuda:12.4 AS b\nRUN pip install vllm==0.8.5\nFROM b\nCMD " + COMMAND)
                        .version())
                .contains("0.8.5");
    }

    @Test
    void argumentsOfABuildHaveTheirDefaults() {
        String arguments = "[\"--model\",\"Qwen/Qwen3-30B-A3B\",\"-tp\",\"4\"]";
        assertThat(Reading.of(
                                "Dockerfile",
                                "ARG A=0.8 B=5\nARG V=v$A.${B}\nFROM vllm/vllm-openai:${V}\nCMD " + arguments)
                        .version())
                .contains("0.8.5");
        String shell = "CMD vllm serve Qwen/Qwen3-30B-A3B -tp $SIZE\n";
        Pool own = Reading.of("Dockerfile", "FROM x\nARG TP=8\nENV SIZE=${TP}\n" + shell)
                .pools()
                .getFirst();
        assertThat(own.layout().tensor()).isEqualTo(8);
        Pool handed = Reading.of("Dockerfile", "ARG TP=2\nFROM x\nARG TP\nENV SIZE ${TP:-8}\n" + shell)
                .pools()
                .getFirst();
        assertThat(handed.layout().tensor()).isEqualTo(2);
        // An argument in front of all stages is none of a stage that does not ask for it.
        Pool unasked = Reading.of("Dockerfile", "ARG TP=2\nFROM x\nENV SIZE=${TP:-8}\n" + shell)
                .pools()
                .getFirst();
        assertThat(unasked.layout().tensor()).isEqualTo(8);
        assertThat(Reading.faults("Dockerfile", "FROM x\nARG TP\nENV SIZE=$TP\n" + shell))
                .anyMatch(fault -> fault.contains("TP"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "export CUDA_VISIBLE_DEVICES=0,1,2,3\n" + SERVE,
                "HIP_VISIBLE_DEVICES=4,5,6,7 " + SERVE,
                "env CUDA_VISIBLE_DEVICES=0,1,2,3 " + SERVE,
                "docker run -e NVIDIA_VISIBLE_DEVICES=0,1,2,3 x " + SERVE,
                "#SBATCH --nodes=1\n#SBATCH --gpus-per-node=4\nsrun " + SERVE,
                "#SBATCH -N 1\n#SBATCH --gpus-per-node=h100:4\n" + SERVE,
                "#SBATCH --gres=gpu:4\nsrun " + SERVE,
                "#SBATCH --gres=gpu:h100:4,nvme:1\nsrun " + SERVE,
                "#SBATCH --nodes=1 --gres=gpu:8\nCUDA_VISIBLE_DEVICES=0,1,2,3 " + SERVE
            })
    void serversGetTheGpusThatAreLeftToThem(String script) {
        Launch eight = Reading.of("run.sh", script + "8\n");
        assertThat(eight.runs()).isFalse();
        assertThat(eight.refusals().toString()).contains("needs 8 GPUs and is given 4");
        assertThat(Reading.of("run.sh", script + "4\n").runs()).isTrue();
    }

    /** Two nodes of four GPUs have eight; where nobody counts nodes or processes, nothing is said of GPUs. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "#SBATCH --nodes=2\n#SBATCH --gpus-per-node=4\nsrun " + SERVE + "8",
                "#SBATCH --nodes=2\n#SBATCH --gres=gpu:4\nexport CUDA_VISIBLE_DEVICES=0,1,2,3\nsrun " + SERVE + "8",
                "#SBATCH --ntasks=2\n#SBATCH --gres=gpu:4\nsrun " + SERVE + "8",
                "CUDA_VISIBLE_DEVICES=0,1,2,3 " + SERVE + "4 -pp 2 --nnodes 2 --node-rank 0",
                "CUDA_VISIBLE_DEVICES=0,1,2,3 " + SERVE + "4 -pp 2 --distributed-executor-backend ray",
                "CUDA_VISIBLE_DEVICES=0 " + SERVE + "1 -dp 8 --data-parallel-rank 0",
                "CUDA_VISIBLE_DEVICES=0,1,2,3 " + SERVE + "1 -dp 8 --data-parallel-size-local 4",
                "CUDA_VISIBLE_DEVICES=$DEVICES " + SERVE + "8",
                "NVIDIA_VISIBLE_DEVICES=all " + SERVE + "8"
            })
    void severalNodesHaveMore(String script) {
        Launch launch = Reading.of("run.sh", script + "\n");
        assertThat(launch.runs()).as(launch.refusals().toString()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "'prefill: {create: false}', '', ALL",
        "'prefill: {replicas: 0}', '', ALL",
        "'', '', DECODE",
        "'prefill: {create: false}', ', --kv-transfer-config, \"{\\\"kv_connector\\\":\\\"NixlConnector\\\"}\"', DECODE"
    })
    void poolsWithoutACounterpartDoBoth(String prefill, String more, Role role) {
        Launch launch = Reading.of(
                "values.yaml",
                "modelArtifacts: {name: Qwen/Qwen3-30B-A3B}\ndecode:\n  create: true\n  parallelism: {tensor: 4}\n"
                        + "  containers:\n  - modelCommand: vllmServe\n    args: [--enable-expert-parallel"
                        + more + "]\n" + prefill + "\n");
        assertThat(launch.pools().getFirst().role()).isEqualTo(role);
    }
}

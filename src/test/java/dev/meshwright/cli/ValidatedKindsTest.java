package dev.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.cli.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Made-up rows of every kind of measurements: what is told by the columns, predicted, and said about what is not. */
class ValidatedKindsTest extends CommandRun {

    /** Two made-up rows: a training run, and one of a phase that is not predicted. */
    @Test
    void trainingRowsAreTakenForWhatTheyAre() throws IOException {
        String rows = """
                id,model,phase,gpu,n_gpus,gpus_per_node,tp,ep,pp,cp,mbs,gbs,seq_len,precision,framework,settings,zero,value,unit,step_s,quality,notes
                a,Llama-3-8B,train,H100-SXM-80,8,8,1,1,1,1,1,128,8192,BF16,Megatron,,,10000,tokens/s/GPU,13.1072,complete,
                b,Llama-3-8B,lora,H100-SXM-80,8,8,1,1,1,1,1,128,8192,BF16,vLLM,,,10000,tokens/s/GPU,,complete,
                """;
        assertThat(run("validate", written("runs.csv", rows), "--predictions", file("p.csv"), "--format", "json"))
                .isEqualTo(ExitCode.FINE.code());
        JsonNode answer = new ObjectMapper().readTree(out.toString());
        assertThat(answer.path("predicted").asInt()).isEqualTo(1);
        String reason = "adapters on frozen weights, where the training law has gradients of all weights";
        assertThat(answer.path("unpredicted").path(reason).asInt()).isEqualTo(1);
        List<String> predicted = Files.readAllLines(folder.resolve("p.csv"));
        String[] cells = predicted.get(1).split(",", -1);
        // 128 sequences of 8,192 tokens on 8 GPUs: the predicted rate is as much higher as the step is shorter.
        double rate = Double.parseDouble(cells[cells.length - 2]);
        double step = answer.at("/training/worst/0/predicted").asDouble();
        assertThat(rate).isCloseTo(10000 * 13.1072 / step, within(1e-6 * rate));
        assertThat(predicted.get(2)).endsWith(",,\"" + reason + "\"");
    }

    /** Made-up units: rates per node become rates per GPU, and what the row leaves open is said. */
    @Test
    void unitsOfPrefillAndDecodeArePredicted() throws IOException {
        String rows = """
                id,model,phase,gpu,n_gpus,gpus_per_node,tp,ep,pp,gbs,seq_len,isl,osl,batch_per_gpu,precision,framework,settings,value,unit,scope,tpot_ms,quality
                a,DeepSeek-V3,prefill,H800-SXM-80,32,8,1,32,,,,4096,,,fp8,SGLang,,56000,tokens/s/node,per node,,partial
                b,DeepSeek-V3,decode,H800-SXM-80,128,8,1,128,,,,4096,,128,fp8,SGLang,,18400,tokens/s/node,per node,,complete
                c,DeepSeek-V3,decode,H800-SXM-80,128,8,1,128,,,,4096,,,fp8,SGLang,,18400,tokens/s/node,per node,,partial
                d,DeepSeek-V3,train,H800-SXM-80,2048,8,1,64,16,15360,4096,,,,fp8,own,,100,kWh,per GPU,,partial
                """;
        assertThat(run("validate", written("units.csv", rows), "--predictions", file("p.csv"), "--format", "json"))
                .isEqualTo(ExitCode.FINE.code());
        JsonNode answer = new ObjectMapper().readTree(out.toString());
        assertThat(answer.path("predicted").asInt()).isEqualTo(2);
        assertThat(answer.at("/throughput/by_phase").propertyNames()).containsExactly("decode", "prefill");
        // No fit has seen a unit, whatever its id.
        assertThat(answer.at("/throughput/halves/heldOut/n").asInt()).isEqualTo(2);
        assertThat(answer.at("/unpredicted/neither a batch nor a time per token is stated")
                        .asInt())
                .isEqualTo(1);
        assertThat(answer.at("/unpredicted/no step time or model FLOP~1s of a known kind")
                        .asInt())
                .isEqualTo(1);
        // 18,400 tokens/s of 8 GPUs: 2,300 of each.
        JsonNode decode = StreamSupport.stream(answer.at("/throughput/worst").spliterator(), false)
                .filter(row -> row.path("id").asString().equals("b"))
                .findFirst()
                .orElseThrow();
        assertThat(decode.path("measured").asDouble()).isEqualTo(2300);
        String[] cells = Files.readAllLines(folder.resolve("p.csv")).get(2).split(",", -1);
        assertThat(Double.parseDouble(cells[cells.length - 2]))
                .isCloseTo(8 * decode.path("predicted").asDouble(), within(1e-6 * 18400));
        assertThat(run("validate", file("units.csv"))).isEqualTo(ExitCode.FINE.code());
        assertThat(out.toString()).contains("of 2 units further off than 20.0 %");
    }

    /** Made-up deployments: what is predicted is in the row's own unit, and what is assumed is said. */
    @Test
    void latenciesBatchesAndMaximalLoadArePredicted() throws IOException {
        String rows = """
                id,model,phase,gpu,n_gpus,tp,ep,pp,gbs,seq_len,isl,osl,concurrency,precision,framework,settings,value,unit,quality
                a,Llama-3.1-8B,prefill,H100-SXM-80,1,1,,1,,,2048,,1,fp8,TensorRT-LLM 0.6.1,,36,ms,complete
                b,Llama-3.1-8B,mixed (static batch),H100-SXM-80,1,1,,1,,,128,128,64,fp8,TensorRT-LLM 0.6.1,,9000,output tokens/s (1 GPUs),complete
                c,Llama-3.1-8B,mixed (in-flight batching),H100-SXM-80,1,1,,1,,,1000,1000,,fp8,TensorRT-LLM 1.0,,15000,output tokens/s/GPU,partial
                d,Llama-3.1-8B,decode,H100-SXM-80,1,1,,1,,,500,10,1,fp8,TensorRT-LLM 1.0,,150,tokens/s/user,complete
                """;
        assertThat(run("validate", written("served.csv", rows), "--predictions", file("p.csv"), "--format", "json"))
                .isEqualTo(ExitCode.FINE.code());
        JsonNode answer = new ObjectMapper().readTree(out.toString());
        assertThat(answer.path("predicted").asInt()).isEqualTo(4);
        assertThat(answer.at("/throughput/by_phase").propertyNames()).containsExactly("maximal-load", "static-batch");
        // No fit uses them.
        assertThat(answer.at("/throughput/halves/heldOut/n").asInt()).isEqualTo(2);
        List<String> predicted = Files.readAllLines(folder.resolve("p.csv"));
        double milliseconds = value(predicted.get(1));
        assertThat(milliseconds / 1e3)
                .isCloseTo(answer.at("/ttft/worst/0/predicted").asDouble(), within(1e-9));
        double perUser = value(predicted.get(4));
        assertThat(1 / perUser).isCloseTo(answer.at("/tpot/worst/0/predicted").asDouble(), within(1e-9));
        assertThat(run("validate", file("served.csv"))).isEqualTo(ExitCode.FINE.code());
        assertThat(out.toString())
                .contains("Other rows that no fit uses")
                .contains("as many requests as the source's benchmark sends");
    }

    private static double value(String line) {
        String[] cells = line.split(",", -1);
        return Double.parseDouble(cells[cells.length - 2]);
    }

    /** A made-up run of a cut model: kind told by the columns, step and allocated peak predicted. */
    @Test
    void trainingMemoryIsAKindOfItsOwn() throws IOException {
        String rows = """
                case,model,layers,gpu,gpus,tp,ep,pp,dp,cp,seq_len,micro_batches,precision,measured_step_ms,measured_peak_gib
                a,llama3_70b,12,B200,8,2,1,1,4,1,4096,4,bf16,700,60
                b,llama3_70b,12,B200,8,2,1,1,4,1,4096,4,bf16,,60
                """;
        assertThat(run("validate", written("memory.csv", rows), "--predictions", file("p.csv"), "--format", "json"))
                .isEqualTo(ExitCode.FINE.code());
        JsonNode answer = new ObjectMapper().readTree(out.toString());
        assertThat(answer.at("/unpredicted/measured_step_ms is missing").asInt())
                .isEqualTo(1);
        JsonNode memory = answer.at("/memory/worst/0");
        assertThat(memory.path("measured").asDouble()).isEqualTo(60 * 0x1p30);
        String[] cells = Files.readAllLines(folder.resolve("p.csv")).get(1).split(",", -1);
        assertThat(Double.parseDouble(cells[cells.length - 2]) * 0x1p30)
                .isCloseTo(memory.path("predicted").asDouble(), within(1e3));
        assertThat(Double.parseDouble(cells[cells.length - 3]) / 1e3)
                .isCloseTo(answer.at("/training/worst/0/predicted").asDouble(), within(1e-6));
    }
}

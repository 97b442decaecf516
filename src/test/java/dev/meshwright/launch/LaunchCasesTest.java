package dev.meshwright.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.SharedData;
import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.base.quantity.NearNames;
import dev.meshwright.launch.pool.Balancer;
import dev.meshwright.launch.pool.Launch;
import dev.meshwright.launch.pool.Limits;
import dev.meshwright.launch.pool.Pool;
import dev.meshwright.launch.pool.PoolLayout;
import dev.meshwright.launch.pool.Speculation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Public launches of eight kinds of files: degrees, formats and limits are read as somebody who knows reads them. */
class LaunchCasesTest {

    private final List<String> wrong = new ArrayList<>();
    private int compared;

    @Test
    void everythingIsReadRight() {
        List<LaunchCase> cases = LaunchCase.all(SharedData.require("cases/launch"));
        int pools = 0;
        for (LaunchCase launch : cases) {
            pools += launch.rows().size();
            compare(launch);
        }
        System.out.println("Launch cases: " + cases.size() + ", pools: " + pools + ", values compared: " + compared
                + ", wrong: " + wrong.size());
        assertThat(wrong).isEmpty();
        assertThat(compared).as("values that were compared").isGreaterThan(1500);
    }

    private void compare(LaunchCase asked) {
        Launch launch;
        try {
            launch = asked.read();
        } catch (InvalidInputException e) {
            wrong.add(asked.name() + ": " + e.getMessage());
            return;
        }
        if (launch.pools().size() != asked.rows().size()) {
            boolean part = asked.rows().size() < launch.pools().size();
            wrong.add(asked.name() + ": " + launch.pools().size() + " pools" + (part ? ", more than expected" : ""));
        }
        for (Map<String, String> row : asked.rows()) {
            Optional<Pool> pool = LaunchCase.pool(launch, row);
            if (pool.isEmpty()) {
                wrong.add(asked.name() + ": no pool " + LaunchCase.cell(row, "pool") + " but "
                        + launch.pools().stream()
                                .map(found -> found.role().label())
                                .toList());
            } else {
                same(
                        row,
                        "engine",
                        launch.engine(),
                        LaunchCase.cell(row, "engine").replace("-ascend", ""));
                new Comparison(row, pool.get()).run();
            }
        }
    }

    private void same(Map<String, String> row, String column, String read, String expected) {
        compared++;
        if (!read.equals(expected)) {
            wrong.add(LaunchCase.cell(row, "case") + " " + LaunchCase.cell(row, "pool") + " " + column + ": read ["
                    + read + "], expected [" + expected + "]");
        }
    }

    private static String text(OptionalInt number) {
        return number.isPresent() ? String.valueOf(number.getAsInt()) : "";
    }

    private static String text(OptionalDouble number) {
        return number.isPresent() ? String.valueOf(number.getAsDouble()).replaceFirst("\\.0$", "") : "";
    }

    /** One row against its pool. */
    private final class Comparison {
        private final Map<String, String> row;
        private final Pool pool;

        Comparison(Map<String, String> row, Pool pool) {
            this.row = row;
            this.pool = pool;
        }

        private void same(String column, String read) {
            LaunchCasesTest.this.same(row, column, read, LaunchCase.cell(row, column));
        }

        void run() {
            PoolLayout layout = pool.layout();
            same("tensor", String.valueOf(layout.tensor()));
            same("data", String.valueOf(layout.data()));
            experts("expert", layout.expert());
            experts("expertTensor", layout.expertTensor());
            // Where the grid does not come out there are no copies of experts to count.
            if (layout.expert().isPresent()
                    && !LaunchCase.cell(row, "expertData").isEmpty()) {
                same("expertData", text(layout.expertData()));
            }
            same("pipeline", String.valueOf(layout.pipeline()));
            stages(layout);
            boolean training = pool.training().isPresent();
            same("contextPrefill", String.valueOf(layout.prefillContext()));
            same("contextDecode", training ? "" : String.valueOf(layout.decodeContext()));
            same("replicas", String.valueOf(layout.replicas()));
            same("gpus", String.valueOf(training ? pool.gpusGiven().orElseThrow() : pool.gpus()));
            pool.gpu()
                    .ifPresent(gpu -> LaunchCasesTest.this.same(
                            row, "gpu", NearNames.letters(gpu), NearNames.letters(LaunchCase.cell(row, "gpu"))));
            model();
            // vllm-ascend has formats of its own for checkpoints that are published in FP8.
            if (!LaunchCase.cell(row, "weights").isEmpty()) {
                same("weights", pool.weights().map(format -> format.label()).orElse(""));
            }
            same("kv_dtype", pool.cache().orElse(""));
            limits(pool.limits(), training);
            slots();
            speculation(training);
        }

        private void experts(String column, OptionalInt read) {
            boolean none = LaunchCase.cell(row, column).equals("n/a");
            LaunchCasesTest.this.same(row, column, text(read), none ? "" : LaunchCase.cell(row, column));
        }

        private void model() {
            String expected = NearNames.letters(LaunchCase.cell(row, "model").replaceFirst(" \\(.*|,.*", ""));
            String read = pool.facts().map(facts -> facts.name()).orElse("") + " "
                    + pool.model().orElse("");
            boolean named = expected.equals("gpt") || NearNames.letters(read).contains(expected.replace("proxy", ""));
            boolean alias = expected.equals("llama33b") && read.startsWith("llama-33b");
            boolean proxy = LaunchCase.cell(row, "model").contains("proxy");
            LaunchCasesTest.this.same(row, "model " + read, String.valueOf(named || alias || proxy), "true");
        }

        private void limits(Limits limits, boolean training) {
            same("max_model_len", text(limits.modelLength()));
            same("max_num_seqs", text(limits.sequences()));
            same("token_budget", text(limits.tokensPerStep()));
            String scope = limits.ofRank() ? "rank" : "instance";
            same("seqs_scope", limits.sequences().isPresent() && !training ? scope : "");
            same("token_scope", limits.tokensPerStep().isPresent() && !training ? scope : "");
            String flag = limits.memoryFlag().replaceFirst("^kv_cache_config\\.", "");
            String expected = LaunchCase.cell(row, "memory_flag").replace("gpu_mem_fraction", "gpu_memory_fraction");
            LaunchCasesTest.this.same(row, "memory_flag", flag, expected);
            same("memory_value", text(limits.memoryShare()));
        }

        private void slots() {
            String expected = LaunchCase.cell(row, "redundant_experts");
            String read = text(pool.redundantExperts());
            boolean none = expected.equals("0") && LaunchCase.cell(row, "eplb").isEmpty();
            LaunchCasesTest.this.same(row, "redundant_experts", read, none ? "" : expected);
            String balancer = LaunchCase.cell(row, "eplb")
                    .replaceFirst("online.*", "dynamic")
                    .replace("off (static)", "static");
            boolean told = balancer.contains("sync");
            String kind = pool.balancer()
                    .map(found -> told ? found.text() : found.kind().label())
                    .orElse("");
            LaunchCasesTest.this.same(row, "eplb", kind, balancer);
            boolean moves = pool.balancer()
                    .filter(found -> found.kind() == Balancer.Kind.DYNAMIC)
                    .isPresent();
            LaunchCasesTest.this.same(
                    row, "moves", String.valueOf(moves), String.valueOf(balancer.startsWith("dynamic")));
        }

        private void speculation(boolean training) {
            String layers = pool.training()
                    .filter(found -> found.predictionLayers() > 0)
                    .map(found -> "MTP layer " + found.predictionLayers())
                    .orElse("");
            if (LaunchCase.cell(row, "case").startsWith("358-")) {
                // Its file has --mtp-num-layers 1, of which the table says nothing.
                LaunchCasesTest.this.same(row, "speculation", layers, "MTP layer 1");
                return;
            }
            same(
                    "speculation",
                    training
                            ? layers
                            : pool.speculation().map(Speculation::text).orElse(""));
        }

        private void stages(PoolLayout layout) {
            StageText expected = StageText.of(LaunchCase.cell(row, "stages"), layout.pipeline());
            expected.virtualStages()
                    .ifPresent(virtual -> LaunchCasesTest.this.same(
                            row, "virtual stages", String.valueOf(layout.virtualStages()), String.valueOf(virtual)));
            expected.layers()
                    .ifPresent(layers -> LaunchCasesTest.this.same(
                            row, "stages", String.valueOf(layout.stages().orElse(List.of())), String.valueOf(layers)));
            expected.chunks()
                    .ifPresent(chunks -> LaunchCasesTest.this.same(
                            row,
                            "chunks",
                            String.valueOf(layout.stages().orElse(List.of()).size()),
                            String.valueOf(chunks)));
        }
    }
}

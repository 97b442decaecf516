package dev.meshwright.io.launch.written;

import dev.meshwright.answer.json.launch.PlanFile;
import dev.meshwright.answer.launch.ExportAnswer;
import dev.meshwright.answer.launch.ProblemPlace;
import dev.meshwright.facts.workload.Length;
import dev.meshwright.facts.workload.Workload;
import dev.meshwright.launch.export.Ordered;
import dev.meshwright.launch.export.shell.BenchmarkScript;
import dev.meshwright.layout.Degrees;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A row for {@code validate}: everything but what is measured. */
final class MeasurementRow {

    private MeasurementRow() {}

    static String of(ExportAnswer answer) {
        return text(answer.ordered().book().trains() ? training(answer) : serving(answer));
    }

    /** Whoever reads a row takes some lengths for those of a known benchmark where none is named. */
    static final String HARNESS = "meshwright export";

    static String text(Map<String, Object> row) {
        return String.join(",", row.keySet()) + "\n"
                + row.values().stream()
                        .map(String::valueOf)
                        .map(MeasurementRow::cell)
                        .collect(Collectors.joining(","))
                + "\n";
    }

    /** Where problem and plan stand, whose prediction the row is compared with. */
    static void planned(Optional<ProblemPlace> problem, Map<String, Object> row) {
        problem.ifPresent(place -> {
            row.put("problem", place.path());
            row.put("plan", PlanFile.NAME);
        });
    }

    private static String cell(String value) {
        String line = value.replaceAll("\\p{Cntrl}+", " ");
        return line.matches("[^\",]*") ? line : '"' + line.replace("\"", "\"\"") + '"';
    }

    private static String gpu(Ordered ordered) {
        return ordered.problem().cluster().nodes().getFirst().gpu().name();
    }

    private static Map<String, Object> serving(ExportAnswer answer) {
        Ordered ordered = answer.ordered();
        Degrees degrees = ordered.degrees();
        int outputs =
                switch (ordered.problem().workload()) {
                    case Workload.Prefill prefill -> 1;
                    case Workload.Decode decode -> decode.outputTokens();
                    case Workload.Serving serving -> serving.outputTokens();
                    case Workload.Training training -> 1;
                };
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("id", ordered.problem().name());
        row.put(
                "backend",
                ordered.book().engine().equals("tensorrt-llm")
                        ? "trtllm"
                        : ordered.book().engine());
        row.put("backend_version", ordered.version().map(Object::toString).orElse(""));
        row.put("model_path", ordered.checkpoint());
        row.put("system", gpu(ordered).replace('-', '_'));
        row.put("precision", ordered.model().precisions().experts().label());
        row.put("isl", ordered.problem().workload().longest());
        row.put("osl", outputs);
        row.put("tp_size", degrees.tensor());
        row.put("pp_size", degrees.pipeline());
        row.put("attention_dp_size", degrees.data());
        row.put("moe_tp_size", degrees.expertTensor());
        row.put("moe_ep_size", degrees.expert());
        row.put("concurrency", BenchmarkScript.inFlight(ordered));
        row.put("harness", HARNESS);
        planned(answer.problem(), row);
        row.put("lengths", lengths(ordered));
        row.put("rate_req_s", rate(ordered));
        row.put("silicon_ttft_ms", "");
        row.put("silicon_tpot_ms", "");
        return row;
    }

    private static String lengths(Ordered ordered) {
        return ordered.problem().workload() instanceof Workload.Serving serving
                        && serving.traffic().input().orElse(null) instanceof Length.Uniform input
                        && serving.traffic().output().orElse(null) instanceof Length.Uniform output
                ? "uniform " + input.least() + ".." + input.most() + " / " + output.least() + ".." + output.most()
                : "";
    }

    /** Requests per second at one server; empty where clients wait for their answers. */
    private static String rate(Ordered ordered) {
        return ordered.problem().workload() instanceof Workload.Serving serving
                        && serving.traffic().arrivals().rate().isPresent()
                ? String.valueOf(serving.traffic().arrivals().rate().getAsDouble()
                        / ordered.degrees().replicas())
                : "";
    }

    private static Map<String, Object> training(ExportAnswer answer) {
        Ordered ordered = answer.ordered();
        Degrees degrees = ordered.degrees();
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("case", ordered.problem().name());
        row.put("model", ordered.model().name());
        row.put("layers", ordered.model().layers().size());
        row.put("gpu", gpu(ordered));
        row.put("gpus", degrees.gpus());
        row.put("tp", degrees.tensor());
        row.put("ep", degrees.expert());
        row.put("pp", degrees.pipeline());
        row.put("dp", degrees.data() * degrees.replicas() / degrees.context());
        row.put("cp", degrees.context());
        row.put("seq_len", ordered.problem().workload().longest());
        row.put("micro_batches", degrees.microBatches());
        row.put("measured_step_ms", "");
        row.put("measured_peak_gib", "");
        return row;
    }
}

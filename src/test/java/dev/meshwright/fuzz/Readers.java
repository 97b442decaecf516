package dev.meshwright.fuzz;

import dev.meshwright.answer.report.Report;
import dev.meshwright.io.catalogue.CalibrationFiles;
import dev.meshwright.io.document.DocumentFiles;
import dev.meshwright.io.huggingface.HuggingFaceConfig;
import dev.meshwright.io.launch.LaunchFiles;
import dev.meshwright.io.loads.LoadFiles;
import dev.meshwright.io.loads.RecordedLoadFiles;
import dev.meshwright.io.measured.BenchFiles;
import dev.meshwright.io.measured.MeasurementFiles;
import dev.meshwright.io.plan.AnswerFiles;
import dev.meshwright.io.plan.ClaimsFile;
import dev.meshwright.io.plan.PlacementFiles;
import dev.meshwright.io.plan.PlanFiles;
import dev.meshwright.io.price.PriceFile;
import dev.meshwright.io.problem.ProblemFiles;
import dev.meshwright.io.sweep.SweepFile;
import dev.meshwright.io.traffic.LengthFiles;
import dev.meshwright.io.traffic.RequestTraces;
import dev.meshwright.io.tree.Documents;
import dev.meshwright.launch.engine.Asked;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Every reader of files, and texts to begin with. */
enum Readers {
    PROBLEM(".yaml", ProblemFiles::open),
    PLAN(".yaml", PlanFiles::read),
    LOADS(".csv", LoadFiles::read),
    RECORDED(".json", RecordedLoadFiles::read),
    PLACEMENT(".json", file -> PlacementFiles.read(file, 3, 8)),
    BENCH(".yaml", BenchFiles::read),
    MEASURED(".csv", MeasurementFiles::read),
    CONFIGURATION(".json", HuggingFaceConfig::read),
    LENGTHS(".txt", file -> LengthFiles.read(file, "lengths")),
    TRACE(".jsonl", file -> RequestTraces.read(file, "trace")),
    EFFICIENCY(".yaml", CalibrationFiles::read),
    CLAIMS(".yaml", ClaimsFile::read),
    LAUNCH(".sh", Readers::launch),
    DOCUMENT(".md", DocumentFiles::read),
    PRICES(".csv", file -> PriceFile.read(file, Optional.empty())),
    SWEEP(".yaml", Readers::sweep),
    ANSWER(".yaml", Readers::page);

    private static final Path TRANSCRIPTS = Path.of("src/test/resources/transcripts");

    private final String ending;
    private final Consumer<Path> reader;

    Readers(String ending, Consumer<Path> reader) {
        this.ending = ending;
        this.reader = reader;
    }

    String ending() {
        return ending;
    }

    void read(Path file) {
        reader.accept(file);
    }

    /** Sound files of this kind. */
    List<String> seeds() {
        return switch (this) {
            case PROBLEM ->
                texts(Path.of("problems"), TRANSCRIPTS.resolve("small.yaml"), TRANSCRIPTS.resolve("full.yaml"));
            case PLAN -> texts(TRANSCRIPTS.resolve("plan.yaml"), TRANSCRIPTS.resolve("claims.yaml"));
            case LOADS -> texts(TRANSCRIPTS.resolve("loads.csv"), TRANSCRIPTS.resolve("later.csv"));
            case RECORDED ->
                List.of(
                        "{\"loads\": [[1, 2, 3], [4, 5, 6]]}",
                        "[[1, 2], [3, 4]]",
                        "{\"logical_count\": [[[1, 2], [3, 4]]]}");
            case PLACEMENT -> texts(TRANSCRIPTS.resolve("map.json"));
            case BENCH -> texts(Path.of("benchmarks-config"));
            case MEASURED -> texts(TRANSCRIPTS.resolve("measured.csv"), TRANSCRIPTS.resolve("faulty.csv"));
            case CONFIGURATION -> texts(TRANSCRIPTS.resolve("small.config.json"));
            case LENGTHS -> List.of("100\n200\n300\n", "128 64\n2048 512\n", "100,20\n");
            case TRACE ->
                List.of(
                        "{\"timestamp\": 0, \"input_length\": 100, \"output_length\": 10}\n{\"timestamp\": 27, \"input_length\": 5, \"output_length\": 7}\n");
            case EFFICIENCY -> List.of("gpus: [h100-sxm]\nfactors: {compute: 0.9, memory: 0.95}\nrows: 12\n");
            case CLAIMS -> texts(TRANSCRIPTS.resolve("claims.yaml"));
            case LAUNCH ->
                List.of(
                        "#!/bin/bash\nTP=${1:-4}\nfor i in 0 1; do\n  vllm serve mistralai/Mixtral-8x7B-v0.1 --tensor-parallel-size $TP"
                                + " --enable-expert-parallel --max-model-len $((8 * 1024))\ndone\n",
                        "python -m sglang.launch_server --model-path deepseek-ai/DeepSeek-V3 --tp 16 --dp 2 --enable-dp-attention"
                                + " --nnodes 2 --mem-fraction-static 0.85\n",
                        "services:\n  s:\n    command: vllm serve m --tensor-parallel-size 8\n");
            case PRICES ->
                List.of(
                        "gpu,usd_per_gpu_hour_rental,date,source\nh100-sxm,2.5 USD/h,2026-01-01,a list\nb200-sxm,5 USD/h,2026-02-01,another\n",
                        "gpu,price\nh100-sxm,2.5\n");
            case SWEEP -> List.of("""
                        name: which
                        problem: {name: x, model: {catalog: mixtral-8x7b}, cluster: {nodes: [{count: 1, gpus: 8, gpu: h100-sxm}]},
                                  workload: {phase: decode, inputTokens: 1000, outputTokens: 100}, objective: throughput}
                        vary:
                          workload.inputTokens: [1000, 8000]
                          hardware:
                            - {name: two nodes, set: {cluster.nodes.0.count: 2}}
                        best: {per: [workload.inputTokens]}
                        """);
            case ANSWER ->
                Stream.of("mixtral-8x7b-8xh100", "founding-search-16", "founding-000.claimed")
                        .map(name -> whole(Path.of("solutions", name + ".yaml")))
                        .toList();
            case DOCUMENT -> texts(Path.of("docs/founding-documents.md"));
        };
    }

    private static void sweep(Path file) {
        SweepFile sweep = SweepFile.read(file, 100, false);
        for (long number = 0; number < Math.min(3, sweep.count()); number++) {
            sweep.scenario(number).problem();
        }
    }

    /** What a page is made of may be anything that calls itself an answer. */
    private static void page(Path file) {
        Map<String, Object> answer = AnswerFiles.read(file);
        Report.of(answer, Documents.toJson(answer));
    }

    private static void launch(Path file) {
        LaunchFiles.read(List.of(file), Asked.NOTHING, Map.of());
    }

    private static List<String> texts(Path... places) {
        return Stream.of(places)
                .flatMap(place -> Files.isDirectory(place) ? list(place) : Stream.of(place))
                .map(Readers::text)
                .toList();
    }

    private static Stream<Path> list(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        String text = whole(file);
        return text.length() > 6000 ? text.substring(0, 6000) : text;
    }

    private static String whole(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

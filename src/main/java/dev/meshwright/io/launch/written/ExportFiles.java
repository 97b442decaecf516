package dev.meshwright.io.launch.written;

import dev.meshwright.answer.explain.judgement.Assessment;
import dev.meshwright.answer.json.launch.PlanFile;
import dev.meshwright.answer.launch.ExportAnswer;
import dev.meshwright.answer.launch.FallbackPlan;
import dev.meshwright.answer.text.launch.ExportText;
import dev.meshwright.facts.workload.Workload;
import dev.meshwright.io.launch.OptionFiles;
import dev.meshwright.io.tree.Documents;
import dev.meshwright.launch.LaunchFile;
import dev.meshwright.launch.export.Exported;
import dev.meshwright.launch.export.Ordered;
import dev.meshwright.launch.export.shell.BatchJob;
import dev.meshwright.launch.export.shell.BenchmarkScript;
import dev.meshwright.launch.export.shell.NodeScript;
import dev.meshwright.replay.deployment.ServedRequests;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The files of an export. */
public final class ExportFiles {

    private ExportFiles() {}

    /** Texts by file name, those that start the plan first. */
    public static Map<String, String> of(ExportAnswer answer) {
        Map<String, String> files = new LinkedHashMap<>();
        Map<String, String> beside = beside(answer.ordered(), answer.exported());
        files.putAll(started(answer, beside));
        if (!answer.ordered().book().trains()) {
            files.put(
                    "benchmark.sh",
                    BenchmarkScript.of(
                            answer.ordered(),
                            OptionFiles.client(answer.ordered().book().engine()),
                            answer.parts(),
                            requestsPerSecond(answer),
                            answer.target().oneDoor()));
        }
        files.put("validate.csv", MeasurementRow.of(answer));
        files.put(PlanFile.NAME, Documents.toJson(PlanFile.of(answer)));
        files.put("README.md", ExportText.of(answer));
        answer.fallback().forEach(plan -> plan.files().forEach((name, text) -> files.put(plan.folder() + name, text)));
        return files;
    }

    /** What starts it. */
    private static Map<String, String> started(ExportAnswer answer, Map<String, String> beside) {
        Map<String, String> files = new LinkedHashMap<>();
        switch (answer.target()) {
            case SHELL -> {
                files.putAll(NodeScript.all(answer.ordered(), answer.exported(), answer.parts()));
                files.putAll(beside);
            }
            case SLURM ->
                files.put(
                        "train.sbatch",
                        BatchJob.of(
                                answer.ordered(),
                                answer.exported(),
                                answer.parts().getFirst()));
            case KUBERNETES -> files.put("manifest.yaml", new Manifest(answer.servers(), beside).text());
            case DYNAMO, DYNAMO_V1BETA1 ->
                files.put("dynamo.yaml", new DynamoGraph(List.of(answer.servers()), beside).text());
            case LLM_D -> {
                // The chart starts servers of one node; over several, llm-d's own guides use a LeaderWorkerSet.
                if (answer.parts().getFirst().nodes() == 1) {
                    files.put("values.yaml", new ChartValues(List.of(answer.servers()), beside).text());
                } else {
                    files.put("manifest.yaml", new Manifest(answer.servers(), beside).text());
                }
            }
        }
        return files;
    }

    /** As replayed, else as tokens per second say. */
    private static double requestsPerSecond(ExportAnswer answer) {
        Workload workload = answer.ordered().problem().workload();
        double tokens =
                switch (workload) {
                    case Workload.Prefill prefill -> prefill.longest();
                    case Workload.Decode decode -> decode.outputTokens();
                    case Workload.Serving serving -> serving.outputTokens();
                    case Workload.Training training -> training.longest();
                };
        Assessment assessment = answer.check().assessment().orElseThrow();
        return assessment
                .served()
                .map(ServedRequests::requestsPerSecond)
                .orElse(assessment.evaluation().performance().tokensPerSecond() / tokens);
    }

    /** Those of the files that start something, or that such a one names. */
    public static List<LaunchFile> starting(Map<String, String> files) {
        return files.entrySet().stream()
                .filter(file -> !file.getKey().startsWith(FallbackPlan.FOLDER))
                .filter(file -> file.getKey().matches("((prefill|decode)-)?node-.*")
                        || file.getKey().endsWith(".yaml")
                        || file.getKey().endsWith(".sbatch"))
                .map(file -> new LaunchFile(file.getKey(), file.getValue()))
                .toList();
    }

    /** What commands name: settings of the engine, the map of experts. */
    static Map<String, String> beside(Ordered ordered, Exported exported) {
        Map<String, String> files = new LinkedHashMap<>();
        if (!exported.settings().isEmpty()) {
            files.put(ordered.file(Exported.SETTINGS), SettingsTree.of(exported));
        } else {
            exported.map().ifPresent(map -> files.put(ordered.file(Exported.MAP), SettingsTree.map(map)));
        }
        return files;
    }
}

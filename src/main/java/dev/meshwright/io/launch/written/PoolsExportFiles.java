package dev.meshwright.io.launch.written;

import dev.meshwright.answer.explain.pool.PoolArgument;
import dev.meshwright.answer.json.launch.PlanFile;
import dev.meshwright.answer.launch.ExportedPool;
import dev.meshwright.answer.launch.PoolsExportAnswer;
import dev.meshwright.answer.text.launch.PoolsExportText;
import dev.meshwright.base.fault.Fault;
import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.io.launch.OptionFiles;
import dev.meshwright.io.tree.Documents;
import dev.meshwright.launch.export.Ordered;
import dev.meshwright.launch.export.node.NodePart;
import dev.meshwright.launch.export.shell.BenchmarkScript;
import dev.meshwright.launch.export.shell.NodeScript;
import dev.meshwright.launch.export.shell.RouterScript;
import dev.meshwright.replay.deployment.ServedRequests;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The files of a plan of two pools. */
public final class PoolsExportFiles {

    private PoolsExportFiles() {}

    /**
     * Texts by file name, those that start the plan first.
     *
     * @throws InvalidInputException where the target starts no pools
     */
    public static Map<String, String> of(PoolsExportAnswer answer) {
        Ordered served = answer.served();
        Map<String, String> beside = new LinkedHashMap<>();
        answer.pools().forEach(pool -> beside.putAll(ExportFiles.beside(pool.ordered(), pool.exported())));
        Map<String, String> files = new LinkedHashMap<>(started(answer, beside));
        String engine = served.book().engine();
        List<NodePart> parts = answer.pools().getLast().parts();
        PoolArgument argument = answer.check().argument().orElseThrow();
        double requests = argument.served()
                .map(ServedRequests::requestsPerSecond)
                .orElse(argument.evaluation().together().requestsPerSecond());
        files.put("benchmark.sh", BenchmarkScript.of(served, OptionFiles.client(engine), parts, requests, true));
        files.put("validate.csv", PoolsRow.of(answer));
        files.put(PlanFile.NAME, Documents.toJson(PlanFile.of(answer)));
        files.put("README.md", PoolsExportText.of(answer));
        answer.fallback().forEach(plan -> plan.files().forEach((name, text) -> files.put(plan.folder() + name, text)));
        return files;
    }

    private static Map<String, String> started(PoolsExportAnswer answer, Map<String, String> beside) {
        Map<String, String> files = new LinkedHashMap<>();
        List<ExportedPool> pools = answer.pools();
        ExportedPool first = pools.getFirst();
        switch (first.target()) {
            case SHELL -> {
                pools.forEach(pool -> files.putAll(NodeScript.all(pool.ordered(), pool.exported(), pool.parts())));
                files.put(
                        "router.sh",
                        RouterScript.of(
                                OptionFiles.router(first.ordered().book().engine()),
                                pools.stream()
                                        .map(pool ->
                                                new RouterScript.Pool(pool.ordered(), pool.parts(), Optional.empty()))
                                        .toList()));
                files.putAll(beside);
            }
            case DYNAMO, DYNAMO_V1BETA1 -> files.put("dynamo.yaml", new DynamoGraph(pools, beside).text());
            case LLM_D -> {
                if (pools.stream().anyMatch(pool -> pool.parts().getFirst().nodes() > 1)) {
                    throw refused(first, "the chart starts servers of one node, and those of a pool lie on several");
                }
                files.put("values.yaml", new ChartValues(pools, beside).text());
            }
            case KUBERNETES -> files.put("manifest.yaml", new PoolManifests(pools, beside).text());
            case SLURM -> throw refused(first, "a plan of two pools needs what leads requests through both");
        }
        return files;
    }

    private static InvalidInputException refused(ExportedPool pool, String message) {
        return new InvalidInputException(List.of(new Fault(
                "", "--target", pool.target().label(), message, "Maybe --target kubernetes, dynamo, llm-d or shell.")));
    }
}

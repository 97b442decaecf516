package dev.meshwright.io.launch.written;

import dev.meshwright.answer.launch.ExportedPool;
import dev.meshwright.answer.launch.PoolsExportAnswer;
import dev.meshwright.answer.text.launch.PoolsExportText;
import dev.meshwright.base.fault.Fault;
import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.io.launch.OptionFiles;
import dev.meshwright.launch.export.Ordered;
import dev.meshwright.launch.export.node.NodePart;
import dev.meshwright.launch.export.shell.BenchmarkScript;
import dev.meshwright.launch.export.shell.NodeScript;
import dev.meshwright.launch.export.shell.RouterScript;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The files of a plan of two pools. */
public final class PoolsExportFiles {

    private PoolsExportFiles() {}

    /**
     * Texts by file name, those that start the plan first.
     *
     * @param served the pool of answers for all that requests ask, which the client asks for
     * @param requestsPerSecond predicted
     * @throws InvalidInputException where the target starts no pools
     */
    public static Map<String, String> of(PoolsExportAnswer answer, Ordered served, double requestsPerSecond) {
        Map<String, String> beside = new LinkedHashMap<>();
        answer.pools().forEach(pool -> beside.putAll(ExportFiles.beside(pool.ordered(), pool.exported())));
        Map<String, String> files = new LinkedHashMap<>(started(answer, beside));
        String engine = served.book().engine();
        List<NodePart> parts = answer.pools().getLast().parts();
        files.put(
                "benchmark.sh", BenchmarkScript.of(served, OptionFiles.client(engine), parts, requestsPerSecond, true));
        files.put("README.md", PoolsExportText.of(answer));
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
                                        .map(pool -> new RouterScript.Pool(pool.ordered(), pool.parts()))
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
            case KUBERNETES, SLURM ->
                throw refused(first, "a plan of two pools needs what leads requests through both");
        }
        return files;
    }

    private static InvalidInputException refused(ExportedPool pool, String message) {
        return new InvalidInputException(List.of(
                new Fault("", "--target", pool.target().label(), message, "Maybe --target dynamo, llm-d or shell.")));
    }
}

package dev.meshwright.io.launch.written;

import dev.meshwright.answer.launch.ExportedPool;
import dev.meshwright.answer.launch.PoolsExportAnswer;
import dev.meshwright.facts.workload.Workload.Serving;
import dev.meshwright.launch.export.Ordered;
import dev.meshwright.launch.export.shell.BenchmarkScript;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.PoolRole;
import java.util.LinkedHashMap;
import java.util.Map;

/** A row of two pools for {@code validate}: everything but what is measured. */
final class PoolsRow {

    private PoolsRow() {}

    static String of(PoolsExportAnswer answer) {
        Ordered served = answer.served();
        Serving serving = (Serving) served.problem().workload();
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("id", served.problem().name());
        row.put("model", served.model().name());
        row.put("gpu", served.problem().cluster().nodes().getFirst().gpu().name());
        row.put("engine", served.book().engine());
        row.put("engine_version", served.version().map(Object::toString).orElse(""));
        row.put("precision", served.model().precisions().experts().label());
        for (ExportedPool pool : answer.pools()) {
            PoolRole role = pool.ordered().role().orElseThrow();
            row.put(role.label() + "_layout", layout(pool.ordered()));
        }
        row.put("isl", serving.longest());
        row.put("osl", serving.outputTokens());
        row.put(
                "concurrency",
                BenchmarkScript.inFlight(served) * served.degrees().replicas());
        row.put("harness", MeasurementRow.HARNESS);
        MeasurementRow.planned(answer.problem(), row);
        row.put("mean_ttft_ms", "");
        row.put("mean_tpot_ms", "");
        row.put("output_tok_s_all", "");
        return MeasurementRow.text(row);
    }

    private static String layout(Ordered pool) {
        Degrees degrees = pool.degrees();
        int redundant = pool.redundantExperts();
        return degrees.replicas() + " x TP" + degrees.tensor() + " DP" + degrees.data() + " EP" + degrees.expert()
                + " PP" + degrees.pipeline() + (redundant > 0 ? " " + redundant + " redundant" : "");
    }
}

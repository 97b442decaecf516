package dev.meshwright.answer.json.launch;

import dev.meshwright.answer.json.LayoutDocument;
import dev.meshwright.answer.json.pool.PoolsDocument;
import dev.meshwright.answer.launch.ExportAnswer;
import dev.meshwright.answer.launch.PoolsExportAnswer;
import dev.meshwright.answer.launch.ProblemPlace;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The plan that an export starts, as a plan file: a measurement is compared with what is predicted for it. */
public final class PlanFile {

    /** Its name beside the row that names it. */
    public static final String NAME = "plan.json";

    private PlanFile() {}

    /** Of servers that do all. */
    public static Map<String, Object> of(ExportAnswer answer) {
        Map<String, Object> plan = problem(answer.ordered().problem().name(), answer.problem());
        plan.put(
                "layout",
                LayoutDocument.of(answer.ordered().layout(), answer.ordered().problem()));
        return plan;
    }

    /** Of two pools. */
    public static Map<String, Object> of(PoolsExportAnswer answer) {
        Map<String, Object> plan = problem(answer.served().problem().name(), answer.problem());
        plan.put("pools", PoolsDocument.pools(answer.check().argument().orElseThrow()));
        return plan;
    }

    private static Map<String, Object> problem(String name, Optional<ProblemPlace> place) {
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("name", name);
        place.ifPresent(known -> problem.put("digest", known.digest()));
        Map<String, Object> plan = new LinkedHashMap<>();
        plan.put("problem", problem);
        return plan;
    }
}

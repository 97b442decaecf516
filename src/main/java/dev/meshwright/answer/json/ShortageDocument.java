package dev.meshwright.answer.json;

import dev.meshwright.answer.SearchAnswer;
import dev.meshwright.answer.explain.shortage.Shortage;
import dev.meshwright.cost.evaluation.MemoryComponent;
import java.util.LinkedHashMap;
import java.util.Map;

/** The answer to a problem without a feasible layout as plain data. */
public final class ShortageDocument {

    private ShortageDocument() {}

    /** Why nothing is feasible, and what would do. */
    public static Map<String, Object> of(SearchAnswer.NothingFound nothing) {
        Shortage shortage = nothing.shortage();
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("name", nothing.problem().name());
        problem.put("digest", nothing.provenance().problemDigest());
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("problem", problem);
        document.put("feasible", false);
        document.put("combinations", shortage.combinations());
        Map<String, Object> reasons = new LinkedHashMap<>();
        shortage.infeasible().forEach((reason, count) -> reasons.put(reason.label(), count));
        document.put("infeasible", reasons);
        document.put("tightest", shortage.tightest());
        shortage.closest().ifPresent(closest -> {
            Map<String, Object> nearest = new LinkedHashMap<>();
            nearest.put("layout", closest.degrees().shortName());
            nearest.put("reason", closest.reason().label());
            nearest.put("needed", closest.needed());
            nearest.put("available", closest.available());
            document.put("closest", nearest);
        });
        if (!shortage.memory().isEmpty()) {
            Map<String, Object> rows = new LinkedHashMap<>();
            for (MemoryComponent component : MemoryComponent.values()) {
                Double bytes = shortage.memory().get(component);
                if (bytes != null) {
                    rows.put(component.label(), bytes);
                }
            }
            document.put("memory", rows);
            document.put("usable", shortage.usableBytes());
        }
        document.put(
                "fixes", shortage.fixes().stream().map(ShortageDocument::fix).toList());
        document.put("notes", nothing.notes());
        return document;
    }

    /** How far a search got that was stopped before any layout was complete. */
    public static Map<String, Object> of(SearchAnswer.NoneYet none) {
        Map<String, Object> document = new LinkedHashMap<>();
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("name", none.problem().name());
        problem.put("digest", none.provenance().problemDigest());
        document.put("problem", problem);
        document.put("stopped", none.unfinished().sentence());
        document.put("combinations", none.unfinished().combinations());
        none.unfinished().bound().ifPresent(bound -> document.put("bound", Map.of(bound.quantity(), bound.value())));
        document.put("notes", none.notes());
        return document;
    }

    private static Map<String, Object> fix(Shortage.Fix fix) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("change", fix.change());
        document.put("evidence", fix.evidence());
        return document;
    }
}

package dev.meshwright.answer.json;

import dev.meshwright.answer.Provenance;
import dev.meshwright.answer.SearchAnswer;
import dev.meshwright.answer.explain.Argument;
import dev.meshwright.answer.explain.Rival;
import dev.meshwright.answer.json.engine.EnginesDocument;
import dev.meshwright.layout.Violation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A found plan as plain data: the layout, what it costs, what lost against it and where it comes from. The same problem,
 * seed and version give the same data: no clock, no durations, no paths.
 */
public final class PlanDocument {

    private PlanDocument() {}

    /** The plan that a search found. */
    public static Map<String, Object> of(SearchAnswer.Found found) {
        return of(found.argument(), found.notes(), found.provenance());
    }

    /** The simplest plan of those that measurements may not tell apart from the best: degrees, stages, experts and devices. */
    public static Map<String, Object> simplest(SearchAnswer.Found found) {
        Argument argument = found.argument();
        if (argument.simpler().isEmpty()) {
            return of(found);
        }
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("name", argument.problem().name());
        problem.put("digest", found.provenance().problemDigest());
        Map<String, Object> plan = new LinkedHashMap<>();
        plan.put("problem", problem);
        plan.put(
                "layout", LayoutDocument.of(argument.simpler().get().candidate().layout(), argument.problem()));
        return plan;
    }

    /**
     * A plan.
     *
     * @param notes what was assumed
     */
    public static Map<String, Object> of(Argument argument, List<String> notes, Provenance provenance) {
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("name", argument.problem().name());
        problem.put("digest", provenance.problemDigest());
        Map<String, Object> plan = new LinkedHashMap<>();
        plan.put("problem", problem);
        plan.put("layout", LayoutDocument.of(argument.winner().layout(), argument.problem()));
        plan.put("evaluation", evaluation(argument));
        plan.put(
                "alternatives",
                argument.rivals().stream().map(PlanDocument::alternative).toList());
        List<Map<String, Object>> engines = EnginesDocument.of(argument.engines());
        if (!engines.isEmpty()) {
            plan.put("engines", engines);
        }
        plan.put("notes", notes);
        Map<String, Object> origin = new LinkedHashMap<>();
        origin.put("tool", "meshwright " + provenance.version());
        origin.put("seed", provenance.seed());
        origin.put("combinations", argument.proof().combinations());
        origin.put("feasible", argument.proof().feasible());
        origin.put("placed", argument.proof().placed());
        plan.put("provenance", origin);
        return plan;
    }

    private static Map<String, Object> evaluation(Argument argument) {
        Map<String, Object> bound = new LinkedHashMap<>();
        if (argument.proof().bounded()) {
            bound.put(
                    argument.proof().bound().quantity(),
                    argument.proof().bound().value());
            bound.put("gap", argument.proof().gap());
        }
        bound.put("argument", (argument.circumstances() + " " + argument.proof().sentence()).strip());
        if (argument.proof().complete()) {
            bound.put("covers", argument.proof().coverage().covered());
            bound.put("leavesOut", argument.proof().coverage().leftOut());
        }
        Map<String, Object> document = EvaluationDocument.of(argument.assessment(), bound);
        if (!argument.sweep().points().isEmpty()) {
            document.put("byLength", SweepDocument.of(argument.sweep()));
        }
        return document;
    }

    private static Map<String, Object> alternative(Rival rival) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("layout", rival.candidate().layout().degrees().shortName());
        document.put("degrees", rival.candidate().layout().degrees().named());
        document.put("throughput", rival.candidate().evaluation().performance().tokensPerSecond());
        document.put("behind", rival.behind());
        document.put("withinUncertainty", rival.withinUncertainty());
        document.put("reason", rival.reason());
        List<String> missed = new ArrayList<>();
        for (Violation target : rival.candidate().evaluation().missedTargets()) {
            missed.add(target.constraint().label());
        }
        if (!missed.isEmpty()) {
            document.put("missedTargets", missed);
        }
        return document;
    }
}

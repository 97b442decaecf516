package dev.meshwright.answer.json;

import dev.meshwright.answer.explain.Argument;
import dev.meshwright.answer.explain.Rival;
import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.layout.Violation;
import dev.meshwright.question.search.SearchResult.Candidate;
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

    /**
     * Where a plan comes from.
     *
     * @param problemDigest digest of the problem
     * @param version of the tool
     * @param seed of the search
     */
    public record Provenance(String problemDigest, String version, long seed) {}

    /**
     * The plan.
     *
     * @param layout the winner's layout as plain data
     * @param notes what was assumed
     */
    public static Map<String, Object> of(
            Argument argument, Map<String, Object> layout, List<String> notes, Provenance provenance) {
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("name", argument.problem().name());
        problem.put("digest", provenance.problemDigest());
        Map<String, Object> plan = new LinkedHashMap<>();
        plan.put("problem", problem);
        plan.put("layout", layout);
        plan.put("evaluation", evaluation(argument));
        plan.put(
                "alternatives",
                argument.rivals().stream().map(PlanDocument::alternative).toList());
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
        Candidate winner = argument.winner();
        Map<String, Object> bound = new LinkedHashMap<>();
        bound.put(
                "throughput",
                argument.boundPerformance()
                        .map(Performance::tokensPerSecond)
                        .orElse(winner.bound().tokensPerSecond()));
        bound.put("gap", argument.proof().gap());
        bound.put("argument", (argument.circumstances() + " " + argument.proof().sentence()).strip());
        Map<String, Object> document = EvaluationDocument.of(argument.problem(), winner.evaluation(), bound);
        if (!argument.sweep().points().isEmpty()) {
            document.put("byLength", SweepDocument.of(argument.sweep()));
        }
        argument.tokensPerJoule().ifPresent(value -> document.put("tokensPerJoule", value));
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
            missed.add(target.constraint());
        }
        if (!missed.isEmpty()) {
            document.put("missedTargets", missed);
        }
        return document;
    }
}

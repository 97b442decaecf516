package dev.meshwright.question.search.space;

import dev.meshwright.facts.problem.Problem;
import dev.meshwright.layout.engine.EngineRule;
import dev.meshwright.layout.engine.EngineSpace;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** In words, what the space of an engine leaves out of all layouts of a problem. */
final class EngineCoverage {

    private EngineCoverage() {}

    /** Adds what rules leave out that would be searched without them. */
    static void leftOut(EngineSpace space, Problem problem, List<String> leftOut) {
        Problem open = problem.withLimits(problem.limits().withEngineSpace(false));
        Set<EngineRule> met = new HashSet<>();
        LayoutSpace.beyond(space, open).forEach(family -> family.contexts()
                .forEach(context -> met.addAll(space.restricting(family.cut().withContext(context)))));
        String sentences = space.rules().stream()
                .filter(met::contains)
                .map(rule -> rule.sentence().replaceFirst("\\.$", ""))
                .collect(Collectors.joining("; "));
        if (!sentences.isEmpty()) {
            leftOut.add("what " + space.name() + " cannot express (" + sentences + ")");
        }
    }
}

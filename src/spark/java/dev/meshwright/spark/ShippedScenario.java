package dev.meshwright.spark;

import dev.meshwright.io.sweep.Scenario;
import dev.meshwright.io.tree.InputFile;
import dev.meshwright.workbench.Effort;
import dev.meshwright.workbench.sweep.Helpers;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A scenario on its way to an executor, with how it is to be answered: texts and numbers alone.
 *
 * @param nanoseconds of a time limit; 0 for none
 */
record ShippedScenario(
        long number,
        String place,
        String problem,
        String folder,
        String question,
        String questions,
        long seed,
        long nanoseconds,
        boolean replayed)
        implements Serializable {

    static ShippedScenario of(Scenario scenario, Helpers.Manner manner) {
        return new ShippedScenario(
                scenario.number(),
                scenario.text().name(),
                scenario.text().text(),
                scenario.folder().toString(),
                scenario.question().text(),
                scenario.questions().toString(),
                manner.effort().seed(),
                manner.effort().timeLimit().map(Duration::toNanos).orElse(0L),
                manner.replayed());
    }

    /** The scenario without the names of its values, which no answer depends on. */
    Scenario scenario() {
        Map<String, String> values = new LinkedHashMap<>();
        return new Scenario(
                number,
                values,
                new InputFile(place, problem),
                Path.of(folder),
                new InputFile(place, question),
                Path.of(questions));
    }

    Effort effort() {
        return new Effort(seed, nanoseconds == 0 ? Optional.empty() : Optional.of(Duration.ofNanos(nanoseconds)));
    }
}

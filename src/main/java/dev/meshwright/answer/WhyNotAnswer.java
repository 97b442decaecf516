package dev.meshwright.answer;

import dev.meshwright.answer.explain.Rival;
import dev.meshwright.answer.explain.shortage.Shortage;
import dev.meshwright.layout.Violation;
import java.util.List;

/** Why degrees that somebody names are not the answer. */
public sealed interface WhyNotAnswer {

    /** The degrees as they were named. */
    String named();

    /** They are the answer. */
    record TheAnswer(String named) implements WhyNotAnswer {}

    /**
     * They work and lose.
     *
     * @param rival their best layout beside the answer
     */
    record Lost(String named, Rival rival) implements WhyNotAnswer {}

    /**
     * They do not work, whatever the batch.
     *
     * @param violations rules that the named layout breaks, each with what would mend it
     * @param shortage what comes closest with these degrees, and what would do
     */
    record Infeasible(String named, List<Violation> violations, Shortage shortage) implements WhyNotAnswer {
        public Infeasible {
            violations = List.copyOf(violations);
        }
    }

    /**
     * Nobody knows: the search for their best layout came to none that can be compared.
     *
     * @param reason as a sentence
     */
    record Unknown(String named, String reason) implements WhyNotAnswer {}
}

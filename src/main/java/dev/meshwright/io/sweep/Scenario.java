package dev.meshwright.io.sweep;

import dev.meshwright.io.problem.ProblemDocument;
import dev.meshwright.io.problem.ProblemFiles;
import dev.meshwright.io.tree.InputFile;
import dev.meshwright.io.tree.References;
import dev.meshwright.io.tree.TreeReader;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One problem of a sweep.
 *
 * @param number from 1, the last axis turning fastest
 * @param values what it has on every axis, in their order, for people
 * @param text of its problem
 * @param references where files lie that the problem names
 * @param question what is asked, as a text with the one field {@code ask}
 * @param questions where files lie that the question names
 */
public record Scenario(
        long number,
        Map<String, String> values,
        InputFile text,
        References references,
        InputFile question,
        References questions) {

    /** The field of a sweep that says what is asked; axes may vary it as they vary places of the problem. */
    static final String ASK = "ask";

    public Scenario {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /**
     * Its problem.
     *
     * @throws dev.meshwright.base.fault.InvalidInputException with everything that is wrong with it
     */
    public ProblemDocument problem() {
        return ProblemFiles.open(text, references);
    }

    /**
     * What is asked about it.
     *
     * @throws dev.meshwright.base.fault.InvalidInputException with everything that is wrong with the question
     */
    public Asked asked() {
        TreeReader root = TreeReader.of(question);
        Optional<Asked> asked = root.required(ASK).flatMap(place -> Asked.read(place, questions));
        root.finish();
        return asked.orElseThrow();
    }
}

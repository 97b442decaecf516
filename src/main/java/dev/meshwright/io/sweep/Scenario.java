package dev.meshwright.io.sweep;

import dev.meshwright.io.problem.ProblemDocument;
import dev.meshwright.io.problem.ProblemFiles;
import dev.meshwright.io.tree.InputFile;
import dev.meshwright.io.tree.References;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One problem of a sweep.
 *
 * @param number from 1, the last axis turning fastest
 * @param values what it has on every axis, in their order, for people
 * @param text of its problem
 * @param references where files lie that the problem names
 */
public record Scenario(long number, Map<String, String> values, InputFile text, References references) {

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
}

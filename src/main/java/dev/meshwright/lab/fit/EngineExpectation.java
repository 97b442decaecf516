package dev.meshwright.lab.fit;

import dev.meshwright.facts.problem.Assumptions.Engine;
import java.util.Arrays;
import java.util.List;

/**
 * A constant of inference engines that is fitted, and what its meaning lets expect.
 *
 * @param name in the constants' file
 * @param expected from what it means
 * @param width logarithm of the factor by which it may well be off
 */
record EngineExpectation(String name, double expected, double width) {

    /** All that are fitted. */
    static final List<EngineExpectation> ALL = List.of(
            new EngineExpectation("vllm.sequenceSeconds", 5e-6, 0.7),
            new EngineExpectation("sglang.sequenceSeconds", 5e-6, 0.7),
            new EngineExpectation("vllm.gapSeconds", 3.5e-6, 0.7),
            new EngineExpectation("sglang.gapSeconds", 3.5e-6, 0.7),
            new EngineExpectation("tensorrt-llm.gapSeconds", 3e-6, 0.7),
            new EngineExpectation("vllm.inputTokenSeconds", 3e-6, 0.7),
            new EngineExpectation("release.gainPerMonth", 0.01, 0.5),
            new EngineExpectation("youngModel.slowdown", 0.5, 0.2));

    /** The constant's value at {@code widths} from what is expected. */
    double value(double widths) {
        return expected * Math.exp(widths * width);
    }

    /** How many widths {@code value} lies from what is expected. */
    double widths(double value) {
        return Math.log(value / expected) / width;
    }

    /** Whether measurements of {@code engine} answer to it: constants of one engine begin with its name. */
    boolean concerns(Engine engine) {
        return Arrays.stream(Engine.values())
                .noneMatch(other -> other != engine && name.startsWith(other.label() + "."));
    }
}

package dev.meshwright.answer.explain.model;

import java.util.OptionalDouble;

/**
 * A model of the catalogue beside what its makers state.
 *
 * @param name as problem files write it
 * @param facts computed from its architecture
 * @param publishedParameters total that its makers state; empty where none is known
 * @param publishedActiveParameters weights per token that its makers state
 * @param source where the architecture comes from
 */
public record ModelCard(
        String name,
        ModelFacts facts,
        OptionalDouble publishedParameters,
        OptionalDouble publishedActiveParameters,
        String source) {}

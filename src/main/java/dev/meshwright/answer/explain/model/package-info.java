/**
 * What a model is, as data: parameters by part, FLOP per token, cache, beside what its makers state.
 *
 * <p>Doors: {@link dev.meshwright.answer.explain.model.ModelFacts} from an architecture alone, {@link
 * dev.meshwright.answer.explain.model.ModelCard} for a model of the catalogue. For {@code answer.text} and {@code
 * cli}; needs {@code facts.model} and nothing of {@code cost}. Weights are counted, FLOP are per token (a
 * multiply-add is 2), the cache is in bytes.
 *
 * <pre>{@code
 * ModelFacts facts = ModelFacts.of(model, 4_096);
 * facts.parameters().active();   // weights that one token uses
 * }</pre>
 */
@NullMarked
package dev.meshwright.answer.explain.model;

import org.jspecify.annotations.NullMarked;

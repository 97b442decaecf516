/**
 * What is computed: layers, their token mixers and feed-forward parts, precisions; parameter and FLOP counts.
 *
 * <p>Doors: {@link dev.meshwright.facts.model.Model}; counts by {@link dev.meshwright.facts.model.ParameterCount},
 * {@link dev.meshwright.facts.model.FlopCount} and {@link dev.meshwright.facts.model.CacheSize}. For the rest of
 * {@code facts} and every room above; {@code io} reads models from files. One multiply-add is 2 FLOP; counts are per
 * token unless said otherwise; elements are counted, bytes follow from a {@link
 * dev.meshwright.facts.model.Precision}.
 *
 * <pre>{@code
 * new Mixture(8, 2, 14_336, 0).parametersPerExpert(4_096);   // 3 x 4,096 x 14,336 = 176,160,768
 * }</pre>
 */
@org.jspecify.annotations.NullMarked
package dev.meshwright.facts.model;

/**
 * What is computed: layers, their token mixers and feed-forward parts, precisions; parameter and FLOP counts.
 *
 * <p>Conventions of the whole package: one multiply-add is 2 FLOP; counts are per token unless said otherwise;
 * elements are counted, bytes follow from a {@link dev.meshwright.model.Precision}.
 */
@org.jspecify.annotations.NullMarked
package dev.meshwright.facts.model;

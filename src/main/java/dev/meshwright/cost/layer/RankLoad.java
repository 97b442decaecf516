package dev.meshwright.cost.layer;

/**
 * Routed work of one expert rank in one layer and pass.
 *
 * @param share of the layer's assignments that the rank computes; {@code 1/e} when balanced
 * @param touched experts on the rank that get at least one token, expected
 * @param seconds of the rank's expert kernels, launches included
 */
public record RankLoad(double share, double touched, double seconds) {}

package dev.meshwright.cost.pass;

import dev.meshwright.cost.layer.Spread;

/**
 * How a stage lies on islands of fast links.
 *
 * @param tensorIslands islands that the widest tensor group touches
 * @param experts islands that the ranks of a copy of the experts touch
 * @param nextStageOnIsland whether every rank finds its successor in the next stage on its own island
 */
public record Span(int tensorIslands, Spread experts, boolean nextStageOnIsland) {}

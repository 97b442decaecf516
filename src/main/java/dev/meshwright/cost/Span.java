package dev.meshwright.cost;

import dev.meshwright.cost.communication.Spread;

/**
 * How a stage lies on islands of fast links.
 *
 * @param tensorIslands islands that the widest tensor group touches
 * @param experts islands that the stage's expert ranks touch
 * @param nextStageOnIsland whether every rank finds its successor in the next stage on its own island
 */
record Span(int tensorIslands, Spread experts, boolean nextStageOnIsland) {}

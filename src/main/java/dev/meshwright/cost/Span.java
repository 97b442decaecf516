package dev.meshwright.cost;

/**
 * How a stage lies on islands of fast links.
 *
 * @param tensorIslands islands that the widest tensor group touches
 * @param expertIslands islands that the stage's expert ranks touch
 * @param nextStageOnIsland whether every rank finds its successor in the next stage on its own island
 */
record Span(int tensorIslands, int expertIslands, boolean nextStageOnIsland) {}

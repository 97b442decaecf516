package dev.meshwright.cost.evaluation;

/**
 * One decode pass of all sequences through all layers, at best, without what the engine adds to a step.
 *
 * @param seconds of the whole pass
 * @param headSeconds of them in the LM head
 */
public record DecodePass(double seconds, double headSeconds) {}

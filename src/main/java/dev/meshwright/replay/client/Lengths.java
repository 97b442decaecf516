package dev.meshwright.replay.client;

/**
 * Lengths of one request.
 *
 * @param inputTokens of its prompt
 * @param outputTokens of its answer
 */
public record Lengths(int inputTokens, int outputTokens) {}

package dev.meshwright.answer;

/**
 * Where an answer comes from: the same three give the same answer.
 *
 * @param problemDigest digest of the problem
 * @param version of Meshwright
 * @param seed of every random choice
 */
public record Provenance(String problemDigest, String version, long seed) {}

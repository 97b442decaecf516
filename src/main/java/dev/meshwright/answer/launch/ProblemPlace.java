package dev.meshwright.answer.launch;

/**
 * Where the problem of a plan stands.
 *
 * @param path of its file, as seen from where an export is written
 * @param digest of what it says
 */
public record ProblemPlace(String path, String digest) {}

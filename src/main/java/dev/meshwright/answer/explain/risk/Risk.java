package dev.meshwright.answer.explain.risk;

/**
 * Something that may go wrong with a plan.
 *
 * @param sentence what, with the number behind it
 */
public record Risk(String sentence) {}

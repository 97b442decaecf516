package dev.meshwright.answer.launch;

import dev.meshwright.answer.CheckAnswer;

/**
 * What to do where a measurement lies outside of what is expected.
 *
 * @param when what is seen
 * @param change the option and its value
 * @param predicted what the plan is worth then
 */
public record FallbackStep(String when, String change, CheckAnswer predicted) {}

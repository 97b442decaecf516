package dev.meshwright.question.audit.drafting;

/**
 * A quantity that a number may be about.
 *
 * @param quantity its name in plan files
 * @param value the number with its unit, as claims state it
 * @param why the words that speak for it
 * @param strength of them; comparable between the candidates of one number, and nothing else
 */
public record Candidate(String quantity, String value, String why, double strength) {}

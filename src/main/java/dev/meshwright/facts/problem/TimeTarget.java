package dev.meshwright.facts.problem;

/**
 * The longest time that is allowed.
 *
 * @param statistic of the requests' times
 * @param seconds that it may be at most
 */
public record TimeTarget(Statistic statistic, double seconds) {}

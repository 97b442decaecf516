package dev.meshwright.cost.serving;

/**
 * Time of one micro-batch through one replica.
 *
 * @param sumSeconds through all stages and hops
 * @param maxSeconds in the slowest stage, its hop included
 */
public record PassTimes(double sumSeconds, double maxSeconds) {}

package dev.meshwright.cost.evaluation;

import dev.meshwright.layout.Family;

/**
 * What no placement of any member of a family can beat.
 *
 * @param bound of all members
 * @param left the family without batches that memory or a target excludes, as far as that is easy to see; the family itself
 *     where nothing works
 */
public record FamilyBound(DegreeBound bound, Family left) {}

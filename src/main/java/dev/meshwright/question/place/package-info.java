/**
 * Where experts go: one placement for recorded loads, from scratch or from what runs today, beside its rivals.
 *
 * <p>Door: {@link dev.meshwright.question.place.ExpertPlanner}, a {@link dev.meshwright.question.place.PlaceRequest} in, a
 * {@link dev.meshwright.question.place.PlaceAnswer} out; {@link dev.meshwright.question.place.PosedPlacement} for tables of
 * policies. Used by {@code lab.bench}, {@code answer}, {@code workbench}. Loads are counts or shares, times nanoseconds and
 * seconds, balance is the busiest rank's load over the mean.
 *
 * <p>Example: {@code new ExpertPlanner(policies, placers, () -> false).answer(PlaceRequest.of(loads, 32))}.
 */
@NullMarked
package dev.meshwright.question.place;

import org.jspecify.annotations.NullMarked;

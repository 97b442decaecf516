/**
 * Questions whose answer may have two pools: the best of a problem, what a plan is worth, how many GPUs a target takes.
 *
 * <p>Doors: {@link dev.meshwright.workbench.pool.Searching}, {@link dev.meshwright.workbench.pool.CheckingPools} and {@link
 * dev.meshwright.workbench.pool.ScalingUp}. For {@code
 * workbench} alone, which brings cost models, placers and notes. Same units as the answers.
 *
 * <p>Example: {@code new Searching(costModel, placers, notes, provenance, () -> found).answer()}.
 */
@NullMarked
package dev.meshwright.workbench.pool;

import org.jspecify.annotations.NullMarked;

/**
 * Questions whose answer may have two pools: the best of a problem, and what a plan is worth.
 *
 * <p>Doors: {@link dev.meshwright.workbench.pool.Searching} and {@link dev.meshwright.workbench.pool.CheckingPools}. For {@code
 * workbench} alone, which brings cost models, placers and notes. Same units as the answers.
 *
 * <p>Example: {@code new Searching(costModel, placers, notes, provenance, () -> found).answer()}.
 */
@NullMarked
package dev.meshwright.workbench.pool;

import org.jspecify.annotations.NullMarked;

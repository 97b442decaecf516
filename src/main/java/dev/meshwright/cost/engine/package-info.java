/**
 * The constants that a problem is costed with: kernels of its GPUs, overheads of its engine, and calibrations of
 * both.
 *
 * <p>Doors: {@link dev.meshwright.cost.engine.Calibration}, whose {@code question} makes the {@code Question} that
 * the cost model and everything that asks it takes, so that calibrated rates never meet overheads that are not;
 * {@link dev.meshwright.cost.engine.EfficiencySource} for fitted kernels. For {@code workbench}, {@code lab} and
 * {@code io.catalogue}; profiles and {@link dev.meshwright.cost.engine.Site} are for {@code cost} alone. Seconds;
 * factors of a calibration are between 1/3 and 3.
 *
 * <pre>{@code
 * CostModel costModel = new CostModel(Calibration.NONE.question(problem, efficiencies));
 * }</pre>
 */
@NullMarked
package dev.meshwright.cost.engine;

import org.jspecify.annotations.NullMarked;

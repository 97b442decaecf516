/**
 * The Timefold Solver placers: planning models, constraint streams as the readable specification, incremental score
 * calculators as the engine, and moves that keep every placement feasible. The only package that knows a solver.
 *
 * <p>Planning entities, solutions and calculators are public because the solver reaches them by reflection; callers use
 * the two placers only. Timefold logs through SLF4J.
 */
@org.jspecify.annotations.NullMarked
package dev.meshwright.placement.timefold;

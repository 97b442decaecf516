/**
 * Plans as what starts them: options of an engine in its own counting, each with the reason for it, and what differs by node.
 *
 * <p>Door: {@link dev.meshwright.launch.export.Exported}, what an engine is started with, made of a {@link
 * dev.meshwright.launch.export.Ordered} plan. Used by {@code launch.export.shell}, which writes scripts, and {@code
 * io.launch.written}, which puts files together; uses facts, layouts and what the cost model evaluates. Names of options come from {@link dev.meshwright.facts.engine.option.OptionBook} by meaning or purpose. Counts are ranks, tokens and
 * bytes.
 *
 * <pre>{@code
 * Exported.of(ordered).flags();   // --tensor-parallel-size 4, ...
 * }</pre>
 */
@NullMarked
package dev.meshwright.launch.export;

import org.jspecify.annotations.NullMarked;

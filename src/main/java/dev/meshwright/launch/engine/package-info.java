/**
 * What the options of each engine mean as a layout.
 *
 * <p>Door: {@link dev.meshwright.launch.engine.LaunchReading}: servers in, a {@link dev.meshwright.launch.pool.Launch} with its
 * rules judged out. One class per engine says what its numbers count; names and defaults are data. Used by {@code io.launch};
 * uses the other packages of {@code launch}. What somebody says beside the files is {@link
 * dev.meshwright.launch.engine.Asked}. Degrees are ranks.
 *
 * <pre>{@code
 * new LaunchReading(books, shelf, Asked.NOTHING, findings).read(servers, names).verdict();   // runs
 * }</pre>
 */
@NullMarked
package dev.meshwright.launch.engine;

import org.jspecify.annotations.NullMarked;

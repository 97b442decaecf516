/**
 * What each engine can express of a layout, by version: the space that a search is restricted to.
 *
 * <p>Door: {@link dev.meshwright.layout.engine.EngineSpace}. For {@code placement.placing}, {@code question} and every room
 * above. Rules stand in {@code engines/space.csv} with sentence and source; code reads them and knows no versions
 * ({@code docs/adr/0021}). Whether a layout is valid at all is judged by {@code layout.rule}.
 *
 * <pre>{@code
 * EngineSpace.restricting(problem).map(space -> space.broken(cut));   // rules that the named engine breaks
 * }</pre>
 */
@NullMarked
package dev.meshwright.layout.engine;

import org.jspecify.annotations.NullMarked;

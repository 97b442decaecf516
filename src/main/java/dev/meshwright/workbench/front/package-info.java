/**
 * Fronts: what a cluster gives when users wait longer.
 *
 * <p>Door: {@link dev.meshwright.workbench.front.Fronting}, for the command line and whoever embeds the program. A request as for a search
 * and how many searches it may take go in; points with their bounds come out. Seconds; tokens per second.
 *
 * <pre>{@code
 * FrontAnswer answer = new Fronting().answer(SearchRequest.of(ProblemFiles.open(file)), 16, Watch.NONE);
 * }</pre>
 */
@NullMarked
package dev.meshwright.workbench.front;

import org.jspecify.annotations.NullMarked;

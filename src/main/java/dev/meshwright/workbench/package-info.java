/**
 * The API: one method per question, a request in, an answer out. It puts together what a question needs: bundled constants,
 * solver, seed, clock and patience.
 *
 * <p>Door: {@link dev.meshwright.workbench.Workbench}. Used by {@code cli} and by programs that embed Meshwright. Prints
 * nothing, keeps nothing between questions but constants it has read, knows no command line. Requests and answers are
 * immutable; seconds, bytes, tokens per second.
 *
 * <p>Example: {@code new Workbench().search(SearchRequest.of(ProblemFiles.open(file)), Watch.NONE)}.
 */
@NullMarked
package dev.meshwright.workbench;

import org.jspecify.annotations.NullMarked;

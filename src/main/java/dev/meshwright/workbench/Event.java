package dev.meshwright.workbench;

import dev.meshwright.facts.problem.Problem;
import dev.meshwright.question.search.SearchEvent;

/** What the workbench tells while it works. */
public sealed interface Event {

    /**
     * A search came further.
     *
     * @param event what happened
     */
    record Searched(SearchEvent event) implements Event {}

    /**
     * A search of a benchmark begins.
     *
     * @param problem that is searched
     */
    record Searching(Problem problem) implements Event {}

    /**
     * A case of a benchmark begins.
     *
     * @param name of the case, or of the problem's file
     */
    record Measuring(String name) implements Event {}

    /**
     * Something else is done now.
     *
     * @param what in a few words
     */
    record Begun(String what) implements Event {}
}

package dev.meshwright.workbench;

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
     * Something else is done now.
     *
     * @param what in a few words
     */
    record Begun(String what) implements Event {}
}

package dev.meshwright.question.search;

import dev.meshwright.layout.Degrees;

/** What a search tells while it runs. */
public sealed interface SearchEvent permits SearchEvent.Enumerated, SearchEvent.Improved, SearchEvent.Proved {

    /**
     * All cuts of the model have their bound.
     *
     * @param combinations cuts looked at
     * @param feasible that may work
     */
    record Enumerated(long combinations, long feasible) implements SearchEvent {}

    /**
     * A complete layout is better than all before.
     *
     * @param degrees of the layout
     * @param worth by the objective
     * @param bound worth that no layout can exceed
     */
    record Improved(Degrees degrees, double worth, double bound) implements SearchEvent {}

    /**
     * Nothing that is left can be better.
     *
     * @param placed layouts that had to be placed to know
     */
    record Proved(int placed) implements SearchEvent {}
}

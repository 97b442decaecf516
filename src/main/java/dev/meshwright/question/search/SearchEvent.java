package dev.meshwright.question.search;

import dev.meshwright.layout.Degrees;
import java.util.Optional;

/** What a search tells while it runs. */
public sealed interface SearchEvent
        permits SearchEvent.Enumerated, SearchEvent.Improved, SearchEvent.Closing, SearchEvent.Proved {

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
     * The best layout and the bound of what is open have closed in.
     *
     * @param best degrees of the best layout, if there is one
     * @param worth of it by the objective, negative infinity without one
     * @param bound worth that no layout can exceed; it never rises
     * @param looked families that were looked at so far
     * @param left families that may still hold something better; each may be split into more
     */
    record Closing(Optional<Degrees> best, double worth, double bound, long looked, long left) implements SearchEvent {}

    /**
     * Nothing that is left can be better.
     *
     * @param placed layouts that had to be placed to know
     */
    record Proved(int placed) implements SearchEvent {}
}

package dev.meshwright.question.search;

import dev.meshwright.cost.CostModel;
import dev.meshwright.placement.placing.LayoutPlacer;

/** Makes degrees complete layouts; whoever asks brings the solvers, their budgets and the end of patience. */
public interface Placers {

    /** Places by constructions and descents: for each layout on the way. */
    LayoutPlacer quick(CostModel costModel);

    /** Places as well as the product can: for what is answered. */
    LayoutPlacer thorough(CostModel costModel);

    /** Whether to stop with what there is. */
    boolean cancelled();
}

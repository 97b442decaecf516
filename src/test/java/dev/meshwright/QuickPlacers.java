package dev.meshwright;

import dev.meshwright.cost.CostModel;
import dev.meshwright.placement.placing.LayoutPlacer;
import dev.meshwright.question.search.Placers;

/** Placers of small problems, quick and thorough alike, with all the patience that it takes. */
public final class QuickPlacers implements Placers {

    @Override
    public LayoutPlacer quick(CostModel costModel) {
        return Problems.placer(costModel);
    }

    @Override
    public LayoutPlacer thorough(CostModel costModel) {
        return Problems.placer(costModel);
    }

    @Override
    public boolean cancelled() {
        return false;
    }
}

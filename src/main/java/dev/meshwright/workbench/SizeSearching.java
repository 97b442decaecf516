package dev.meshwright.workbench;

import dev.meshwright.cost.CostModel;
import dev.meshwright.layout.Degrees;
import dev.meshwright.placement.placing.LayoutPlacer;
import dev.meshwright.question.scale.node.SizeSearcher;
import dev.meshwright.question.search.DegreesSource;
import dev.meshwright.question.search.LayoutSearch;
import dev.meshwright.question.search.Placers;
import dev.meshwright.question.search.SearchResult;

/** Searches clusters of many sizes, each quickly, and what is answered thoroughly. */
record SizeSearching(Placers placers, Watch watch) implements SizeSearcher {

    @Override
    public SearchResult search(CostModel costModel, DegreesSource source) {
        return run(costModel, placers.quick(costModel), source);
    }

    @Override
    public SearchResult thorough(CostModel costModel, Degrees degrees) {
        return run(costModel, placers.thorough(costModel), visitor -> visitor.accept(degrees));
    }

    private SearchResult run(CostModel costModel, LayoutPlacer placer, DegreesSource source) {
        return new LayoutSearch(costModel, placer, placer, placers::cancelled, event -> {}).run(source, 0);
    }

    @Override
    public boolean cancelled() {
        return placers.cancelled();
    }

    @Override
    public void progress(String doing) {
        watch.events().accept(new Event.Begun(doing));
    }
}

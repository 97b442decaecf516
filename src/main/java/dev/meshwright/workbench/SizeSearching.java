package dev.meshwright.workbench;

import dev.meshwright.cost.CostModel;
import dev.meshwright.layout.Degrees;
import dev.meshwright.placement.placing.LayoutPlacer;
import dev.meshwright.question.scale.node.SizeSearcher;
import dev.meshwright.question.search.LayoutSearch;
import dev.meshwright.question.search.Placers;
import dev.meshwright.question.search.SearchResult;
import dev.meshwright.question.search.space.FamilySource;

/** Searches clusters of many sizes, each quickly, and what is answered thoroughly. */
public record SizeSearching(Placers placers, Watch watch) implements SizeSearcher {

    @Override
    public SearchResult search(CostModel costModel, FamilySource source, double least) {
        return searching(costModel, placers.quick(costModel)).runOver(source, 0, least);
    }

    @Override
    public SearchResult thorough(CostModel costModel, Degrees degrees) {
        return searching(costModel, placers.thorough(costModel)).run(visitor -> visitor.accept(degrees), 0);
    }

    private LayoutSearch searching(CostModel costModel, LayoutPlacer placer) {
        return new LayoutSearch(costModel, placer, placer, placers::cancelled, event -> {});
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

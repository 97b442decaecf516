package dev.meshwright.scaling;

import dev.meshwright.cost.CostModel;
import dev.meshwright.search.DegreesSource;
import dev.meshwright.search.SearchResult;

/** Searches one cluster for its best layout; the caller brings the placers and the end of its patience. */
public interface SizeSearcher {

    /** The best complete layout among {@code source}. */
    SearchResult search(CostModel costModel, DegreesSource source);

    /** Whether to stop with what there is. */
    boolean cancelled();

    /** Is told in a few words what is done now. */
    void progress(String doing);
}

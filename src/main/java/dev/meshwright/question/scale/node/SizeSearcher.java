package dev.meshwright.question.scale.node;

import dev.meshwright.cost.CostModel;
import dev.meshwright.layout.Degrees;
import dev.meshwright.question.search.DegreesSource;
import dev.meshwright.question.search.SearchResult;

/** Searches one cluster for its best layout; the caller brings the placers and the end of its patience. */
public interface SizeSearcher {

    /** The best complete layout among {@code source}. */
    SearchResult search(CostModel costModel, DegreesSource source);

    /** The layout of {@code degrees} with its experts and layers placed as well as the product can. */
    SearchResult thorough(CostModel costModel, Degrees degrees);

    /** Whether to stop with what there is. */
    boolean cancelled();

    /** Is told in a few words what is done now. */
    void progress(String doing);
}

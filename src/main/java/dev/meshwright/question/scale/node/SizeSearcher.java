package dev.meshwright.question.scale.node;

import dev.meshwright.cost.CostModel;
import dev.meshwright.layout.Degrees;
import dev.meshwright.question.search.SearchResult;
import dev.meshwright.question.search.space.FamilySource;

/** Searches one cluster for its best layout; the caller brings the placers and the end of its patience. */
public interface SizeSearcher {

    /** The best complete layout among {@code source}. */
    default SearchResult search(CostModel costModel, FamilySource source) {
        return search(costModel, source, Double.NEGATIVE_INFINITY);
    }

    /** The same, if it is worth {@code least}; nothing that is worth less need be found. */
    SearchResult search(CostModel costModel, FamilySource source, double least);

    /** The layout of {@code degrees} with its experts and layers placed as well as the product can. */
    SearchResult thorough(CostModel costModel, Degrees degrees);

    /** Whether to stop with what there is. */
    boolean cancelled();

    /** Is told in a few words what is done now. */
    void progress(String doing);
}

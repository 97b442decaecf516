package dev.meshwright.launch.rule;

import dev.meshwright.launch.model.ModelFacts;
import dev.meshwright.launch.model.WeightFormat;
import dev.meshwright.launch.pool.PoolLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether the degrees of a launch cut the matrices of a model at places where they can be cut: heads are whole, key-value
 * heads are shared out or copied, widths divide, and what shares a scale stays together.
 *
 * @param facts of the model
 * @param block columns or rows that share a scale in attention, dense layers and shared experts; 0 where any cut is good
 * @param expertBlock the same in routed experts
 */
record Cuts(ModelFacts facts, int block, int expertBlock) {

    static Cuts of(ModelFacts facts, Optional<WeightFormat> format) {
        return new Cuts(
                facts,
                format.map(WeightFormat::block).orElse(0),
                format.map(WeightFormat::expertBlock).orElse(0));
    }

    /** The same of weights that have no blocks. */
    Cuts withoutBlocks() {
        return new Cuts(facts, 0, 0);
    }

    /** Whether every cut of a layout is good. */
    boolean good(PoolLayout layout) {
        return heads(layout).isEmpty() && widths(layout).isEmpty();
    }

    /** Heads that cannot be cut so, which engines refuse. */
    List<String> heads(PoolLayout layout) {
        int tensor = layout.tensor();
        List<String> broken = new ArrayList<>();
        for (int heads : facts.heads()) {
            if (heads % tensor != 0) {
                broken.add(heads + " attention heads are not divisible by " + tensor);
            }
        }
        boolean whole = broken.isEmpty();
        for (int heads : facts.keyValueHeads()) {
            if (whole && heads % tensor != 0 && tensor % heads != 0) {
                broken.add(heads + " key-value heads neither divide " + tensor + " nor are divisible by it");
            }
        }
        return broken;
    }

    /** Widths that cannot be cut so, at which loading fails. */
    List<String> widths(PoolLayout layout) {
        List<String> broken = new ArrayList<>();
        width("expert width", facts.expertWidth(), layout.expertTensor().orElse(1), expertBlock, broken);
        width("shared expert width", facts.sharedWidth(), layout.sharedTensor(), block, broken);
        width("dense feed-forward width", facts.denseWidth(), layout.denseTensor(), block, broken);
        return broken;
    }

    private static void width(String what, int width, int degree, int block, List<String> broken) {
        if (width == 0 || degree <= 1) {
            return;
        }
        String share = what + " " + width + " / " + degree;
        if (width % degree != 0) {
            broken.add(share + " is not whole");
        } else if (block > 1 && width / degree % block != 0) {
            broken.add(share + " = " + width / degree + " is not a multiple of the block of " + block
                    + " that shares a scale");
        }
    }
}

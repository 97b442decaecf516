package dev.meshwright.layout.rule;

import dev.meshwright.base.quantity.Figures;
import dev.meshwright.facts.model.CompressedAttention;
import dev.meshwright.facts.model.FeedForward;
import dev.meshwright.facts.model.FeedForward.Dense;
import dev.meshwright.facts.model.FeedForward.Mixture;
import dev.meshwright.facts.model.GroupedQueryAttention;
import dev.meshwright.facts.model.LatentAttention;
import dev.meshwright.facts.model.Layer;
import dev.meshwright.facts.model.LinearAttention;
import dev.meshwright.facts.model.Precisions.Block;
import dev.meshwright.facts.model.Precisions.Blocks;
import dev.meshwright.facts.model.TokenMixer;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.layout.Constraint;
import dev.meshwright.layout.Cut;
import dev.meshwright.layout.Violation;
import java.util.ArrayList;
import java.util.List;

/**
 * Weights that share a scale stay together: a block-quantized matrix is cut at multiples of its block alone. Engines refuse
 * to load other cuts (vLLM and SGLang, {@code fp8.py}: output columns of query, key, value, gate and up, input rows of
 * output and down). Training computes from weights of its own and is not bound.
 */
final class BlockRules {

    private final List<Layer> kinds;
    private final Blocks blocks;

    BlockRules(Problem problem, List<Layer> kinds) {
        this.kinds = kinds;
        boolean bound = !(problem.workload() instanceof Training);
        this.blocks = bound ? problem.model().precisions().blocks() : Blocks.NONE;
    }

    /**
     * A cut of a matrix.
     *
     * @param what is cut, for messages
     * @param pieces that are shared among the ranks; a rank has at least one of them
     * @param size columns or rows of a piece
     * @param block columns or rows that share a scale
     */
    private record Cut(String what, int pieces, int size, int block) {

        /** Columns or rows of one of {@code degree} ranks. */
        long ofRank(int degree) {
            return (long) Math.max(1, pieces / degree) * size;
        }

        /** Whether pieces are shared out, or copied, without a rest; what does not divide at all is another rule's. */
        boolean whole(int degree) {
            return pieces % degree == 0 || degree % pieces == 0;
        }

        boolean allows(int degree) {
            return degree == 1 || ofRank(degree) % block == 0;
        }
    }

    /** What a tensor degree breaks in attention, dense parts and shared experts. */
    void tensor(int degree, List<Violation> broken) {
        List<Cut> cuts = new ArrayList<>();
        for (Layer kind : kinds) {
            attention(kind.mixer(), blocks.attention(), cuts);
            switch (kind.feedForward()) {
                case Dense dense -> network("feed-forward width", dense.width(), blocks.dense(), cuts);
                case Mixture mixture -> network("shared expert width", mixture.sharedWidth(), blocks.shared(), cuts);
                case FeedForward.None none -> {}
            }
        }
        judge(cuts, degree, "tensor", "", broken);
    }

    /** What an expert tensor degree breaks in routed experts. */
    void expertTensor(int degree, List<Violation> broken) {
        List<Cut> cuts = new ArrayList<>();
        for (Layer kind : kinds) {
            if (kind.feedForward() instanceof Mixture mixture) {
                network("expert width", mixture.width(), blocks.experts(), cuts);
            }
        }
        judge(cuts, degree, "expertTensor", " and multiply expert by ", broken);
    }

    private static void judge(List<Cut> cuts, int degree, String by, String grid, List<Violation> broken) {
        for (Cut cut : cuts) {
            if (cut.whole(degree) && !cut.allows(degree)) {
                int nearest = nearest(cuts, degree);
                String rest = grid.isEmpty() ? "" : grid + degree / nearest;
                Violation violation = Violation.count(
                        Constraint.QUANTIZATION_BLOCK,
                        cut.what() + " by " + by,
                        cut.ofRank(degree),
                        cut.block(),
                        "Set " + by + " to " + nearest + rest + ": a rank has " + Figures.count(cut.ofRank(nearest))
                                + ", " + (nearest == 1 ? "all of it." : "whole blocks of " + cut.block() + "."));
                if (!broken.contains(violation)) {
                    broken.add(violation);
                }
            }
        }
    }

    /** The largest divisor of a degree that cuts everything at blocks. */
    private static int nearest(List<Cut> cuts, int degree) {
        for (int tried = degree / 2; tried > 1; tried--) {
            int divisor = tried;
            if (degree % divisor == 0 && cuts.stream().allMatch(cut -> cut.whole(divisor) && cut.allows(divisor))) {
                return divisor;
            }
        }
        return 1;
    }

    private static void network(String what, int width, Block block, List<Cut> cuts) {
        if (width > 0) {
            // Gate and up are cut along their outputs, down along its inputs.
            add(what, width, 1, block.outputs(), cuts);
            add(what, width, 1, block.inputs(), cuts);
        }
    }

    private static void attention(TokenMixer mixer, Block block, List<Cut> cuts) {
        switch (mixer) {
            case GroupedQueryAttention attention -> {
                add("query heads", attention.heads(), attention.headSize(), block.outputs(), cuts);
                keyValue("key heads", attention.keyValueHeads(), attention.headSize(), block.outputs(), cuts);
                keyValue("value heads", attention.keyValueHeads(), attention.valueHeadSize(), block.outputs(), cuts);
                add("attention output", attention.heads(), attention.valueHeadSize(), block.inputs(), cuts);
            }
            case LatentAttention attention -> {
                int query = attention.nopeHeadSize() + attention.ropeHeadSize();
                int expanded = attention.nopeHeadSize() + attention.valueHeadSize();
                add("query heads", attention.heads(), query, block.outputs(), cuts);
                add("key-value heads", attention.heads(), expanded, block.outputs(), cuts);
                add("attention output", attention.heads(), attention.valueHeadSize(), block.inputs(), cuts);
            }
            case CompressedAttention attention -> {
                add("query heads", attention.heads(), attention.headSize(), block.outputs(), cuts);
                add("attention output", attention.outputGroups(), attention.outputRank(), block.inputs(), cuts);
            }
            case LinearAttention recurrence -> {
                int size = (int) (recurrence.outputWidth() / Math.max(1, recurrence.heads()));
                add("recurrence output", recurrence.heads(), size, block.inputs(), cuts);
            }
            case TokenMixer.None none -> {}
        }
    }

    /**
     * Heads that neither fill blocks nor divide one (192 by 128) are quantized and loaded head by head, whatever the degree
     * (MiMo-V2-Flash).
     */
    private static void keyValue(String what, int heads, int size, int block, List<Cut> cuts) {
        if (size % block == 0 || block % size == 0) {
            add(what, heads, size, block, cuts);
        }
    }

    private static void add(String what, int pieces, int size, int block, List<Cut> cuts) {
        if (block > 1 && pieces > 0) {
            cuts.add(new Cut(what, pieces, size, block));
        }
    }
}

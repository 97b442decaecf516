package dev.meshwright.cost.layer;

import dev.meshwright.cost.evaluation.Component;
import dev.meshwright.cost.hardware.Kernels;
import dev.meshwright.cost.hardware.Links;
import dev.meshwright.cost.tally.Tally;
import dev.meshwright.facts.model.Layer;
import dev.meshwright.facts.model.Precisions;
import dev.meshwright.facts.model.Projection;
import dev.meshwright.layout.Degrees;
import java.util.List;

/**
 * What inference engines do in a layer; how long their steps take beside it is of {@code cost.engine}.
 *
 * @param fusedSums whether all-reduces run inside the products whose results they sum
 */
public record InferenceEngine(boolean fusedSums) implements ModelRuntime {

    /** Reads and writes of the hidden state outside the products: two norms with residual adds, 3 reads and 2 writes. */
    private static final double HIDDEN_STATE_MOVES = 5;

    /** Bytes per element of a dispatched token: FP8 with scales; the combine returns BF16 (DeepSeek-V3, DeepEP). */
    private static final double NARROW_DISPATCH_BYTES = 1;

    private static final double WIDE_DISPATCH_BYTES = 2;

    @Override
    public void addElementWise(
            Kernels kernels,
            Layer layer,
            List<Projection> projections,
            double tokens,
            Residual residual,
            Precisions precisions,
            int tensor,
            Tally tally) {
        kernels.elementWise(tally, Component.ELEMENT_WISE, HIDDEN_STATE_MOVES * residual.bytes(tokens), 2);
    }

    @Override
    public void addMixerCore(
            Kernels kernels,
            Links links,
            Layer layer,
            Pass pass,
            Degrees degrees,
            int tensorIslands,
            Precisions precisions,
            Tally tally) {
        for (Pass part : pass.attention()) {
            int sharing = part.cached() ? degrees.context() : 1;
            AttentionCore.add(
                    kernels, layer.mixer(), part, degrees.tensor(), sharing, precisions.keyValueCache(), 1, tally);
            SharedCache.of(layer.mixer(), degrees.tensor(), sharing)
                    .add(kernels, links, part.tokens(), tensorIslands, tally);
        }
    }

    @Override
    public boolean sequenceParallel() {
        return false;
    }

    @Override
    public boolean handsOn() {
        return false;
    }

    @Override
    public double dispatchBytes(Precisions precisions) {
        return precisions.experts().bytesPerElement() <= 1 ? NARROW_DISPATCH_BYTES : WIDE_DISPATCH_BYTES;
    }
}

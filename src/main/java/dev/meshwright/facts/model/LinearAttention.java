package dev.meshwright.facts.model;

import dev.meshwright.facts.model.Projection.Role;
import dev.meshwright.facts.model.Projection.Split;
import java.util.ArrayList;
import java.util.List;

/**
 * A recurrence with a fixed state instead of a growing cache: gated delta net, lightning attention, a Mamba state
 * space block or a short convolution.
 *
 * @param kind which recurrence, for display
 * @param heads heads, each with its own state
 * @param inputWidth width of everything the input projection produces (queries, keys, values, gates, decays)
 * @param outputWidth width that the output projection reads
 * @param stateElements elements of state per sequence, all heads together
 * @param stateBytesPerElement bytes of one state element (4 where the state is kept in FP32)
 * @param flopsPerStateElement FLOP per token and state element of the update and the read-out
 * @param otherParameters weights outside the matrices: convolution, decays, norms
 * @param smallProjections matrices beside the input and the output projection (low-rank gates and decays)
 */
public record LinearAttention(
        Kind kind,
        int heads,
        long inputWidth,
        long outputWidth,
        long stateElements,
        double stateBytesPerElement,
        double flopsPerStateElement,
        long otherParameters,
        List<Projection> smallProjections)
        implements TokenMixer {

    public LinearAttention {
        smallProjections = List.copyOf(smallProjections);
    }

    /** A recurrence with one input and one output projection. */
    public LinearAttention(
            Kind kind,
            int heads,
            long inputWidth,
            long outputWidth,
            long stateElements,
            double stateBytesPerElement,
            double flopsPerStateElement,
            long otherParameters) {
        this(
                kind,
                heads,
                inputWidth,
                outputWidth,
                stateElements,
                stateBytesPerElement,
                flopsPerStateElement,
                otherParameters,
                List.of());
    }

    /** Which recurrence. */
    public enum Kind {
        GATED_DELTA,
        KIMI_DELTA,
        LIGHTNING,
        MAMBA1,
        MAMBA2,
        SHORT_CONVOLUTION
    }

    @Override
    public List<Projection> projections(int hidden) {
        List<Projection> matrices = new ArrayList<>();
        matrices.add(new Projection(Role.QUERY_KEY_VALUE, hidden, inputWidth, Split.COLUMN));
        matrices.addAll(smallProjections);
        matrices.add(new Projection(Role.ATTENTION_OUTPUT, outputWidth, hidden, Split.ROW));
        return List.copyOf(matrices);
    }

    @Override
    public long otherParameters(int hidden) {
        return otherParameters;
    }

    /** The same for any context: each token updates and reads the whole state. */
    @Override
    public double coreFlopsPerToken(double context, boolean cached) {
        return flopsPerStateElement * stateElements;
    }

    @Override
    public double cacheElements(double context, int tensor) {
        return 0;
    }

    @Override
    public int cacheCopies(int tensor) {
        return 0;
    }

    @Override
    public double stateBytes(int tensor) {
        return stateElements * stateBytesPerElement / tensor;
    }
}

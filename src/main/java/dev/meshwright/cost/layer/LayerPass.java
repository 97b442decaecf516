package dev.meshwright.cost.layer;

import dev.meshwright.cost.evaluation.Component;
import dev.meshwright.cost.hardware.Kernels;
import dev.meshwright.cost.hardware.Links;
import dev.meshwright.cost.layer.ModelRuntime.Residual;
import dev.meshwright.cost.tally.Tally;
import dev.meshwright.facts.model.FeedForward;
import dev.meshwright.facts.model.FeedForward.Dense;
import dev.meshwright.facts.model.FeedForward.Mixture;
import dev.meshwright.facts.model.GroupedQueryAttention;
import dev.meshwright.facts.model.Layer;
import dev.meshwright.facts.model.Precision;
import dev.meshwright.facts.model.Precisions;
import dev.meshwright.facts.model.Projection;
import dev.meshwright.facts.problem.Assumptions.Exchange;
import dev.meshwright.layout.Degrees;
import java.util.List;
import java.util.Optional;

/**
 * One forward pass of one micro-batch through one layer on one GPU, kernel by kernel and message by message.
 *
 * <p>Megatron's tensor parallelism: QKV and FC1 are column-parallel, attention output and FC2 row-parallel, and an
 * all-reduce follows each row-parallel product. Where attention is replicated ({@code data > 1}), tokens travel to their
 * experts and back; where it is not, every expert rank already holds all tokens and one all-reduce sums the results. Where
 * experts lie on a part of a tensor group ({@code e x < t}, training), each rank's share of the tokens travels in its own
 * part, where there is a copy of every expert.
 */
public final class LayerPass {

    /** A sum of squares in 32 bits. */
    private static final double SUM_BYTES = 4;

    private final Kernels kernels;
    private final Links links;
    private final int hidden;
    private final Residual residual;
    private final Precisions precisions;
    private final Optional<Exchange> exchange;
    private final ModelRuntime runtime;

    /**
     * Passes on GPUs with {@code kernels} and {@code links} through layers of width {@code hidden}.
     *
     * @param residualStreams parallel residual streams of the model
     * @param exchange how tokens travel to their experts; empty: as engines do in the phase of the pass
     * @param runtime what runs the model
     */
    public LayerPass(
            Kernels kernels,
            Links links,
            int hidden,
            int residualStreams,
            Precisions precisions,
            Optional<Exchange> exchange,
            ModelRuntime runtime) {
        this.runtime = runtime;
        this.kernels = kernels;
        this.links = links;
        this.hidden = hidden;
        this.residual =
                new Residual(hidden, residualStreams, precisions.activation().bytesPerElement());
        this.precisions = precisions;
        this.exchange = exchange;
    }

    /**
     * Books the whole layer.
     *
     * @param projections the mixer's matrices, {@code layer.mixer().projections(hidden)} (passed in because the search
     *     asks for the same ones millions of times)
     * @param expertLoad routed work of the rank; ignored where the layer routes nothing
     * @param experts islands that the ranks of one copy of the experts lie on
     * @param tensorIslands islands that the ranks of one tensor group lie on
     */
    public void add(
            Layer layer,
            List<Projection> projections,
            Pass pass,
            Degrees degrees,
            RankLoad expertLoad,
            Spread experts,
            int tensorIslands,
            Tally tally) {
        int tensor = degrees.tensor();
        double tokens = pass.tokens();
        double hiddenBytes = residual.bytes(tokens);
        if (!projections.isEmpty()) {
            mixer(layer, projections, pass, degrees, tensorIslands, tally);
            sum(Component.ATTENTION_ALL_REDUCE, hiddenBytes, tensor, tensorIslands, tally);
            if (normSpansHeads(layer)) {
                double sums = tokens * SUM_BYTES;
                links.allReduce(tally, Component.ATTENTION_ALL_REDUCE, sums, tensor, tensorIslands);
                links.allReduce(tally, Component.ATTENTION_ALL_REDUCE, sums, tensor, tensorIslands);
            }
        }
        switch (layer.feedForward()) {
            case Dense dense -> {
                network(dense.width(), dense.gated(), tokens, tensor, precisions.dense(), false, tally);
                sum(Component.FEED_FORWARD_ALL_REDUCE, hiddenBytes, tensor, tensorIslands, tally);
            }
            case Mixture mixture ->
                mixture(mixture, pass, degrees, expertLoad, hiddenBytes, experts, tensorIslands, tally);
            case FeedForward.None none -> {}
        }
        runtime.addElementWise(kernels, layer, projections, tokens, residual, precisions, tensor, tally);
    }

    /** Whether queries and keys are normed over all heads, so that tensor ranks add up their sums of squares for each. */
    private static boolean normSpansHeads(Layer layer) {
        return layer.mixer() instanceof GroupedQueryAttention attention
                && attention.queryKeyNormParameters() > 2 * attention.headSize();
    }

    private void mixer(
            Layer layer, List<Projection> projections, Pass pass, Degrees degrees, int tensorIslands, Tally tally) {
        int tensor = degrees.tensor();
        // By index: for every bound of a search an iterator would be garbage.
        for (int index = 0; index < projections.size(); index++) {
            Projection projection = projections.get(index);
            Component component =
                    switch (projection.role()) {
                        case ATTENTION_OUTPUT -> Component.ATTENTION_OUTPUT;
                        case INDEXER -> Component.INDEXER;
                        default -> Component.QUERY_KEY_VALUE;
                    };
            double columns = projection.split() == Projection.Split.COLUMN
                    ? (double) projection.outputWidth() / tensor
                    : projection.outputWidth();
            double depth = projection.split() == Projection.Split.ROW
                    ? (double) projection.inputWidth() / tensor
                    : projection.inputWidth();
            kernels.product(tally, component, pass.tokens(), columns, depth, precisions.attention(), 1);
        }
        runtime.addMixerCore(kernels, links, layer, pass, degrees, tensorIslands, precisions, tally);
    }

    private void network(
            long width, boolean gated, double tokens, int tensor, Precision weights, boolean shared, Tally tally) {
        double inner = (double) width / tensor;
        Component in = shared ? Component.SHARED_IN : Component.DENSE_IN;
        Component out = shared ? Component.SHARED_OUT : Component.DENSE_OUT;
        kernels.product(tally, in, tokens, gated ? 2 * inner : inner, hidden, weights, 1);
        kernels.product(tally, out, tokens, hidden, inner, weights, 1);
    }

    private void mixture(
            Mixture mixture,
            Pass pass,
            Degrees degrees,
            RankLoad load,
            double hiddenBytes,
            Spread experts,
            int tensorIslands,
            Tally tally) {
        double tokens = pass.tokens();
        int tensor = degrees.tensor();
        router(mixture, tokens, tally);
        if (mixture.sharedWidth() > 0) {
            network(mixture.sharedWidth(), mixture.gated(), tokens, tensor, precisions.shared(), true, tally);
        }
        int input = mixture.expertInput(hidden);
        double assignments =
                pass.meanTokens() * degrees.dataPerExpertCopy() * mixture.expectedExpertsPerToken() * load.share();
        kernels.experts(
                tally,
                load.seconds(),
                assignments,
                load.touched(),
                input,
                (double) mixture.width() / degrees.expertTensor(),
                mixture.gated(),
                precisions.experts());
        boolean otherRanks = degrees.gpusPerExpertCopy() != tensor;
        boolean travel = otherRanks || (pass.kind() == Pass.Kind.TRAINING && degrees.expert() > 1);
        if (travel && degrees.gpusPerExpertCopy() > 1) {
            exchange(mixture, pass, degrees, load, input, experts, tally);
        }
        tensorRanks(mixture, pass, travel, hiddenBytes, tensor, tensorIslands, tally);
    }

    private void router(Mixture mixture, double tokens, Tally tally) {
        // Router weights stay in 16 bits: engines keep them there for stable routing.
        int scored = mixture.experts() + mixture.identityExperts();
        kernels.product(tally, Component.ROUTER, tokens, scored, hidden, Precision.BF16, 1);
        if (mixture.latentWidth() > 0) {
            kernels.product(tally, Component.ROUTER, tokens, mixture.latentWidth(), hidden, precisions.shared(), 1);
            kernels.product(tally, Component.ROUTER, tokens, hidden, mixture.latentWidth(), precisions.shared(), 1);
        }
    }

    /** What the tensor ranks do with the results of a mixture, whose tokens may have travelled to other ranks and back. */
    private void tensorRanks(
            Mixture mixture, Pass pass, boolean travelled, double bytes, int tensor, int islands, Tally tally) {
        if (!travelled) {
            sum(Component.FEED_FORWARD_ALL_REDUCE, bytes, tensor, islands, tally);
        } else if (pass.kind() == Pass.Kind.TRAINING) {
            if (mixture.sharedWidth() > 0) {
                // Positions stay split over the tensor ranks but for the shared experts.
                sum(Component.FEED_FORWARD_ALL_REDUCE, bytes, tensor, islands, tally);
            }
        } else if (tensor > 1) {
            // Each tensor rank sent its part of the tokens; gathering them again is the second half of an all-reduce.
            links.halfAllReduce(tally, Component.FEED_FORWARD_ALL_REDUCE, bytes, tensor, islands);
        }
    }

    /** Sums the parts of the tensor ranks: an all-reduce, or with sequence parallelism a reduce-scatter and an all-gather. */
    private void sum(Component component, double bytes, int ranks, int islands, Tally tally) {
        if (runtime.sequenceParallel()) {
            links.halfAllReduce(tally, component, bytes, ranks, islands);
            links.halfAllReduce(tally, component, bytes, ranks, islands);
        } else {
            links.allReduce(tally, component, bytes, ranks, islands);
        }
    }

    /**
     * Dispatch and combine. Tensor ranks hold the same tokens, so each sends its {@code 1/t} of them. The busiest rank receives
     * {@code share * e} times what a balanced one does.
     */
    private void exchange(
            Mixture mixture, Pass pass, Degrees degrees, RankLoad load, int input, Spread spread, Tally tally) {
        boolean decode = pass.kind() == Pass.Kind.DECODE;
        boolean flat = exchange.map(chosen -> chosen == Exchange.FLAT).orElse(decode);
        ExpertTraffic copies = ExpertTraffic.of(mixture, degrees.expert(), degrees.expertTensor(), spread, flat);
        double busiest = Math.max(1, load.share() * degrees.expert());
        // Training's all-to-all crosses to one of the GPUs that split an expert, which hands on over links.
        double crossing =
                runtime.handsOn() && flat ? copies.overNetwork() / degrees.expertTensor() : copies.overNetwork();
        double elements = pass.tokens() / degrees.tensor() * busiest * input;
        double dispatched = elements * runtime.dispatchBytes(precisions);
        double combined = elements * 2;
        int ranks = degrees.gpusPerExpertCopy();
        links.exchange(
                tally,
                Component.DISPATCH,
                dispatched * copies.overLink(),
                dispatched * crossing,
                dispatched * copies.onOneIsland(),
                ranks,
                decode && flat);
        links.exchange(
                tally,
                Component.COMBINE,
                combined * copies.overLink(),
                combined * crossing,
                combined * copies.onOneIsland(),
                ranks,
                decode && flat);
    }
}

package dev.meshwright.cost.memory.engine;

import dev.meshwright.facts.model.FeedForward;
import dev.meshwright.facts.model.FeedForward.Dense;
import dev.meshwright.facts.model.FeedForward.Mixture;
import dev.meshwright.facts.model.LatentAttention;
import dev.meshwright.facts.model.Layer;
import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.model.Projection;
import dev.meshwright.layout.Degrees;

/**
 * Tensors that live in one layer while a step runs, without the sequence parallelism of training: every tensor rank has
 * whole hidden states, and a mixture a buffer for every copy of a token.
 *
 * <pre>
 * bytes = 2 [ T (2 + streams) h + max over layers of ( T (qkv + core), T (g + 1) f / t, T' k (max(g f_e / x, h) + f_e / x) )
 *             + 2 h (T' - T) ]
 * </pre>
 *
 * <p>T tokens of a step, T' those that the experts' kernels take at once: of all attention copies where they gather them.
 * Sparse latent attention works on latents for a padded number of heads, beside the scores of its indexer:
 * {@code T ceil(a / t) (2 r_kv + d_r)} elements and the scores.
 */
final class StepTensors {

    private static final double BYTES = 2;
    private static final double SCORE_BYTES = 4;

    private final Model model;
    private final Layer[] kinds;
    private final double padHeads;
    private final double mostScoreBytes;
    private final double modelLength;
    private final double[] wholeWidths;
    private final double[] dividedWidths;

    /**
     * Tensors of a model's layers.
     *
     * @param padHeads heads of a rank are padded to a multiple of it in sparse attention; 1 for none
     * @param mostScoreBytes that the scores of an indexer take at once; 0 where they are not counted
     * @param modelLength tokens that a request may have
     */
    StepTensors(Model model, double padHeads, double mostScoreBytes, double modelLength) {
        this.model = model;
        this.padHeads = padHeads;
        this.mostScoreBytes = mostScoreBytes;
        this.modelLength = modelLength;
        this.kinds = model.layerKinds().toArray(Layer[]::new);
        this.wholeWidths = new double[kinds.length];
        this.dividedWidths = new double[kinds.length];
        for (int kind = 0; kind < kinds.length; kind++) {
            for (Projection projection : kinds[kind].mixer().projections(model.hidden())) {
                boolean output = projection.role() == Projection.Role.ATTENTION_OUTPUT;
                double width = output ? projection.inputWidth() : projection.outputWidth();
                boolean whole = projection.split() == Projection.Split.REPLICATED;
                wholeWidths[kind] += whole ? width : 0;
                dividedWidths[kind] += whole ? 0 : width;
            }
        }
    }

    /**
     * Bytes on a GPU.
     *
     * @param tokens of a step on an attention rank
     * @param expertTokens that the experts' kernels take at once, {@code tokens} or more
     */
    double bytes(double tokens, double expertTokens, Degrees degrees) {
        double largest = 0;
        for (int kind = 0; kind < kinds.length; kind++) {
            largest = Math.max(largest, mixer(kind, tokens, degrees.tensor()));
            largest = Math.max(largest, feedForward(kinds[kind].feedForward(), tokens, expertTokens, degrees));
        }
        double states = (2.0 + model.residualStreams()) * model.hidden() * tokens;
        return BYTES * (states + largest + 2.0 * model.hidden() * (expertTokens - tokens));
    }

    private double mixer(int kind, double tokens, int tensor) {
        if (kinds[kind].mixer() instanceof LatentAttention latent
                && latent.indexer().topPositions() > 0) {
            double heads = Math.ceil(latent.heads() / (double) tensor / padHeads) * padHeads;
            double scores =
                    latent.indexer().present() ? Math.min(mostScoreBytes, SCORE_BYTES * tokens * modelLength) : 0;
            return tokens * heads * (2.0 * latent.keyValueRank() + latent.ropeHeadSize()) + scores / BYTES;
        }
        return tokens * (wholeWidths[kind] + dividedWidths[kind] / tensor);
    }

    private double feedForward(FeedForward part, double tokens, double expertTokens, Degrees degrees) {
        return switch (part) {
            case Dense dense -> tokens * (matrices(dense.gated()) + 1) * dense.width() / degrees.tensor();
            case Mixture mixture -> {
                double width = (double) mixture.width() / degrees.expertTensor();
                double copies = expertTokens * mixture.expertsPerToken();
                yield copies
                        * (Math.max(matrices(mixture.gated()) * width, mixture.expertInput(model.hidden())) + width);
            }
            case FeedForward.None none -> 0;
        };
    }

    private static double matrices(boolean gated) {
        return gated ? 2 : 1;
    }
}

package dev.meshwright.cost.layer;

import dev.meshwright.cost.efficiency.KernelEfficiency;
import dev.meshwright.cost.efficiency.TrainingConstants;
import dev.meshwright.cost.evaluation.Component;
import dev.meshwright.cost.hardware.Kernels;
import dev.meshwright.cost.hardware.Links;
import dev.meshwright.cost.tally.Tally;
import dev.meshwright.facts.cluster.Gpu;
import dev.meshwright.facts.model.FeedForward;
import dev.meshwright.facts.model.FeedForward.Dense;
import dev.meshwright.facts.model.FeedForward.Mixture;
import dev.meshwright.facts.model.GroupedQueryAttention;
import dev.meshwright.facts.model.LatentAttention;
import dev.meshwright.facts.model.Layer;
import dev.meshwright.facts.model.LinearAttention;
import dev.meshwright.facts.model.Precisions;
import dev.meshwright.facts.model.Projection;
import dev.meshwright.facts.workload.TrainingRecipe;
import dev.meshwright.facts.workload.TrainingRecipe.Execution;
import dev.meshwright.layout.Degrees;
import java.util.List;

/**
 * What the forward pass of a training micro-batch does in a layer besides what inference does: element-wise kernels that
 * engines fuse or replay, scores that go through memory, and keys and values that travel between ranks of a sequence.
 *
 * <p>Elements moved per token, 2 bytes each:
 *
 * <pre>
 * per part     (3 m + 4) h   norm: read, write; residual add: two reads, a write      (1/t with sequence parallelism);
 *                            5 h for m = 1; m residual streams are mixed before (m reads, a write) and after
 * mixer        2 qkv / t  rotation and split of the QKV products' outputs: read, write
 * recurrence   3 o / t    gate and norm of its output
 * dense        3 f / t    gated activation: two reads, a write; 2 f without gate      (routed experts: ExpertSurface)
 * 8 or 4 bits  operands that no norm has made: read in 16, written twice
 * </pre>
 *
 * <p>Looks its constants up once: the search asks millions of times.
 */
public final class TrainingFramework implements ModelRuntime {

    private static final double BYTES = 2;

    /**
     * Elements moved per inner element of a routed expert, and per element of its output, where products have no bias of
     * their own (grouped products): bias added to both products, and the activation operation by operation in 32 bits.
     */
    private static final double BIASED_INNER_MOVES = 26;

    private static final double BIASED_OUTER_MOVES = 2;
    private static final double WIDE_BYTES = 4;

    /** Passes that experts count, of which biases take fewer. */
    private static final double PRODUCT_PASSES = 3;

    /**
     * Bytes per score without flash attention: written by the product; read and written by softmax and by dropout with its
     * mask; read by the second product (Korthikanti et al. 2022, section 4.1).
     */
    private static final double BYTES_PER_SCORE = 13;

    /** Bytes per logit: converted to FP32 (2 + 4), read for maximum and sum (4 + 4). The gradient takes as much twice. */
    private static final double BYTES_PER_LOGIT = 14;

    private final TrainingRecipe recipe;
    private final TrainingConstants constants;
    private final HostLaunches host;
    private final TrainingOverlap overlap;
    private final double scanShare;
    private final double elementPasses;
    private final double biasPasses;
    private final double denseSums;
    private final double expertSums;

    /**
     * Work of a recipe.
     *
     * @param recipe how the framework runs a step
     * @param constants fitted factors
     */
    public TrainingFramework(TrainingRecipe recipe, TrainingConstants constants) {
        this.recipe = recipe;
        this.constants = constants;
        host = HostLaunches.of(recipe, constants);
        overlap = TrainingOverlap.of(recipe, constants);
        scanShare = constants.value("recurrence.scanShare");
        elementPasses = 1 + constants.value("elementWise.backward");
        biasPasses = elementPasses / PRODUCT_PASSES;
        denseSums = constants.value("gradients.exposedDense");
        expertSums = constants.value("gradients.exposedExperts");
    }

    /** How the framework runs a step. */
    public TrainingRecipe recipe() {
        return recipe;
    }

    /** Fitted factors. */
    public TrainingConstants constants() {
        return constants;
    }

    /** What the host does meanwhile. */
    public HostLaunches host() {
        return host;
    }

    /** What messages run beside. */
    public TrainingOverlap overlap() {
        return overlap;
    }

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
        int hidden = residual.width();
        int streams = residual.streams();
        int parts = (projections.isEmpty() ? 0 : 1) + (layer.feedForward() instanceof FeedForward.None ? 0 : 1);
        double moved = streams > 1 ? 3.0 * streams + 4 : 5;
        double scattered = (double) hidden / (recipe.sequenceParallel() ? tensor : 1);
        double elements = parts * moved * scattered;
        for (Projection projection : projections) {
            boolean output = projection.role() == Projection.Role.ATTENTION_OUTPUT;
            double width = output
                    ? layer.mixer() instanceof LinearAttention ? 3.0 * projection.inputWidth() : 0
                    : 2.0 * projection.outputWidth();
            elements += projection.split() == Projection.Split.REPLICATED ? width : width / tensor;
        }
        elements += switch (layer.feedForward()) {
            case Dense dense -> (dense.gated() ? 3.0 : 2.0) * dense.width() / tensor;
            case Mixture mixture -> (mixture.gated() ? 3.0 : 2.0) * mixture.sharedWidth() / tensor;
            case FeedForward.None none -> 0;
        };
        double converted = OperandConversion.bytes(layer, projections, precisions, scattered, tensor) / elementPasses;
        if (layer.feedForward() instanceof Mixture mixture
                && mixture.bias()
                && recipe.execution() != Execution.CAPTURED) {
            addBiases(kernels, mixture, tokens / tensor, hidden, tally);
        }
        kernels.elementWise(tally, Component.ELEMENT_WISE, (elements * BYTES + converted) * tokens, 2);
    }

    private void addBiases(Kernels kernels, Mixture mixture, double tokens, int hidden, Tally tally) {
        double bytes = tokens
                * mixture.expertsPerToken()
                * WIDE_BYTES
                * (BIASED_INNER_MOVES * mixture.width() + BIASED_OUTER_MOVES * mixture.expertInput(hidden));
        kernels.elementWise(tally, Component.EXPERTS, bytes * biasPasses, 2);
    }

    /** Whether scores go through memory. */
    private boolean scoresInMemory(Layer layer) {
        return !recipe.flashAttention() && layer.mixer() instanceof GroupedQueryAttention;
    }

    /** Books an attention core whose scores go through memory: two products over all positions, and the scores' traffic. */
    void addScoresInMemory(Kernels kernels, GroupedQueryAttention attention, Pass pass, int tensor, Tally tally) {
        double length = 2 * pass.context();
        double heads = (double) attention.heads() / tensor;
        kernels.attention().other(tally, 4 * pass.tokens() * length * heads * attention.headSize(), 0);
        kernels.elementWise(tally, Component.ATTENTION_CORE, BYTES_PER_SCORE * pass.tokens() * length * heads, 3);
    }

    /** Books the cross-entropy over {@code logits} positions of a vocabulary part. */
    public void addCrossEntropy(Kernels kernels, double logits, double vocabulary, Tally tally) {
        kernels.elementWise(tally, Component.LM_HEAD, BYTES_PER_LOGIT * logits * vocabulary, 3);
    }

    /** Books the ring of keys and values among the ranks of a sequence, which lie {@code tensor} GPUs apart. */
    void addContextExchange(Links links, Layer layer, Pass pass, Degrees degrees, Tally tally) {
        int ranks = degrees.context();
        if (ranks <= 1) {
            return;
        }
        double elements =
                switch (layer.mixer()) {
                    case GroupedQueryAttention attention ->
                        2.0
                                * Math.max(1, Math.ceilDiv(attention.keyValueHeads(), degrees.tensor()))
                                * attention.headSize();
                    case LatentAttention attention ->
                        attention.heads()
                                * (double) (attention.nopeHeadSize()
                                        + attention.ropeHeadSize()
                                        + attention.valueHeadSize())
                                / degrees.tensor();
                    default -> 0;
                };
        if (elements > 0) {
            double bytes = elements * BYTES * pass.tokens() * ranks;
            int islands = Math.ceilDiv(ranks * degrees.tensor(), links.islandSize());
            links.halfAllReduce(tally, Component.CONTEXT_EXCHANGE, bytes, ranks, islands);
        }
    }

    /** Bytes per element of a dispatched token. */
    @Override
    public double dispatchBytes(Precisions precisions) {
        return recipe.narrowDispatch() ? 1 : 2;
    }

    /** The kernels of training on {@code gpu}: capped by the board's power, tuned for long sequences of equal length. */
    public KernelEfficiency kernels(Gpu gpu, KernelEfficiency fitted) {
        double share = 1;
        if (recipe.execution() == Execution.EAGER) {
            share = constants.value("eager.attentionShare");
            if (!gpu.family().equals("ampere")) {
                share *= constants.value("synchronousProducts.share");
            }
        }
        KernelEfficiency tuned = fitted.training(
                share,
                constants.value("attention.edgeKeys"),
                constants.ofGpu(gpu.name(), "exponentials", 1),
                constants.value("elementWise.memoryShare"),
                constants.value("exchange.linkShare"),
                constants.ofHost(recipe.execution(), "movementShare"),
                constants.ofHost(recipe.execution(), "narrowMovementShare"),
                recipe.scaling() != TrainingRecipe.Scaling.BLOCK);
        if (gpu.powerWatts() <= 0) {
            return tuned;
        }
        double cap = gpu.powerWatts() * constants.ofFamily(gpu.family(), "flopsPerJoule");
        return tuned.sustained(cap, constants.value("narrow.flopsPerJoule"), Kernels.peaks(gpu));
    }

    /**
     * Books the weight gradients of a layer: each micro-batch's are added to sums, read and written once by the products that
     * make them, which hide a part of it, grouped ones least.
     *
     * @param dense weights of the layer on the GPU outside routed experts
     * @param experts weights of its routed experts on the GPU
     */
    public void addGradientSums(Kernels kernels, double dense, double experts, Tally tally) {
        double exposed = denseSums * dense + expertSums * experts;
        kernels.elementWise(tally, Component.GRADIENT_SUM, exposed * 2 * recipe.gradientBytes(), 0);
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
        int tensor = degrees.tensor();
        addContextExchange(links, layer, pass, degrees, tally);
        if (scoresInMemory(layer)) {
            addScoresInMemory(kernels, (GroupedQueryAttention) layer.mixer(), pass, tensor, tally);
        } else {
            AttentionCore.add(kernels, layer.mixer(), pass, tensor, 1, precisions.keyValueCache(), scanShare, tally);
        }
    }

    @Override
    public boolean sequenceParallel() {
        return recipe.sequenceParallel();
    }

    @Override
    public boolean handsOn() {
        return true;
    }
}

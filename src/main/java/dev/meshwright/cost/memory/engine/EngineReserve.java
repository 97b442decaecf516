package dev.meshwright.cost.memory.engine;

import dev.meshwright.facts.engine.MemoryRule;
import dev.meshwright.facts.model.CompressedAttention;
import dev.meshwright.facts.model.GroupedQueryAttention;
import dev.meshwright.facts.model.LatentAttention;
import dev.meshwright.facts.model.Layer;
import dev.meshwright.facts.model.LinearAttention;
import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.model.TokenMixer;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.layout.Cut;
import dev.meshwright.layout.Degrees;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an engine holds beside weights and cache, term by term (docs/COST_MODEL.md, "What engines keep"). Sized at start:
 * no batch changes it.
 *
 * <p>Remembers the last cut: one instance per thread.
 */
public final class EngineReserve {

    /** Powers of two up to which ranks are told apart. */
    private static final int LISTED_RANKS = 11;

    private final Model model;
    private final MemoryRule rule;
    private final double factor;
    private final int tokens;
    private final boolean budgetStated;
    private final int sequences;
    private final List<Integer> graphSizes;
    private final double modelLength;
    private final StepTensors tensors;

    /** Of sparse attention, whatever the layout. */
    private final double workspaceBytes;

    private final double[] outsideByRanks = new double[LISTED_RANKS];
    private @Nullable Cut lastCut;
    private Outside lastOutside = new Outside(0, 0, 0, 0, 0, 0, 0);

    EngineReserve(Problem problem, MemoryRule rule, double factor, int tokens, boolean budgetStated, int sequences) {
        this.model = problem.model();
        this.rule = rule;
        this.factor = factor;
        this.tokens = tokens;
        this.budgetStated = budgetStated;
        this.sequences = sequences;
        this.graphSizes = problem.assumptions().setup().graphSizes();
        this.modelLength = problem.workload().longestContext();
        String family = problem.cluster().nodes().getFirst().gpu().family();
        this.tensors = new StepTensors(
                model, rule.find("sparse.padHeads." + family).orElse(1), rule.orZero("sparse.scores"), modelLength);
        for (int power = 0; power < LISTED_RANKS; power++) {
            outsideByRanks[power] = factor * rule.outsideBytes(1 << power);
        }
        this.workspaceBytes = workspaceBytes();
    }

    /** Most tokens of a step on an attention rank; SGLang divides its default over the attention copies. */
    private double tokensOfRank(Degrees degrees) {
        return rule.orZero("budgetOfInstance") > 0 && !budgetStated ? (double) tokens / degrees.data() : tokens;
    }

    /** What is gone before anything is loaded: the context and the buffers of collectives. */
    double goneBefore(Degrees degrees) {
        return outsideByRanks[Math.min(LISTED_RANKS - 1, 31 - Integer.numberOfLeadingZeros(ranks(degrees)))];
    }

    private static int ranks(Degrees degrees) {
        return degrees.tensor() * degrees.data() * degrees.pipeline();
    }

    /**
     * What the engine holds beside weights and cache, whatever is in flight: it is sized at start.
     *
     * @param layers tensors of one layer in a step of the token budget
     * @param workspace that sparse attention holds from the start, sized by the tokens that a request may have
     * @param logits of sampling for all sequences that may run, beyond the layer's tensors, which are freed before
     * @param graphs captured graphs, where the share counts them
     * @param context the context and what else lies outside the allocator on one rank
     * @param collectives more of it where ranks exchange
     * @param expertTokens tokens that the experts' kernels take at once
     */
    public record Outside(
            double layers,
            double workspace,
            double logits,
            double graphs,
            double context,
            double collectives,
            double expertTokens) {}

    /** The same for a layout of {@code degrees}. */
    public Outside outside(Degrees degrees) {
        // Batches are tried one after the other under one cut, which alone decides.
        if (!degrees.cut().equals(lastCut)) {
            lastOutside = ofCut(degrees);
            lastCut = degrees.cut();
        }
        return lastOutside;
    }

    private Outside ofCut(Degrees degrees) {
        double own = Math.max(1, tokensOfRank(degrees));
        double experts = Math.max(own, Math.min(own * degrees.data(), rule.orZero("expertChunk")));
        double layers = factor * tensors.bytes(own, experts, degrees);
        double sampling = samplingBytes();
        double context = outsideByRanks[0];
        return new Outside(
                layers,
                factor * workspaceBytes,
                Math.max(0, sampling - layers),
                factor * graphBytes(),
                context,
                Math.max(0, goneBefore(degrees) - context),
                experts);
    }

    /** Room into which sparse attention gathers index keys, or latents, of requests: the larger, they share it. */
    private double workspaceBytes() {
        double most = 0;
        for (Layer layer : model.layerKinds()) {
            most = Math.max(most, workspaceBytes(layer.mixer()));
        }
        return most;
    }

    private double workspaceBytes(TokenMixer mixer) {
        double keys = rule.orZero("sparse.keyLengths") * modelLength;
        return switch (mixer) {
            case LatentAttention latent -> latent.indexer().present() ? workspaceBytes(latent, keys) : 0;
            case CompressedAttention compressed -> keys * compressed.indexBytes();
            case GroupedQueryAttention grouped -> 0;
            case LinearAttention recurrence -> 0;
            case TokenMixer.None none -> 0;
        };
    }

    private double workspaceBytes(LatentAttention latent, double keys) {
        double latents = rule.orZero("sparse.latentLengths") * modelLength;
        return Math.max(
                keys * latent.indexer().cacheBytesPerPosition(),
                latents * (latent.keyValueRank() + latent.ropeHeadSize()) * 2.0);
    }

    /** Bytes of sampling for all of {@link #sampled}. */
    public double samplingBytes() {
        return factor * rule.number("bytesPerLogit") * sampled() * model.vocabulary();
    }

    /** Sequences whose logits the engine has room for from the start. */
    public double sampled() {
        return Math.min(sequences, rule.find("sampled").orElse(sequences));
    }

    /**
     * Graphs of steps of 1, 2, 4, then every 8 tokens to 256, then every 16: pieces of steps with prompts up to twice the
     * sequences that may run, whole decode steps up to these. Sizes that are stated take the place of all of them.
     */
    private double graphBytes() {
        double largest = rule.number("graphs.largest");
        double captured = graphSizes.isEmpty()
                ? captured(Math.min(2.0 * sequences, largest)) + captured(Math.min(sequences, largest))
                : graphSizes.size()
                        + graphSizes.stream().filter(size -> size <= sequences).count();
        return rule.orZero("graphs.base") + rule.orZero("graphs.each") * captured;
    }

    private static double captured(double largest) {
        double small = 3 + Math.min(largest, 256) / 8;
        return Math.floor(small + Math.max(0, largest - 256) / 16);
    }
}

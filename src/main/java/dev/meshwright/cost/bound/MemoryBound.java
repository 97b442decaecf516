package dev.meshwright.cost.bound;

import dev.meshwright.base.derivation.Ledger;
import dev.meshwright.cost.evaluation.MemoryComponent;
import dev.meshwright.cost.layer.ModelKinds;
import dev.meshwright.cost.memory.MemoryModel;
import dev.meshwright.cost.memory.MemoryModel.StageShape;
import dev.meshwright.cost.pass.CostParts;
import dev.meshwright.cost.schedule.Schedule;
import dev.meshwright.layout.Degrees;
import java.util.Arrays;

/**
 * Bytes that the heaviest GPU of given degrees holds at least, whatever the split of the layers.
 *
 * <p>Inference: those of an average stage. In training stages keep different numbers of micro-batches, f on stage s. With
 * W_k bytes of weights and state and A_k of activations per micro-batch in all layers of kind k, W and A their sums, the
 * heaviest stage holds at least any weighted mean of the stages; weights {@code y_s} in proportion to {@code 1 / (W + A
 * f_s)} make every stage of an even mixture of layers count the same. A kind counts least where {@code y_s (W_k + A_k
 * f_s)} is least, which is on the first or on the last stage:
 *
 * <pre>
 *   bytes >= fixed + sum over k of min over s of y_s (W_k + A_k f_s) + y_0 (embedding + head)
 * </pre>
 */
public final class MemoryBound {

    private final MemoryModel memory;
    private final ModelKinds kinds;
    private final boolean training;
    private final double[] bytes = new double[MemoryComponent.COUNT];
    private final double[] layers;
    private final double[] fixedPerKind;
    private final double[] perMicroBatch;

    public MemoryBound(MemoryModel memory, ModelKinds kinds, boolean training) {
        this.memory = memory;
        this.kinds = kinds;
        this.training = training;
        this.layers = new double[kinds.count()];
        this.fixedPerKind = new double[kinds.count()];
        this.perMicroBatch = new double[kinds.count()];
    }

    /** Bytes that count against the engine's share, see {@link dev.meshwright.cost.memory.MemoryLimits#claimedBytes}. */
    public double bytes(Degrees degrees) {
        return training ? trainingBytes(degrees) : averageStage(degrees);
    }

    /** What stages hold at most in {@code usable} bytes; remembers what it was asked. */
    StageBound.Capacity capacity(CostParts parts, Degrees degrees, double usable) {
        int[][] known = new int[degrees.pipeline()][kinds.depth()];
        return (stage, from) -> {
            if (known[stage][from] == 0) {
                known[stage][from] = 1 + end(parts, degrees, stage, from, usable);
            }
            return known[stage][from] - 1;
        };
    }

    private int end(CostParts parts, Degrees degrees, int stage, int from, double usable) {
        int fits = from;
        int fails = kinds.depth() + 1;
        while (fails - fits > 1) {
            int middle = (fits + fails) / 2;
            if (stageBytes(parts, degrees, stage, from, middle) <= usable) {
                fits = middle;
            } else {
                fails = middle;
            }
        }
        return fits;
    }

    private double stageBytes(CostParts parts, Degrees degrees, int stage, int from, int to) {
        memory.fill(degrees, parts.stageShape(degrees, stage, from, to - 1), bytes, Ledger.NONE);
        return memory.limits().claimedBytes(degrees, bytes);
    }

    /**
     * Most micro-batches, from those of {@code least} to {@code most}, that fit into {@code usable} bytes. Bytes grow with
     * them, by a cache each: a straight line between what fits and what does not finds the last that fits in a few steps.
     *
     * @param least that fit
     */
    public int mostMicroBatches(Degrees least, int most, double usable) {
        int fits = least.microBatches();
        int fails = most;
        double bytesThatFit = bytes(least);
        double bytesThatFail = bytes(least.withBatch(least.microBatch(), most));
        if (bytesThatFail <= usable) {
            return most;
        }
        for (int step = 0; fails - fits > 1; step++) {
            double share = step % 4 == 3 ? 0.5 : (usable - bytesThatFit) / (bytesThatFail - bytesThatFit);
            int next = Math.clamp((long) (fits + share * (fails - (double) fits)), fits + 1, fails - 1);
            double needed = bytes(least.withBatch(least.microBatch(), next));
            if (needed <= usable) {
                fits = next;
                bytesThatFit = needed;
            } else {
                fails = next;
                bytesThatFail = needed;
            }
        }
        return fits;
    }

    private double averageStage(Degrees degrees) {
        double share = 1.0 / degrees.pipeline();
        for (int kind = 0; kind < layers.length; kind++) {
            layers[kind] = kinds.layersOfKind(kind) * share;
        }
        memory.fill(degrees, new StageShape(layers, share, share, 1), bytes, Ledger.NONE);
        return memory.limits().claimedBytes(degrees, bytes);
    }

    private double trainingBytes(Degrees degrees) {
        Arrays.fill(layers, 0);
        memory.fill(degrees, new StageShape(layers, 1, 1, 0), bytes, Ledger.NONE);
        // With nothing in flight activations are the gradients of the layer under way, alike on every stage.
        double working = bytes[MemoryComponent.ACTIVATIONS.ordinal()];
        double constant = constantBytes() + working;
        double ends = MemoryModel.total(bytes) - constant;
        double whole = ends;
        double activations = 0;
        for (int kind = 0; kind < layers.length; kind++) {
            layers[kind] = kinds.layersOfKind(kind);
            memory.fill(degrees, new StageShape(layers, 0, 0, 1), bytes, Ledger.NONE);
            layers[kind] = 0;
            perMicroBatch[kind] = bytes[MemoryComponent.ACTIVATIONS.ordinal()] - working;
            fixedPerKind[kind] = MemoryModel.total(bytes) - constant - perMicroBatch[kind];
            activations += perMicroBatch[kind];
            whole += fixedPerKind[kind];
        }
        double stages = 0;
        for (int stage = 0; stage < degrees.pipeline(); stage++) {
            stages += 1 / (whole + activations * inFlight(degrees, stage));
        }
        double most = inFlight(degrees, 0);
        double least = inFlight(degrees, degrees.pipeline() - 1);
        double sum = ends / (whole + activations * most);
        for (int kind = 0; kind < layers.length; kind++) {
            double onFirst = (fixedPerKind[kind] + perMicroBatch[kind] * most) / (whole + activations * most);
            double onLast = (fixedPerKind[kind] + perMicroBatch[kind] * least) / (whole + activations * least);
            sum += Math.min(onFirst, onLast);
        }
        return constant + sum / stages;
    }

    private double constantBytes() {
        return bytes[MemoryComponent.COLLECTIVE_BUFFERS.ordinal()] + bytes[MemoryComponent.RUNTIME.ordinal()];
    }

    private static double inFlight(Degrees degrees, int stage) {
        return Schedule.inFlight(stage, degrees.pipeline(), degrees.microBatches(), degrees.virtualStages());
    }
}

package dev.meshwright.cost.bound;

import dev.meshwright.cost.evaluation.DegreeBound;
import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.cost.layer.Pass;
import dev.meshwright.cost.pass.CostParts;
import dev.meshwright.cost.serving.PassTimes;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.layout.Batch;
import dev.meshwright.layout.Cut;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Degrees.Recomputation;
import dev.meshwright.layout.Family;
import java.util.OptionalDouble;

/**
 * What a step of training takes at least under any member of a family, see {@link FamilyModel}.
 *
 * <p>Keeps scratch accounts: one instance per thread.
 */
final class TrainingFamily {

    /** Longest stages are found to this from below, {@link StageBound}; their differences may err by as much. */
    private static final double ROUNDING = 1.1e-4;

    private final CostParts parts;
    private final DegreeModel degreeModel;
    private final DegreeTimes times;
    private final MemoryBound memoryBound;

    /** Bounds by the passes of {@code times}. */
    TrainingFamily(CostParts parts, DegreeModel degreeModel, DegreeTimes times, MemoryBound memoryBound) {
        this.parts = parts;
        this.degreeModel = degreeModel;
        this.times = times;
        this.memoryBound = memoryBound;
    }

    /** A training family on GPUs of one site; all replicas make a step together. */
    DegreeBound bound(Family family, Training training, int site) {
        double bytes = leastTrainingBytes(family);
        if (bytes > degreeModel.usableBytes(site)) {
            return DegreeBound.tooLarge(bytes);
        }
        double step = family.contexts().size() > 1
                ? stepOfAnyContext(family, training, site)
                : stepOfOneContext(family, training, site);
        double tokens = (double) training.globalBatch() * training.longest() / step;
        return DegreeBound.possible(
                bytes, new Performance(tokens, tokens, OptionalDouble.empty(), OptionalDouble.empty(), step));
    }

    /**
     * Copies that share a sequence compute as many tokens as those that do not, and hand keys and values on besides. So a step
     * takes at least the passes over all tokens of a rank, as many at a time as the least sharing allows.
     */
    private double stepOfAnyContext(Family family, Training training, int site) {
        Cut cut = family.cut()
                .withContext(1)
                .withVirtualStages(family.virtualStages().getLast());
        double sequences = (double) training.globalBatch() / cut.data() / cut.replicas();
        double atOnce = Math.min(
                sequences,
                (double) family.microBatch().most() / family.contexts().getFirst());
        Degrees alone = new Degrees(
                cut,
                new Batch(
                        1, family.microBatches().most(), family.recomputations().getFirst()));
        PassTimes pass = times.at(alone, Pass.training(atOnce, training.longest(), 1), site);
        return sequences / atOnce * pass.maxSeconds() + degreeModel.tailSeconds(alone, training, pass.sumSeconds());
    }

    private double stepOfOneContext(Family family, Training training, int site) {
        int virtual = family.virtualStages().getLast();
        int sequences = family.microBatch().least() * family.microBatches().most();
        int largest = family.microBatch().most();
        Degrees chunked = new Degrees(
                family.cut().withVirtualStages(virtual),
                new Batch(largest, sequences, family.recomputations().getFirst()));
        PassTimes large = times.at(chunked, parts.timing().mainPass(chunked), site);
        double step = sequences * (large.maxSeconds() / largest);
        boolean alike = site != CopiesOnSites.ANY || parts.sites().size() == 1;
        if (family.cut().pipeline() > 1 && alike) {
            Degrees one = chunked.withBatch(family.microBatch().least(), sequences);
            PassTimes small = times.at(one, parts.timing().mainPass(one), site);
            step += Math.max(0, small.sumSeconds() - (1 + ROUNDING) * small.maxSeconds()) / virtual;
        }
        // All of a step in one micro-batch hides its tail behind as much as there is.
        double hiding = family.microBatches().least() == 1 ? large.sumSeconds() : large.maxSeconds();
        return step + degreeModel.tailSeconds(chunked, training, hiding);
    }

    /** Small micro-batches shared by as many as may be, no chunks and the recomputation that keeps least. */
    private double leastTrainingBytes(Family family) {
        double least = Double.POSITIVE_INFINITY;
        Cut cut = family.cut().withContext(family.contexts().getLast());
        for (Recomputation recomputation : family.recomputations()) {
            Batch batch =
                    new Batch(family.microBatch().least(), family.microBatches().most(), recomputation);
            least = Math.min(least, memoryBound.bytes(new Degrees(cut, batch)));
        }
        return least;
    }
}

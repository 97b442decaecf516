package dev.meshwright.explain;

import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.Infeasibility;
import dev.meshwright.layout.Degrees;
import dev.meshwright.problem.Problem;
import dev.meshwright.workload.Workload.Decode;
import dev.meshwright.workload.Workload.Prefill;
import dev.meshwright.workload.Workload.Serving;
import dev.meshwright.workload.Workload.Training;
import java.util.Optional;

/** What keeps a layout from a larger batch, by the cost model's bound for the next larger one. */
final class BatchLimit {

    private BatchLimit() {}

    /** The reason; empty where the bound allows more, and where the problem fixes the number of sequences. */
    static Optional<Infeasibility> of(CostModel costModel, Degrees degrees) {
        if (fixed(costModel.problem())) {
            return Optional.empty();
        }
        // Batches follow 1, 1.5, 2, 3, 4, 6 ...: the next one is a third or a half larger.
        Degrees larger = new Degrees(
                degrees.tensor(),
                degrees.data(),
                degrees.expert(),
                degrees.expertTensor(),
                degrees.pipeline(),
                degrees.replicas(),
                Math.ceilDiv(3 * degrees.microBatch(), 2),
                degrees.microBatches(),
                degrees.virtualStages(),
                degrees.recomputation(),
                degrees.slotsPerRank());
        return Optional.ofNullable(costModel.bound(larger).infeasibility());
    }

    private static boolean fixed(Problem problem) {
        return switch (problem.workload()) {
            case Prefill prefill -> prefill.concurrency().isPresent();
            case Decode decode -> decode.concurrency().isPresent();
            case Serving serving -> serving.concurrency().isPresent();
            case Training training -> true;
        };
    }
}

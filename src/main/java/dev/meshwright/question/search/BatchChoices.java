package dev.meshwright.question.search;

import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.problem.SearchLimits;
import dev.meshwright.facts.workload.Workload.Decode;
import dev.meshwright.facts.workload.Workload.Prefill;
import dev.meshwright.facts.workload.Workload.Serving;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.layout.Degrees.Recomputation;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * How the sequences of a step can be cut into micro-batches.
 *
 * <p>Inference runs as many micro-batches as it has stages (fewer leave stages idle), twice as many where two should
 * overlap in a stage, or one. Where the problem leaves the concurrency open, every batch size up to 16 counts, then {@value
 * #STEPS_PER_DOUBLING} sizes per doubling: a latency target is then met to within a sixteenth of the batch on average.
 * Training takes every micro-batch that divides the global batch up to {@value #LARGEST_MICRO_BATCH}.
 */
final class BatchChoices {

    private static final int LARGEST_MICRO_BATCH = 16;
    private static final int LARGEST_BATCH_PER_RANK = 4096;
    private static final int STEPS_PER_DOUBLING = 8;
    private static final int[] VIRTUAL_STAGES = {1, 2, 4};

    /** One way to cut the sequences of an attention rank. */
    record Choice(int microBatch, int microBatches, int virtualStages, Recomputation recomputation) {}

    private final Problem problem;

    BatchChoices(Problem problem) {
        this.problem = problem;
    }

    /** Ways for {@code attentionRanks} = data x replicas attention ranks and {@code pipeline} stages. */
    List<Choice> of(int attentionRanks, int pipeline) {
        return switch (problem.workload()) {
            case Prefill prefill -> inference(prefill.concurrency(), attentionRanks, pipeline);
            case Decode decode -> inference(decode.concurrency(), attentionRanks, pipeline);
            case Serving serving -> inference(serving.concurrency(), attentionRanks, pipeline);
            case Training training -> training(training, attentionRanks, pipeline);
        };
    }

    private List<Choice> inference(OptionalInt concurrency, int attentionRanks, int pipeline) {
        Set<Choice> choices = new LinkedHashSet<>();
        if (concurrency.isPresent()) {
            cut(Math.ceilDiv(concurrency.getAsInt(), attentionRanks), pipeline, choices);
        } else {
            for (int batch = 1;
                    batch <= LARGEST_BATCH_PER_RANK;
                    batch += Math.max(1, Integer.highestOneBit(batch) / STEPS_PER_DOUBLING)) {
                cut(batch, pipeline, choices);
            }
        }
        return List.copyOf(choices);
    }

    private void cut(int sequences, int pipeline, Set<Choice> choices) {
        for (int microBatches : new int[] {1, pipeline, 2 * pipeline}) {
            if (microBatches <= sequences) {
                int microBatch = Math.ceilDiv(sequences, microBatches);
                if (SearchLimits.allows(problem.limits().microBatch(), microBatch)) {
                    choices.add(new Choice(microBatch, microBatches, 1, Recomputation.NONE));
                }
            }
        }
    }

    private List<Choice> training(Training training, int attentionRanks, int pipeline) {
        List<Choice> choices = new ArrayList<>();
        if (training.globalBatch() % attentionRanks != 0) {
            return choices;
        }
        int sequences = training.globalBatch() / attentionRanks;
        int largest = training.microBatch().orElse(LARGEST_MICRO_BATCH);
        for (int microBatch = training.microBatch().orElse(1); microBatch <= largest; microBatch++) {
            boolean allowed = SearchLimits.allows(problem.limits().microBatch(), microBatch);
            if (sequences % microBatch == 0 && allowed) {
                int microBatches = sequences / microBatch;
                for (int virtualStages : VIRTUAL_STAGES) {
                    if (virtualStagesPossible(virtualStages, pipeline, microBatches)) {
                        for (Recomputation recomputation : recomputations(training)) {
                            choices.add(new Choice(microBatch, microBatches, virtualStages, recomputation));
                        }
                    }
                }
            }
        }
        return choices;
    }

    private boolean virtualStagesPossible(int virtualStages, int pipeline, int microBatches) {
        return virtualStages == 1
                || (pipeline > 1
                        && pipeline * virtualStages <= problem.model().depth()
                        && microBatches % pipeline == 0);
    }

    /** All three, unless the author ties recomputation to a sequence length. */
    private List<Recomputation> recomputations(Training training) {
        OptionalInt threshold = problem.assumptions().activationCheckpointingAbove();
        if (threshold.isEmpty()) {
            return List.of(Recomputation.values());
        }
        return List.of(training.longest() > threshold.getAsInt() ? Recomputation.FULL : Recomputation.NONE);
    }
}

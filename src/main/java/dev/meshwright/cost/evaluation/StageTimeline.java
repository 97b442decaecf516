package dev.meshwright.cost.evaluation;

import dev.meshwright.cost.evaluation.Evaluation.StageCost;
import dev.meshwright.cost.schedule.Schedule;
import dev.meshwright.facts.workload.Workload;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.layout.Degrees;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Micro-batches on their way through the stages of a pipeline, the slowest of which sets the pace, by the closed forms of {@link
 * Schedule}. In training a micro-batch stands for its forward and backward pass, which fill the same time one after the other as they do
 * in turn.
 *
 * @param microBatches that follow each other
 * @param virtualStages chunks on each GPU, which shorten fill and drain
 * @param seconds of all of them: training from the first start to the last end, else one round after which the first comes again
 * @param paceSeconds after which the next micro-batch begins
 * @param round whether they go round without end
 * @param stages in their order
 */
public record StageTimeline(
        int microBatches, int virtualStages, double seconds, double paceSeconds, boolean round, List<Row> stages) {

    public StageTimeline {
        stages = List.copyOf(stages);
    }

    /**
     * A stage.
     *
     * @param beginsSeconds when the first micro-batch reaches it
     * @param seconds of each micro-batch
     * @param busy share of the time in which it works
     */
    public record Row(double beginsSeconds, double seconds, double busy) {

        /** Share of the time in which it waits. */
        public double bubble() {
            return 1 - busy;
        }
    }

    /** That of an evaluated layout; empty without a pipeline. */
    public static Optional<StageTimeline> of(Evaluation evaluation, Degrees degrees, Workload workload) {
        if (degrees.pipeline() == 1 || evaluation.stages().size() != degrees.pipeline()) {
            return Optional.empty();
        }
        boolean round = !(workload instanceof Training);
        double[] stages =
                evaluation.stages().stream().mapToDouble(StageCost::seconds).toArray();
        return Optional.of(of(stages, degrees.microBatches(), round ? 1 : degrees.virtualStages(), round));
    }

    /** That of stages of which a micro-batch takes so many seconds each. */
    public static StageTimeline of(double[] stages, int microBatches, int chunks, boolean round) {
        double sum = Arrays.stream(stages).sum();
        double pace = Arrays.stream(stages).max().orElseThrow();
        double all = round
                ? Schedule.cycleSeconds(sum, pace, microBatches)
                : Schedule.makespanSeconds(sum, pace, microBatches, chunks);
        List<Row> rows = new ArrayList<>();
        double before = 0;
        for (double seconds : stages) {
            rows.add(new Row(before / chunks, seconds, microBatches * seconds / all));
            before += seconds;
        }
        return new StageTimeline(microBatches, chunks, all, pace, round, rows);
    }
}

package dev.meshwright.cost.serving;

import dev.meshwright.base.derivation.Ledger;
import dev.meshwright.base.derivation.Term;
import dev.meshwright.base.quantity.Dimension;
import dev.meshwright.cost.schedule.Schedule;

/**
 * A step in which every micro-batch goes round the pipeline once.
 *
 * @param overheadSeconds of the step, which no stage sees
 * @param microBatches m
 * @param times of one of them
 */
public record Cycle(double overheadSeconds, int microBatches, PassTimes times) {

    /** Seconds of the step. */
    public double seconds() {
        return overheadSeconds + Schedule.cycleSeconds(times.sumSeconds(), times.maxSeconds(), microBatches);
    }

    /** Takes down how the step's seconds come about, as those of {@code quantity}, from those of {@code pass}. */
    public void note(Ledger ledger, String quantity, String pass) {
        if (ledger.active()) {
            ledger.note(
                    quantity,
                    seconds(),
                    Dimension.SECONDS,
                    "overhead + max(m * slowest, way)",
                    "m micro-batches go round; with fewer than stages the pipe idles",
                    Term.of("overhead", overheadSeconds, Dimension.SECONDS),
                    Term.count("m", microBatches),
                    Term.from("slowest", pass + ".slowestStage"),
                    Term.from("way", pass + ".microBatch"));
        }
    }
}

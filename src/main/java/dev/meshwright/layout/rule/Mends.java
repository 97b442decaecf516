package dev.meshwright.layout.rule;

import dev.meshwright.facts.workload.Workload;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.layout.Degrees;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/** The smallest changes that mend broken rules of degrees: never to a value that is there already. */
final class Mends {

    static final String SLOW_LINKS = "allow slow links with search.tensorWithinNode: false.";

    /** Tensor groups that anybody forms end here: the GPUs of a rack that fast links join. */
    private static final int LARGEST_GROUP = 72;

    private Mends() {}

    /** For more chunks than layers. */
    static String stages(Degrees degrees, int depth) {
        if (degrees.virtualStages() <= depth) {
            return "Set pipeline to at most " + depth / degrees.virtualStages() + ".";
        }
        return degrees.pipeline() <= depth
                ? "Set virtualStages to at most " + depth / degrees.pipeline() + "."
                : "Set virtualStages to 1 and pipeline to at most " + depth + ".";
    }

    /** For experts that do not fill the GPUs of a stage: the degree that does, in training another number of copies too. */
    static String experts(Degrees degrees, boolean training) {
        long stage = degrees.gpusPerStage();
        long copy = (long) degrees.expert() * degrees.expertTensor();
        List<String> mends = new ArrayList<>();
        int copies = training ? degrees.expertData() : 1;
        boolean anew = copies != degrees.expertData();
        if (stage % ((long) degrees.expert() * copies) == 0) {
            mends.add((anew ? "expertData to 1 and expertTensor to " : "expertTensor to ")
                    + stage / degrees.expert() / copies);
        }
        if (training && stage % copy == 0) {
            mends.add("expertData to " + stage / copy);
        }
        if (!mends.isEmpty()) {
            return "Set " + String.join(", or ", mends) + ".";
        }
        return "Set tensor x data to a multiple of expert" + (copies > 1 ? " x expertData" : "") + ", such as "
                + degrees.expert() * (long) copies + ".";
    }

    /**
     * For ranks that share no cache: as many as hold the same one, or the next larger tensor degree in which that many do.
     *
     * @param copies ranks of the tensor group that hold the same keys and values
     * @param copiesAt the same of other tensor degrees; 1 where the model cannot be cut so
     */
    static String sharedCache(Workload workload, Degrees degrees, int copies, IntUnaryOperator copiesAt) {
        if (workload instanceof Workload.Prefill) {
            return "Sequences are shared in training and decoding only: set context to 1.";
        }
        OptionalInt larger = IntStream.rangeClosed(degrees.tensor() + 1, LARGEST_GROUP)
                .filter(tensor -> copiesAt.applyAsInt(tensor) % degrees.context() == 0)
                .findFirst();
        return (copies == 1 ? "No two tensor ranks hold" : copies + " tensor ranks hold")
                + " the same keys and values: set context to " + largestDivisor(copies, degrees.context())
                + (larger.isPresent() ? ", or tensor to " + larger.getAsInt() + "." : ".");
    }

    /** The batch of an attention rank that makes {@code globalBatch}; copies that share a sequence count as one. */
    static String batch(Degrees degrees, int globalBatch) {
        long copies = (long) degrees.data() * degrees.replicas();
        long shared = (long) globalBatch * degrees.context();
        if (shared % copies != 0) {
            return degrees.context() == 1
                    ? "Choose data x replicas that divides " + globalBatch + "."
                    : "Choose data x replicas that divides " + globalBatch + " x " + degrees.context()
                            + " (global batch x context).";
        }
        long perRank = shared / copies;
        if (perRank % degrees.microBatch() == 0) {
            return "Set microBatches to " + perRank / degrees.microBatch() + ".";
        }
        long microBatch = Math.min(degrees.microBatch(), perRank);
        while (perRank % microBatch != 0) {
            microBatch--;
        }
        return "Set microBatch to " + microBatch
                + (perRank / microBatch == degrees.microBatches()
                        ? "."
                        : " and microBatches to " + perRank / microBatch + ".");
    }

    /** For another micro-batch than the problem states: that one, in as many as the global batch wants of it. */
    static String microBatch(Training training, Degrees degrees, int stated) {
        long shared = (long) training.globalBatch() * degrees.context();
        long each = (long) degrees.data() * degrees.replicas() * stated;
        boolean whole = shared % each == 0;
        return "Set microBatch to " + stated
                + (whole && shared / each != degrees.microBatches() ? " and microBatches to " + shared / each : "")
                + ", or state another one in the workload.";
    }

    /** For fewer places than there are sequences: the micro-batch that holds them. */
    static String places(Degrees degrees, int asked) {
        long groups = (long) degrees.data() * degrees.replicas() * degrees.microBatches();
        return "Set microBatch to " + Math.ceilDiv(asked, groups) + ".";
    }

    /** The largest number up to {@code atMost} that divides {@code number}. */
    static int largestDivisor(int number, int atMost) {
        int divisor = Math.min(number, atMost);
        while (divisor > 1 && number % divisor != 0) {
            divisor--;
        }
        return Math.max(1, divisor);
    }
}

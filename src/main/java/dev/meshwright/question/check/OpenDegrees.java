package dev.meshwright.question.check;

import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.layout.DegreeRules;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Degrees.Recomputation;
import dev.meshwright.layout.draft.DegreeName;
import dev.meshwright.question.search.DegreesSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Every value of what a plan leaves open, for one number of replicas: slots, micro-batches, virtual stages and
 * recomputation. What is stated stays; what breaks a rule is left out.
 */
final class OpenDegrees implements DegreesSource {

    /** Largest batch per attention rank that is tried where the problem leaves the concurrency open. */
    private static final int LARGEST_BATCH = 4096;

    /** Batches tried per doubling before the best of them is refined to one sequence. */
    private static final int STEPS_PER_DOUBLING = 8;

    private static final int[] VIRTUAL_STAGES = {1, 2, 4};

    private final Problem problem;
    private final DegreeRules rules;
    private final Reading reading;
    private final int replicas;
    private final List<Integer> slots;

    /**
     * The values.
     *
     * @param slots per rank that are possible, fewest first
     */
    OpenDegrees(Problem problem, Reading reading, int replicas, List<Integer> slots) {
        this.problem = problem;
        this.rules = new DegreeRules(problem);
        this.reading = reading;
        this.replicas = replicas;
        this.slots = slots;
    }

    @Override
    public void forEach(Consumer<Degrees> visitor) {
        all(degrees -> {
            if (rules.violations(degrees).isEmpty()) {
                visitor.accept(degrees);
            }
        });
    }

    /** Degrees to judge where none obeys the rules: the first of all, whatever it breaks. */
    Degrees first() {
        List<Degrees> first = new ArrayList<>(1);
        all(degrees -> {
            if (first.isEmpty()) {
                first.add(degrees);
            }
        });
        return first.isEmpty() ? degrees(slots.getFirst(), 1, 1, 1, Recomputation.NONE) : first.getFirst();
    }

    private void all(Consumer<Degrees> visitor) {
        for (int slot : slots) {
            if (problem.workload() instanceof Training training) {
                training(training, slot, visitor);
            } else {
                inference(slot, visitor);
            }
        }
    }

    private void inference(int slot, Consumer<Degrees> visitor) {
        OptionalInt asked = problem.workload().stepSequences();
        OptionalInt microBatch = reading.draft().get(DegreeName.MICRO_BATCH);
        Recomputation kept = reading.draft().recomputation().orElse(Recomputation.NONE);
        int virtual = reading.draft().get(DegreeName.VIRTUAL_STAGES).orElse(1);
        if (asked.isPresent()) {
            int ranks = (int) Math.min(Integer.MAX_VALUE, (long) reading.get(DegreeName.DATA) * replicas);
            int perRank = Math.ceilDiv(asked.getAsInt(), ranks);
            for (int count : microBatches(microBatch.isPresent() ? Math.ceilDiv(perRank, microBatch.getAsInt()) : 0)) {
                if (count <= perRank || count == 1 || stated(DegreeName.MICRO_BATCHES)) {
                    int size = microBatch.orElse(Math.ceilDiv(perRank, count));
                    visitor.accept(degrees(slot, size, count, virtual, kept));
                }
            }
            return;
        }
        for (int count : microBatches(0)) {
            for (int size : microBatch.isPresent() ? List.of(microBatch.getAsInt()) : sizes(count)) {
                visitor.accept(degrees(slot, size, count, virtual, kept));
            }
        }
    }

    private static List<Integer> sizes(int microBatches) {
        List<Integer> sizes = new ArrayList<>();
        int most = Math.max(1, LARGEST_BATCH / microBatches);
        for (int size = 1; size <= most; size = next(size)) {
            sizes.add(size);
        }
        return sizes;
    }

    /** The size that is tried after {@code size}. */
    static int next(int size) {
        return size + Math.max(1, Integer.highestOneBit(size) / STEPS_PER_DOUBLING);
    }

    /** Those stated, or {@code forced}, or one per stage, two, or one in all. */
    private List<Integer> microBatches(int forced) {
        OptionalInt stated = reading.draft().get(DegreeName.MICRO_BATCHES);
        if (stated.isPresent()) {
            return List.of(stated.getAsInt());
        }
        if (forced > 0) {
            return List.of(forced);
        }
        int stages = reading.get(DegreeName.PIPELINE);
        return IntStream.of(stages, 2 * stages, 1).distinct().boxed().toList();
    }

    private void training(Training training, int slot, Consumer<Degrees> visitor) {
        long copies = (long) reading.get(DegreeName.DATA) * replicas;
        long sequences = (long) training.globalBatch()
                * reading.draft().get(DegreeName.CONTEXT).orElse(1);
        int perRank = (int) Math.max(1, Math.min(Integer.MAX_VALUE, sequences / copies));
        for (int size : trainingSizes(training, perRank)) {
            int count = reading.draft().get(DegreeName.MICRO_BATCHES).orElse(Math.max(1, perRank / size));
            for (int virtual : virtualStages()) {
                for (Recomputation recomputation : recomputations(training)) {
                    visitor.accept(degrees(slot, size, count, virtual, recomputation));
                }
            }
        }
    }

    private List<Integer> trainingSizes(Training training, int perRank) {
        OptionalInt stated = reading.draft().get(DegreeName.MICRO_BATCH);
        OptionalInt count = reading.draft().get(DegreeName.MICRO_BATCHES);
        if (stated.isPresent()) {
            return List.of(stated.getAsInt());
        }
        if (count.isPresent()) {
            return List.of(Math.max(1, perRank / count.getAsInt()));
        }
        if (training.microBatch().isPresent()) {
            return List.of(training.microBatch().getAsInt());
        }
        return IntStream.rangeClosed(1, Math.min(perRank, LARGEST_BATCH))
                .filter(size -> perRank % size == 0)
                .boxed()
                .toList();
    }

    private List<Integer> virtualStages() {
        OptionalInt stated = reading.draft().get(DegreeName.VIRTUAL_STAGES);
        if (stated.isPresent()) {
            return List.of(stated.getAsInt());
        }
        return reading.get(DegreeName.PIPELINE) == 1
                ? List.of(1)
                : IntStream.of(VIRTUAL_STAGES).boxed().toList();
    }

    /** That stated, or by the problem's threshold, or all of them. */
    private List<Recomputation> recomputations(Training training) {
        if (reading.draft().recomputation().isPresent()) {
            return List.of(reading.draft().recomputation().get());
        }
        OptionalInt threshold = problem.assumptions().activationCheckpointingAbove();
        if (threshold.isPresent()) {
            return List.of(training.longest() > threshold.getAsInt() ? Recomputation.FULL : Recomputation.NONE);
        }
        return List.of(Recomputation.values());
    }

    private boolean stated(DegreeName name) {
        return reading.draft().get(name).isPresent();
    }

    private Degrees degrees(int slot, int size, int count, int virtual, Recomputation recomputation) {
        return new Degrees(
                reading.get(DegreeName.TENSOR),
                reading.get(DegreeName.DATA),
                reading.get(DegreeName.EXPERT),
                reading.get(DegreeName.EXPERT_TENSOR),
                reading.get(DegreeName.PIPELINE),
                replicas,
                size,
                count,
                virtual,
                recomputation,
                slot,
                // Sequences are shared in training only; a plan that shares them elsewhere is evaluated without.
                problem.workload() instanceof Training
                        ? reading.draft().get(DegreeName.CONTEXT).orElse(1)
                        : 1);
    }
}

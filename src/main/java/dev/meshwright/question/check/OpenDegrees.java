package dev.meshwright.question.check;

import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.layout.Batch;
import dev.meshwright.layout.Cut;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Degrees.Recomputation;
import dev.meshwright.layout.Family;
import dev.meshwright.layout.IntRange;
import dev.meshwright.layout.draft.DegreeName;
import dev.meshwright.layout.rule.DegreeRules;
import dev.meshwright.layout.rule.RunningSequences;
import dev.meshwright.question.search.space.Divisors;
import dev.meshwright.question.search.space.FamilySource;
import dev.meshwright.question.search.space.LayoutSpace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * Every value of what a plan leaves open, for one number of replicas: slots, micro-batches, virtual stages and
 * recomputation. What is stated stays; what breaks a rule is left out.
 */
final class OpenDegrees implements FamilySource {

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
    public void forEach(Consumer<Family> visitor) {
        all(family -> {
            if (rules.violations(first(family)).isEmpty()) {
                visitor.accept(family);
            }
        });
    }

    /** Degrees to judge where none obeys the rules: of those that break the fewest the first. */
    Degrees first() {
        List<Degrees> all = new ArrayList<>();
        all(family -> all.add(first(family)));
        return all.stream()
                .min(Comparator.comparingInt(
                        degrees -> rules.violations(degrees).size()))
                .orElseGet(() -> degrees(slots.getFirst(), 1, 1, 1, Recomputation.NONE));
    }

    /** The degrees that rules judge a family by: all sequences asked for have their places in one micro-batch. */
    private Degrees first(Family family) {
        boolean asked = problem.workload().concurrency().isPresent();
        Degrees least = family.least();
        return asked ? least.withBatch(family.microBatch().most(), least.microBatches()) : least;
    }

    private void all(Consumer<Family> visitor) {
        for (int slot : slots) {
            if (problem.workload() instanceof Training training) {
                training(training, slot, visitor);
            } else {
                inference(slot, visitor);
            }
        }
    }

    private void inference(int slot, Consumer<Family> visitor) {
        OptionalInt asked = problem.workload().stepSequences();
        OptionalInt size = reading.draft().get(DegreeName.MICRO_BATCH);
        OptionalInt count = reading.draft().get(DegreeName.MICRO_BATCHES);
        if (asked.isEmpty()) {
            int running = RunningSequences.most(problem, reading.get(DegreeName.PIPELINE), Family.MOST_SEQUENCES);
            int most = running / Math.min(running, size.orElse(count.orElse(1)));
            visitor.accept(ranging(slot, range(size, most), range(count, most)));
            return;
        }
        int ranks = (int) Math.min(Integer.MAX_VALUE, (long) reading.get(DegreeName.DATA) * replicas);
        int perRank = Math.ceilDiv(asked.getAsInt(), ranks);
        if (size.isEmpty() && count.isEmpty()) {
            IntRange any = new IntRange(1, perRank);
            visitor.accept(ranging(slot, any, any));
            return;
        }
        int batches = count.orElseGet(() -> Math.ceilDiv(perRank, size.getAsInt()));
        int sequences = size.orElseGet(() -> Math.ceilDiv(perRank, batches));
        visitor.accept(ranging(slot, IntRange.of(sequences), IntRange.of(batches)));
    }

    private static IntRange range(OptionalInt stated, int most) {
        return stated.isPresent() ? IntRange.of(stated.getAsInt()) : new IntRange(1, most);
    }

    private Family ranging(int slot, IntRange sizes, IntRange counts) {
        Recomputation kept = reading.draft().recomputation().orElse(Recomputation.NONE);
        Degrees least = degrees(slot, sizes.least(), counts.least(), 1, kept);
        return Family.of(least).with(IntRange.of(replicas), sizes, counts);
    }

    private void training(Training training, int slot, Consumer<Family> visitor) {
        long copies = (long) reading.get(DegreeName.DATA) * replicas;
        long sequences = (long) training.globalBatch()
                * reading.draft().get(DegreeName.CONTEXT).orElse(1);
        int perRank = (int) Math.max(1, Math.min(Integer.MAX_VALUE, sequences / copies));
        for (int size : trainingSizes(training, perRank)) {
            int count = reading.draft().get(DegreeName.MICRO_BATCHES).orElse(Math.max(1, perRank / size));
            for (int virtual : virtualStages()) {
                for (Recomputation recomputation : recomputations(training)) {
                    visitor.accept(Family.of(degrees(slot, size, count, virtual, recomputation)));
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
        return Divisors.of(perRank);
    }

    private List<Integer> virtualStages() {
        OptionalInt stated = reading.draft().get(DegreeName.VIRTUAL_STAGES);
        if (stated.isPresent()) {
            return List.of(stated.getAsInt());
        }
        return reading.get(DegreeName.PIPELINE) == 1 ? List.of(1) : LayoutSpace.VIRTUAL_STAGES;
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

    private Degrees degrees(int slot, int size, int count, int virtual, Recomputation recomputation) {
        // A plan that shares caches which are not there to be shared, or cuts stages that are not cut, is evaluated
        // without.
        boolean trains = problem.workload() instanceof Training;
        int stated = reading.draft().get(DegreeName.CONTEXT).orElse(1);
        boolean shared = trains || rules.cacheCopies(reading.get(DegreeName.TENSOR)) % stated == 0;
        int context = shared ? stated : 1;
        Cut cut = new Cut(
                reading.get(DegreeName.TENSOR),
                reading.get(DegreeName.DATA),
                reading.get(DegreeName.EXPERT),
                reading.get(DegreeName.EXPERT_TENSOR),
                reading.get(DegreeName.EXPERT_DATA),
                reading.get(DegreeName.PIPELINE),
                replicas,
                trains ? virtual : 1,
                slot,
                context);
        return new Degrees(cut, new Batch(size, count, recomputation));
    }
}

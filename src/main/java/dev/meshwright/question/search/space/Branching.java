package dev.meshwright.question.search.space;

import dev.meshwright.facts.problem.Objective;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.problem.SearchLimits;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.layout.Batch;
import dev.meshwright.layout.Cut;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Degrees.Recomputation;
import dev.meshwright.layout.Family;
import dev.meshwright.layout.IntRange;
import dev.meshwright.layout.rule.RunningSequences;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Splits families into smaller ones that hold the same members.
 *
 * <ul>
 *   <li>Training: by the attention copies that share a sequence, then every micro-batch that divides the sequences of an attention rank, with every number of chunks and every
 *       recomputation.
 *   <li>A given number of sequences: copies, then micro-batches; the size of a micro-batch follows.
 *   <li>An open number of sequences: micro-batches where messages begin to hide behind another's computation, then whatever
 *       spans the widest range, and the tensor ranks that share a cache once no range is wide. Copies on equal GPUs are alike:
 *       what refutes the most of them refutes all, so they are told apart last, the most of them first.
 * </ul>
 */
public final class Branching {

    /** Ranges no wider than this tell the numbers of ranks that share a cache apart; wider ones are refuted with all of them at once. */
    private static final double NARROW = 2;

    private final Problem problem;
    private final OptionalInt concurrency;
    private final boolean copiesAlike;

    /** Splits families of {@code problem}. */
    public Branching(Problem problem) {
        this.problem = problem;
        this.concurrency = problem.workload() instanceof Training
                ? OptionalInt.empty()
                : problem.workload().stepSequences();
        this.copiesAlike = problem.cluster().nodes().size() == 1 && problem.objective() != Objective.GPUS;
    }

    /** Parts of a family of several members. */
    public List<Family> split(Family family) {
        if (problem.workload() instanceof Training training) {
            return family.contexts().size() > 1 ? byContext(family, training) : members(family, training);
        }
        boolean several = family.contexts().size() > 1;
        if (several && (concurrency.isPresent() || spread(family) <= NARROW)) {
            return family.contexts().stream()
                    .map(context -> family.withContexts(List.of(context)))
                    .toList();
        }
        return concurrency.isPresent()
                ? shared(family)
                : open(family).stream().filter(this::runs).toList();
    }

    /** Whether an engine runs the smallest batch of a family at once. */
    private boolean runs(Family family) {
        long sequences =
                (long) family.microBatch().least() * family.microBatches().least();
        return sequences
                <= RunningSequences.most(problem, family.cut().pipeline()).orElse(Integer.MAX_VALUE);
    }

    private static double spread(Family family) {
        return Math.max(family.microBatch().ratio(), family.microBatches().ratio());
    }

    /** Members with the smallest micro-batches on the most copies: those that need least memory, or least time. */
    public List<Degrees> lightest(Family family) {
        boolean training = problem.workload() instanceof Training;
        int context = training ? family.cut().context() : family.contexts().getLast();
        Cut cut = family.cut().withReplicas(family.replicas().most()).withContext(context);
        int size = family.microBatch().least();
        if (problem.workload() instanceof Training steps) {
            int count = sequences(steps, cut) / size;
            return family.recomputations().stream()
                    .map(recomputation -> new Degrees(cut, new Batch(size, count, recomputation)))
                    .toList();
        }
        if (concurrency.isEmpty()) {
            return List.of(family.withContexts(List.of(context)).least());
        }
        int sequences = sequencesPerRank(cut.data(), cut.replicas());
        return IntStream.of(1, Math.min(cut.pipeline(), sequences), sequences)
                .distinct()
                .mapToObj(
                        count -> new Degrees(cut, new Batch(Math.ceilDiv(sequences, count), count, Recomputation.NONE)))
                .filter(degrees -> SearchLimits.allows(problem.limits().microBatch(), degrees.microBatch()))
                .toList();
    }

    private List<Family> byContext(Family family, Training training) {
        return family.contexts().stream()
                .map(context -> training(
                        family.cut().withContext(context), training, family.virtualStages(), family.recomputations()))
                .toList();
    }

    /** The family of a training cut with one context, which has some micro-batch. */
    Family training(Cut cut, Training training, List<Integer> virtual, List<Recomputation> recomputations) {
        int sequences = sequences(training, cut);
        List<Integer> sizes = sizes(training, cut);
        return new Family(
                cut,
                IntRange.of(cut.replicas()),
                new IntRange(sizes.getFirst(), sizes.getLast()),
                new IntRange(sequences / sizes.getLast(), sequences / sizes.getFirst()),
                virtual,
                recomputations,
                List.of(cut.context()));
    }

    /** Micro-batches that divide the sequences of an attention rank and are allowed, ascending. */
    List<Integer> sizes(Training training, Cut cut) {
        return Divisors.of(sequences(training, cut)).stream()
                .filter(size -> SearchLimits.allows(problem.limits().microBatch(), size)
                        && (training.microBatch().isEmpty()
                                || training.microBatch().getAsInt() == size))
                .toList();
    }

    private List<Family> members(Family family, Training training) {
        List<Family> members = new ArrayList<>();
        int sequences = sequences(training, family.cut());
        for (int size : sizes(training, family.cut())) {
            if (family.microBatch().holds(size)) {
                for (int virtual : family.virtualStages()) {
                    if (virtual == 1 || sequences / size % family.cut().pipeline() == 0) {
                        for (Recomputation recomputation : family.recomputations()) {
                            members.add(Family.of(new Degrees(
                                    family.cut().withVirtualStages(virtual),
                                    new Batch(size, sequences / size, recomputation))));
                        }
                    }
                }
            }
        }
        return members;
    }

    /** Sequences of a step on an attention rank. */
    static int sequences(Training training, Cut cut) {
        return (int) ((long) training.globalBatch() * cut.context() / ((long) cut.data() * cut.replicas()));
    }

    private List<Family> shared(Family family) {
        List<Family> parts = new ArrayList<>();
        if (!family.replicas().single()) {
            for (IntRange copies : family.replicas().halves()) {
                shared(family, copies, family.microBatches(), parts);
            }
        } else {
            IntRange counts = family.microBatches();
            for (IntRange batches : counts.single() ? List.of(counts) : counts.halves()) {
                shared(family, family.replicas(), batches, parts);
            }
        }
        return parts;
    }

    private void shared(Family family, IntRange copies, IntRange batches, List<Family> parts) {
        int data = family.cut().data();
        int most = sequencesPerRank(data, copies.least());
        int fewest = sequencesPerRank(data, copies.most());
        if (batches.least() > most) {
            return;
        }
        IntRange counts = new IntRange(batches.least(), Math.min(batches.most(), most));
        IntRange sizes =
                new IntRange(Math.ceilDiv(fewest, Math.min(counts.most(), fewest)), Math.ceilDiv(most, counts.least()));
        Family part = family.with(copies, sizes, counts);
        boolean allowed =
                part.member().isEmpty() || SearchLimits.allows(problem.limits().microBatch(), sizes.least());
        if (allowed) {
            parts.add(part);
        }
    }

    /** Sequences on the fullest attention rank when all asked for are in flight. */
    private int sequencesPerRank(int data, int copies) {
        return sequencesPerRank(concurrency.getAsInt(), data, copies);
    }

    static int sequencesPerRank(int sequences, int data, int copies) {
        return (int) Math.ceilDiv((long) sequences, (long) data * copies);
    }

    private List<Family> open(Family family) {
        IntRange copies = family.replicas();
        IntRange batches = family.microBatches();
        if (copiesAlike && batches.single() && family.microBatch().single()) {
            return copies.splitAfter(copies.most() - 1).reversed().stream()
                    .map(part -> family.with(part, family.microBatch(), batches))
                    .toList();
        }
        int hidden = 2 * family.cut().pipeline();
        if (batches.least() < hidden && hidden <= batches.most()) {
            return batches.splitAfter(hidden - 1).stream()
                    .map(part -> family.with(copies, family.microBatch(), part))
                    .toList();
        }
        double widest = Math.max(copiesAlike ? 1 : copies.ratio(), spread(family));
        if (batches.ratio() == widest) {
            return batches.halves().stream()
                    .map(part -> family.with(copies, family.microBatch(), part))
                    .toList();
        }
        if (family.microBatch().ratio() == widest) {
            return family.microBatch().halves().stream()
                    .map(part -> family.with(copies, part, batches))
                    .toList();
        }
        return copies.halves().stream()
                .map(part -> family.with(part, family.microBatch(), batches))
                .toList();
    }
}

package dev.meshwright.question.search.space;

import dev.meshwright.base.patience.Patience;
import dev.meshwright.facts.model.Layer;
import dev.meshwright.facts.model.LinearAttention;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.problem.SearchLimits;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.layout.Cut;
import dev.meshwright.layout.Degrees.Recomputation;
import dev.meshwright.layout.Family;
import dev.meshwright.layout.IntRange;
import dev.meshwright.layout.engine.EngineSpace;
import dev.meshwright.layout.rule.DegreeRules;
import dev.meshwright.layout.rule.LengthRule;
import dev.meshwright.layout.rule.RunningSequences;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Every family of degrees that the rules and the problem's limits allow.
 *
 * <p>An instance of the model has any number of GPUs up to those of the cluster, or up to the largest that an engine has been seen to
 * run, and there is any number of instances, so that GPUs may stay idle. Within an instance every product {@code tensor x data x pipeline} and every {@code expert x
 * expertTensor = tensor x data} counts; in decoding also every number of tensor ranks that share a cache; in training every number of attention copies that share a sequence, and of
 * copies of the experts on parts of the tensor groups. Copies on whole tensor groups are instances of their own
 * (docs/adr/0016-copies-of-experts-and-shared-caches.md), so data and expertData have no factor in common.
 * Of all that, what the named engine can express, unless the problem opens its space.
 */
public final class LayoutSpace implements FamilySource {

    /** Model chunks per stage that training tries. */
    public static final List<Integer> VIRTUAL_STAGES = List.of(1, 2, 4);

    private final Problem problem;
    private final SearchLimits limits;
    private final DegreeRules rules;
    private final Branching branching;
    private final int gpus;
    private final int largestInstance;
    private final int experts;
    private final boolean uneven;
    private final Function<Family, Optional<Family>> part;
    private final Map<Integer, List<Integer>> sharing = new HashMap<>();

    /** Whether sequences may be shared: states of linear attention are not handed on between parts. */
    private final boolean shareable;

    /** Layers that a stage may begin with. */
    private final int chunks;

    /** The space of {@code problem}. */
    public LayoutSpace(Problem problem) {
        this(problem, within(EngineSpace.restricting(problem)), InstanceLimit.of(problem));
    }

    private LayoutSpace(Problem problem, Function<Family, Optional<Family>> part, int largestInstance) {
        this.problem = problem;
        this.part = part;
        this.limits = problem.limits();
        this.rules = new DegreeRules(problem);
        this.branching = new Branching(problem);
        this.gpus = problem.cluster().gpus();
        this.largestInstance = largestInstance;
        this.experts = rules.experts();
        this.shareable =
                problem.model().layerKinds().stream().map(Layer::mixer).noneMatch(LinearAttention.class::isInstance);
        this.uneven = !problem.expertLoad().even();
        this.chunks = (int) IntStream.range(0, problem.model().depth())
                .filter(problem.model()::mayBeginStage)
                .count();
    }

    private static Function<Family, Optional<Family>> within(Optional<EngineSpace> space) {
        return space.isPresent() ? space.get()::within : Optional::of;
    }

    /** What {@code problem} has beside all that {@code space} holds: what that engine cannot express. */
    public static LayoutSpace beyond(EngineSpace space, Problem problem) {
        return new LayoutSpace(problem, space::beyond, InstanceLimit.open(problem));
    }

    /** Calls {@code visitor} with every family, always in the same order. */
    @Override
    public void forEach(Consumer<Family> visitor) {
        forEachInstance(new IntRange(1, gpus), visitor);
    }

    /** GPUs of the largest instance that a search of {@code problem} tries. */
    public static int largestInstance(Problem problem) {
        return InstanceLimit.of(problem);
    }

    /** The same with instances of some sizes alone. */
    public void forEachInstance(IntRange sizes, Consumer<Family> visitor) {
        // No degrees make an engine start that refuses the sequences themselves.
        boolean refused = LengthRule.violation(problem).isPresent();
        int largest = refused ? 0 : Math.min(Math.min(gpus, largestInstance), sizes.most());
        for (int tensor = 1; tensor <= largest; tensor++) {
            if (SearchLimits.allows(limits.tensor(), tensor) && rules.allowsTensor(tensor)) {
                int stages = Math.min(Math.min(largest / tensor, chunks), limits.maxPipeline());
                for (int pipeline = 1; pipeline <= stages; pipeline++) {
                    if (SearchLimits.allows(limits.pipeline(), pipeline)) {
                        int stage = tensor * pipeline;
                        copies(tensor, pipeline, Math.ceilDiv(sizes.least(), stage), largest / stage, visitor);
                    }
                }
            }
        }
    }

    private void copies(int tensor, int pipeline, int fewest, int most, Consumer<Family> visitor) {
        // Copies of the attention part make sense only where they share experts.
        for (int data = fewest; data <= (experts == 0 ? Math.min(1, most) : most); data++) {
            Patience.ask();
            if (SearchLimits.allows(limits.data(), data)) {
                List<IntRange> replicas = replicas(data, pipeline, rules.tensorGroups(tensor) / (pipeline * data));
                for (int parts : replicas.isEmpty() ? List.<Integer>of() : expertData(tensor, data)) {
                    for (int expert : experts == 0 ? List.of(1) : Divisors.of(tensor * data / parts)) {
                        experts(tensor, data, expert, parts, pipeline, replicas, visitor);
                    }
                }
            }
        }
    }

    /** Copies of the experts on a stage: parts of a tensor group, in training, which no instance of its own has. */
    private List<Integer> expertData(int tensor, int data) {
        if (experts == 0 || !(problem.workload() instanceof Training)) {
            return List.of(1);
        }
        return Divisors.of(tensor).stream()
                .filter(copies -> Cut.leastData(tensor, tensor * data / copies) == data)
                .toList();
    }

    /** Numbers of instances, as ranges; no more than leave a sequence to each, no fewer than run all of them. */
    private List<IntRange> replicas(int data, int pipeline, int most) {
        if (most == 0) {
            return List.of();
        }
        if (problem.workload() instanceof Training training) {
            return IntStream.rangeClosed(1, most)
                    .filter(copies -> SearchLimits.allows(limits.replicas(), copies)
                            && !contexts(training, data * copies).isEmpty())
                    .mapToObj(IntRange::of)
                    .toList();
        }
        OptionalInt sequences = problem.workload().stepSequences();
        int sharing = sequences.isPresent() ? Math.min(most, Math.ceilDiv(sequences.getAsInt(), data)) : most;
        int running = RunningSequences.most(problem, pipeline, Family.MOST_SEQUENCES);
        int fewest = sequences.isPresent() ? (int) Math.ceilDiv((long) sequences.getAsInt(), (long) data * running) : 1;
        if (fewest > sharing) {
            return List.of();
        }
        return limits.replicas().isEmpty()
                ? List.of(new IntRange(fewest, sharing))
                : IntRange.runs(limits.replicas().stream()
                        .filter(copies -> copies >= fewest && copies <= sharing)
                        .distinct()
                        .sorted()
                        .toList());
    }

    /**
     * How many of {@code copies} attention copies may share a sequence: as many as leave each group whole sequences in
     * equal numbers and cut each as the rules want.
     */
    private List<Integer> contexts(Training training, int copies) {
        List<Integer> contexts = new ArrayList<>();
        for (int context : Divisors.of(copies)) {
            if ((context == 1 || shareable) && DegreeRules.sharesSequences(training, copies, context)) {
                contexts.add(context);
            }
        }
        return contexts;
    }

    private void experts(
            int tensor,
            int data,
            int expert,
            int expertData,
            int pipeline,
            List<IntRange> replicas,
            Consumer<Family> visitor) {
        int expertTensor = experts == 0 ? 1 : tensor * data / expertData / expert;
        if (!SearchLimits.allows(limits.expert(), expert)
                || !SearchLimits.allows(limits.expertTensor(), expertTensor)
                || !rules.allowsExpertTensor(expertTensor)) {
            return;
        }
        int needed = experts == 0 ? 0 : Math.ceilDiv(experts, expert);
        boolean spare = experts > 0 && (uneven || experts % expert != 0);
        for (int slots = needed; slots <= needed + (spare ? limits.redundantSlotsPerRank() : 0); slots++) {
            for (IntRange copies : replicas) {
                Cut cut =
                        new Cut(tensor, data, expert, expertTensor, expertData, pipeline, copies.least(), 1, slots, 1);
                if (problem.workload() instanceof Training training) {
                    training(cut, training, visitor);
                } else {
                    inference(cut, copies, visitor);
                }
            }
        }
    }

    private void training(Cut cut, Training training, Consumer<Family> visitor) {
        List<Integer> virtual = VIRTUAL_STAGES.stream()
                .filter(stages -> stages == 1 || (cut.pipeline() > 1 && cut.pipeline() * stages <= chunks))
                .toList();
        List<Family> families = new ArrayList<>();
        for (int context : contexts(training, cut.data() * cut.replicas())) {
            Cut shared = cut.withContext(context);
            if (!branching.sizes(training, shared).isEmpty()) {
                families.add(branching.training(shared, training, virtual, recomputations(training)));
            }
        }
        if (!families.isEmpty()) {
            visit(together(families), visitor);
        }
    }

    /** Families of the same cut with different contexts as one. */
    private static Family together(List<Family> families) {
        Family first = families.getFirst();
        IntRange sizes = first.microBatch();
        IntRange counts = first.microBatches();
        for (Family family : families) {
            sizes = sizes.spanning(family.microBatch());
            counts = counts.spanning(family.microBatches());
        }
        return new Family(
                first.cut(),
                first.replicas(),
                sizes,
                counts,
                first.virtualStages(),
                first.recomputations(),
                families.stream().map(family -> family.cut().context()).toList());
    }

    /** All three, unless the author ties recomputation to a sequence length. */
    private List<Recomputation> recomputations(Training training) {
        OptionalInt threshold = problem.assumptions().activationCheckpointingAbove();
        if (threshold.isEmpty()) {
            return List.of(Recomputation.values());
        }
        return List.of(training.longest() > threshold.getAsInt() ? Recomputation.FULL : Recomputation.NONE);
    }

    private void inference(Cut cut, IntRange copies, Consumer<Family> visitor) {
        OptionalInt asked = problem.workload().stepSequences();
        if (asked.isPresent()) {
            int most = Branching.sequencesPerRank(asked.getAsInt(), cut.data(), copies.least());
            int fewest = Branching.sequencesPerRank(asked.getAsInt(), cut.data(), copies.most());
            IntRange sizes = new IntRange(1, most);
            if (copies.single() && most == 1 && !SearchLimits.allows(limits.microBatch(), 1)) {
                return;
            }
            visit(family(cut, copies, sizes, new IntRange(1, Math.max(most, fewest))), visitor);
            return;
        }
        int most = RunningSequences.most(problem, cut.pipeline(), Family.MOST_SEQUENCES);
        List<IntRange> sizes = limits.microBatch().isEmpty()
                ? List.of(new IntRange(1, most))
                : IntRange.runs(limits.microBatch().stream()
                        .filter(size -> size <= most)
                        .distinct()
                        .sorted()
                        .toList());
        for (IntRange size : sizes) {
            visit(family(cut, copies, size, new IntRange(1, most / size.least())), visitor);
        }
    }

    private Family family(Cut cut, IntRange copies, IntRange sizes, IntRange batches) {
        List<Integer> sharing = sharing(cut.tensor());
        return new Family(cut, copies, sizes, batches, List.of(1), List.of(Recomputation.NONE), sharing);
    }

    /** Tensor ranks that may share a cache. */
    private List<Integer> sharing(int tensor) {
        return sharing.computeIfAbsent(tensor, degree -> Divisors.of(rules.cacheCopies(degree)));
    }

    private void visit(Family family, Consumer<Family> visitor) {
        if (experts == 0 || family.cut().slotsPerRank() <= experts) {
            part.apply(family).ifPresent(visitor);
        }
    }
}

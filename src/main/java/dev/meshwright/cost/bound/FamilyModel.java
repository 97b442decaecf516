package dev.meshwright.cost.bound;

import dev.meshwright.cost.engine.EngineProfile;
import dev.meshwright.cost.evaluation.DegreeBound;
import dev.meshwright.cost.evaluation.FamilyBound;
import dev.meshwright.cost.evaluation.Infeasibility;
import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.cost.layer.Pass;
import dev.meshwright.cost.pass.CostParts;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.problem.Targets;
import dev.meshwright.facts.workload.Workload;
import dev.meshwright.facts.workload.Workload.Decode;
import dev.meshwright.facts.workload.Workload.Prefill;
import dev.meshwright.facts.workload.Workload.Serving;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Family;
import dev.meshwright.layout.IntRange;
import dev.meshwright.layout.rule.RunningSequences;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * The optimistic evaluation of a whole family of degrees: no member, wherever it is placed, is faster, and none fits
 * or is in time where the family is not (docs/adr/0010-families-of-degrees.md).
 *
 * <p>Keeps scratch accounts: one instance per thread.
 */
public final class FamilyModel {

    /** A box that keeps no more than this share of its largest batch is bounded again. */
    private static final double LITTLE_MORE = 0.9;

    private final Problem problem;
    private final CostParts parts;
    private final DegreeModel degreeModel;
    private final DegreeTimes times;
    private final MemoryBound memoryBound;
    private final TrainingFamily trainingFamily;
    private final double latestFirst;
    private final double latestToken;
    private int largestLeft;
    private int mostLeft;

    /** Bounds by the passes that {@code degreeModel} walks. */
    public FamilyModel(CostParts parts, DegreeModel degreeModel) {
        this.problem = parts.problem();
        this.parts = parts;
        this.degreeModel = degreeModel;
        this.times = new DegreeTimes(problem, parts);
        this.memoryBound = new MemoryBound(parts.memory(), parts.kinds(), problem.workload() instanceof Training);
        this.trainingFamily = new TrainingFamily(parts, degreeModel, times, memoryBound);
        Targets targets = problem.targets();
        this.latestFirst = targets.timeToFirstTokenSeconds().orElse(Double.POSITIVE_INFINITY);
        this.latestToken = targets.timePerOutputTokenSeconds().orElse(Double.POSITIVE_INFINITY);
    }

    /** What no placement of any member of {@code family} can beat. */
    public FamilyBound bound(Family family) {
        Optional<Degrees> member = family.member();
        if (member.isPresent()) {
            return new FamilyBound(degreeModel.bound(member.get()), family);
        }
        largestLeft = 0;
        mostLeft = 0;
        DegreeBound bound =
                switch (problem.workload()) {
                    case Training training ->
                        degreeModel
                                .copies()
                                .synchronous(family.cut(), site -> trainingFamily.bound(family, training, site));
                    case Workload inference ->
                        degreeModel
                                .copies()
                                .independent(family.cut(), family.replicas(), site -> inference(family, site));
                };
        return new FamilyBound(degreeModel.checked(bound, family.cut()), left(family));
    }

    /** The same, with the memory of every stage of the least member in mind and whole layers on every kind of GPU: closer, and slower. */
    public FamilyBound close(Family family) {
        Optional<Degrees> member = family.member();
        if (member.isPresent()) {
            return new FamilyBound(degreeModel.close(member.get()), family);
        }
        if (family.cut().pipeline() == 1 || problem.workload() instanceof Training) {
            return bound(family);
        }
        Degrees least = family.mostShared().least();
        StageBound.Capacity held = memoryBound.capacity(parts, least, degreeModel.usableBytes(CopiesOnSites.ANY));
        return held.splits(least.pipeline(), parts.kinds().depth())
                ? times.holding(held, () -> bound(family))
                : new FamilyBound(DegreeBound.tooLarge(memoryBound.bytes(least)), family);
    }

    /** Where the number of sequences is given the size of a micro-batch follows from how many there are: nothing is cut away. */
    private Family left(Family family) {
        if (largestLeft == 0 || sequencesGiven()) {
            return family;
        }
        return family.with(
                family.replicas(),
                new IntRange(family.microBatch().least(), largestLeft),
                new IntRange(family.microBatches().least(), mostLeft));
    }

    private boolean sequencesGiven() {
        return switch (problem.workload()) {
            case Prefill prefill -> prefill.concurrency().isPresent();
            case Decode decode -> decode.concurrency().isPresent();
            case Serving serving -> serving.concurrency().isPresent();
            case Training training -> true;
        };
    }

    /** Notes what a site leaves of the batches: what any of them leaves stays. */
    private void leave(BatchBox box) {
        largestLeft = Math.max(largestLeft, box.largest());
        mostLeft = Math.max(mostLeft, box.most());
    }

    /** One replica of an inference family on GPUs of one site. */
    private DegreeBound inference(Family family, int site) {
        double usable = degreeModel.usableBytes(site);
        Degrees least = family.mostShared().least();
        double bytes = memoryBound.bytes(least);
        if (bytes > usable) {
            return DegreeBound.tooLarge(bytes);
        }
        BatchBox whole = running(family);
        // A larger micro-batch has no fewer bytes in flight: as many as that many of the smallest.
        long alike = whole.inFlight() / whole.smallest();
        int fitting = memoryBound.mostMicroBatches(least, (int) Math.max(whole.fewest(), alike), usable);
        BatchBox box = whole.limited((double) whole.smallest() * (fitting + 1.0) - 1);
        return switch (problem.workload()) {
            case Prefill prefill -> prefill(prefill, box, bytes, site);
            case Decode decode -> decode(decode, box, bytes, site);
            case Serving serving -> serving(serving, box, bytes, site);
            case Training training -> throw new IllegalStateException("Training is no inference.");
        };
    }

    /** Every batch of a family that an engine runs at once, where nobody gives the number of sequences. */
    private BatchBox running(Family family) {
        BatchBox all = BatchBox.of(family);
        OptionalInt most = RunningSequences.most(problem, family.cut().pipeline());
        return most.isEmpty() || problem.workload().concurrency().isPresent() ? all : all.limited(most.getAsInt());
    }

    private PassRange range(BatchBox box, Pass small, Pass large, int site) {
        return new PassRange(
                box,
                times.cycleAtBest(box.family(), box.small(), small, site, box.fewest()),
                times.cycleAtBest(box.family(), box.large(), large, site, box.fewest()),
                parts.engine().launches(small) == parts.engine().launches(large));
    }

    private PassRange mainRange(BatchBox box, int site) {
        return range(box, parts.timing().mainPass(box.small()), parts.timing().mainPass(box.large()), site);
    }

    private DegreeBound prefill(Prefill prefill, BatchBox memoryBox, double bytes, int site) {
        double fixed = parts.engine().stepSeconds();
        PassRange pass = mainRange(memoryBox, site);
        double first = fixed
                + pass.small().sumSeconds()
                + (memoryBox.fewest() - 1) * pass.small().maxSeconds();
        if (first > latestFirst) {
            return late(bytes, Infeasibility.TIME_TO_FIRST_TOKEN, OptionalDouble.of(first), OptionalDouble.empty());
        }
        BatchBox box = memoryBox.within(latestFirst, fixed, pass.longestPerSequence());
        PassRange left = pass.narrowed(box);
        leave(box);
        double step = fixed + pass.cycle();
        double perSequence = Math.max(step / box.inFlight(), fixed / box.inFlight() + left.cyclePerSequence());
        double sequences = sequences(box, prefill.concurrency(), perSequence, step);
        double tokens = sequences * prefill.longest();
        return DegreeBound.possible(
                bytes, new Performance(tokens, tokens, OptionalDouble.of(first), OptionalDouble.empty(), step));
    }

    private DegreeBound decode(Decode decode, BatchBox memoryBox, double bytes, int site) {
        EngineProfile engine = parts.engine();
        PassRange pass = mainRange(memoryBox, site);
        double perStep = engine.tokensPerDecodeStep();
        double step = engine.stepSeconds(memoryBox.least()) + pass.cycle();
        OptionalDouble perToken = OptionalDouble.of(step / perStep);
        if (perToken.getAsDouble() > latestToken) {
            return late(bytes, Infeasibility.TIME_PER_OUTPUT_TOKEN, OptionalDouble.empty(), perToken);
        }
        BatchBox box = memoryBox.within(
                latestToken * perStep, engine.stepSeconds(), engine.sequenceSeconds() + pass.longestPerSequence());
        PassRange left = pass.narrowed(box);
        leave(box);
        double perSequence = Math.max(
                step / box.inFlight(), engine.stepSeconds(box.inFlight()) / box.inFlight() + left.cyclePerSequence());
        double tokens = perStep * sequences(box, decode.concurrency(), perSequence, step);
        return DegreeBound.possible(bytes, new Performance(tokens, 0, OptionalDouble.empty(), perToken, step));
    }

    private static DegreeBound late(double bytes, Infeasibility target, OptionalDouble first, OptionalDouble token) {
        return new DegreeBound(new Performance(0, 0, first, token, 0), bytes, target);
    }

    /** What is left of a box once targets cut it down: its passes again at its largest batch now, until little more goes. */
    private ServingFamily narrowest(Serving serving, BatchBox memoryBox, int site) {
        BatchBox box = memoryBox;
        ServingFamily family = within(serving, box, site);
        while (family.box().largest() <= box.largest() * LITTLE_MORE && family.perOutputToken() <= latestToken) {
            box = family.box();
            family = within(serving, box, site);
        }
        return family;
    }

    private ServingFamily within(Serving serving, BatchBox box, int site) {
        return ServingFamily.of(
                        serving,
                        parts.engine(),
                        box,
                        mainRange(box, site),
                        (degrees, pass) -> times.atBest(box.family(), degrees, pass, site))
                .within(latestToken);
    }

    private DegreeBound serving(Serving serving, BatchBox memoryBox, double bytes, int site) {
        ServingFamily family = narrowest(serving, memoryBox, site);
        OptionalDouble first = OptionalDouble.of(family.firstToken());
        OptionalDouble perToken = OptionalDouble.of(family.perOutputToken());
        if (family.firstToken() > latestFirst) {
            return late(bytes, Infeasibility.TIME_TO_FIRST_TOKEN, first, perToken);
        }
        if (family.perOutputToken() > latestToken) {
            return late(bytes, Infeasibility.TIME_PER_OUTPUT_TOKEN, first, perToken);
        }
        leave(family.box());
        double requests = sequences(family.box(), serving.concurrency(), family.lifePerSequence(), family.life());
        return DegreeBound.possible(
                bytes,
                new Performance(
                        requests * serving.outputTokens(),
                        requests * serving.longest(),
                        first,
                        perToken,
                        family.stepSeconds()));
    }

    /**
     * Sequences per second that a replica ends at most.
     *
     * @param perSequence seconds of a step per sequence on an attention rank, at least
     * @param seconds of the step, at least
     */
    private double sequences(BatchBox box, OptionalInt concurrency, double perSequence, double seconds) {
        double rate = box.family().cut().data() / perSequence;
        if (concurrency.isEmpty()) {
            return rate;
        }
        // Copies on equal GPUs serve them all together; of unequal ones the fastest few may serve more each.
        IntRange copies = box.family().replicas();
        int sharing = parts.sites().size() == 1 ? copies.most() : copies.least();
        return Math.min(rate, concurrency.getAsInt() / (sharing * seconds));
    }
}

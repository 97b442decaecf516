package dev.meshwright.cost.bound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.Problems;
import dev.meshwright.RandomProblems;
import dev.meshwright.SampledDegrees;
import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.evaluation.DegreeBound;
import dev.meshwright.cost.evaluation.FamilyBound;
import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.facts.engine.Speculation;
import dev.meshwright.facts.engine.Speculation.Draft;
import dev.meshwright.facts.engine.Speculation.Method;
import dev.meshwright.facts.model.Precision;
import dev.meshwright.facts.problem.Assumptions.Engine;
import dev.meshwright.facts.problem.Objective;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.problem.Targets;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.layout.Batch;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Degrees.Recomputation;
import dev.meshwright.layout.Family;
import dev.meshwright.layout.IntRange;
import dev.meshwright.layout.rule.DegreeRules;
import dev.meshwright.question.search.space.Divisors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No member of a family is better than the family's bound, and none works where the family does not. */
class FamilyBoundTest {

    private static final double ROUNDING = 1e-9;

    private static final int LARGEST = 600;

    private static final int PROBLEMS = Integer.getInteger("meshwright.families", 300);

    private int compared;
    private int excluded;

    @Test
    void noMemberBeatsItsFamilyOnEqualGpus() {
        for (long seed = 3000; seed < 3000 + PROBLEMS; seed++) {
            families(RandomProblems.problem(seed), new Random(seed), "seed " + seed);
        }
        report("equal GPUs");
    }

    @Test
    void noMemberBeatsItsFamilyOnMixedClusters() {
        for (long seed = 3400; seed < 3400 + PROBLEMS; seed++) {
            families(RandomProblems.mixed(seed), new Random(seed), "mixed, seed " + seed);
        }
        report("mixed clusters");
    }

    /** Answers of 1 to 8 tokens and prompts of any length: most steps have prompts, and many are full. */
    @ParameterizedTest
    @EnumSource(Engine.class)
    void noMemberBeatsItsFamilyThatServesShortAnswers(Engine engine) {
        for (long seed = 3700; seed < 3700 + PROBLEMS; seed++) {
            families(RandomProblems.serving(seed, engine), new Random(seed), engine + ", seed " + seed);
        }
        report(engine.label());
    }

    /** Steps that verify guesses of a draft make several tokens of each sequence. */
    @ParameterizedTest
    @EnumSource(Engine.class)
    void noMemberBeatsItsFamilyThatGuesses(Engine engine) {
        Speculation eagle = Speculation.even(Method.EAGLE, 3, 0.7, Optional.of(new Draft(5e8, Precision.BF16, 2048)));
        for (long seed = 4000; seed < 4000 + PROBLEMS / 3; seed++) {
            Problem plain = RandomProblems.serving(seed, engine);
            Problem guessing = plain.withAssumptions(
                    plain.assumptions().withSetup(plain.assumptions().setup().withSpeculation(Optional.of(eagle))));
            families(guessing, new Random(seed), engine + " guesses, seed " + seed);
        }
        assertThat(compared).isGreaterThan(2 * PROBLEMS);
    }

    private void report(String what) {
        System.out.println("Families on " + what + ": " + compared + " members within their bounds, " + excluded
                + " without a bound that works.");
        assertThat(compared).isGreaterThan(3 * PROBLEMS);
        assertThat(excluded).isGreaterThan(PROBLEMS / 15);
    }

    private void families(Problem problem, Random random, String what) {
        List<Degrees> space = SampledDegrees.some(problem, 8, random);
        CostModel free = Problems.costModel(problem);
        for (int number = 0; number < 4; number++) {
            Degrees degrees = space.get(random.nextInt(space.size()));
            Family family = family(problem, degrees, random);
            CostModel costModel = number % 2 == 0 ? free : Problems.costModel(timed(problem, free, family, random));
            within(costModel, family, costModel.bound(family), costModel::bound, random, what);
            if (family.cut().pipeline() > 1) {
                within(
                        costModel,
                        family,
                        costModel.closeBound(family),
                        member -> costModel.closeBound(Family.of(member)).bound(),
                        random,
                        "close, " + what);
            }
        }
    }

    private void within(
            CostModel costModel,
            Family family,
            FamilyBound found,
            Function<Degrees, DegreeBound> bounded,
            Random random,
            String what) {
        DegreeBound bound = found.bound();
        for (Degrees member : members(costModel.problem(), family, random)) {
            DegreeBound one = bounded.apply(member);
            assertLeft(one, member, found.left());
            String name = what + ": " + member + " of " + family;
            if (member.pipeline() > 1 && one.mayWork() && beats(one.performance(), bound)) {
                // Hops and longest stages are bounded each time anew: what members really reach is below both.
                placed(costModel, member).ifPresent(exact -> compare(exact, bound, ROUNDING, "placed, " + name));
            } else {
                compare(one, bound, ROUNDING, name);
            }
        }
    }

    private static boolean beats(Performance member, DegreeBound family) {
        Performance best = family.performance();
        return !family.mayWork()
                || member.tokensPerSecond() > best.tokensPerSecond()
                || member.stepSeconds() < best.stepSeconds()
                || shorter(member.timeToFirstTokenSeconds(), best.timeToFirstTokenSeconds())
                || shorter(member.timePerOutputTokenSeconds(), best.timePerOutputTokenSeconds());
    }

    private static boolean shorter(OptionalDouble member, OptionalDouble family) {
        return member.isPresent() && member.getAsDouble() < family.orElse(0);
    }

    /** What a placed member reaches; its bytes are those that count against the engine's share, as bounds have them. */
    private static Optional<DegreeBound> placed(CostModel costModel, Degrees member) {
        return Problems.placer(costModel)
                .place(member)
                .map(layout -> costModel.evaluate(layout.layout()))
                .filter(evaluation -> evaluation.feasible() && !evaluation.late())
                .map(evaluation -> new DegreeBound(
                        evaluation.performance(),
                        evaluation.stages().stream()
                                .mapToDouble(
                                        stage -> stage.memoryBytes() - stage.usableBytes() + costModel.usableBytes())
                                .max()
                                .orElseThrow(),
                        null));
    }

    /** The same problem with targets that some members meet. */
    private static Problem timed(Problem problem, CostModel free, Family family, Random random) {
        Performance some = free.bound(family.least()).performance();
        double factor = 0.7 + 3 * random.nextDouble();
        return Problems.with(
                problem,
                Objective.THROUGHPUT,
                new Targets(
                        Optional.empty(),
                        times(some.timeToFirstTokenSeconds(), factor),
                        times(some.timePerOutputTokenSeconds(), factor)));
    }

    private static OptionalDouble times(OptionalDouble seconds, double factor) {
        return seconds.isPresent() ? OptionalDouble.of(seconds.getAsDouble() * factor) : seconds;
    }

    private static IntRange range(Random random, int most) {
        int least = 1 + random.nextInt(most);
        int wide = random.nextInt(3);
        return wide == 0
                ? IntRange.of(least)
                : new IntRange(least, least + random.nextInt(wide == 1 ? Math.max(1, least / 8) : most));
    }

    private static Family family(Problem problem, Degrees degrees, Random random) {
        if (problem.workload() instanceof Training) {
            int sequences = degrees.sequencesPerRank();
            return new Family(
                    degrees.cut(),
                    IntRange.of(degrees.replicas()),
                    new IntRange(1, sequences),
                    new IntRange(1, sequences),
                    degrees.pipeline() == 1 ? List.of(1) : List.of(1, 2, 4),
                    List.of(Recomputation.values()),
                    List.of(degrees.context()));
        }
        return new Family(
                degrees.cut(),
                new IntRange(1 + random.nextInt(degrees.replicas()), degrees.replicas()),
                range(random, LARGEST),
                range(random, 3 * degrees.pipeline()),
                List.of(1),
                List.of(Recomputation.NONE),
                contexts(problem, degrees, random));
    }

    /** One or several numbers of tensor ranks that share a cache. */
    private static List<Integer> contexts(Problem problem, Degrees degrees, Random random) {
        List<Integer> all = Divisors.of(new DegreeRules(problem).cacheCopies(degrees.tensor()));
        return all.subList(random.nextInt(all.size()), all.size());
    }

    private static List<Degrees> members(Problem problem, Family family, Random random) {
        List<Degrees> members = new ArrayList<>();
        if (problem.workload() instanceof Training) {
            int sequences = family.microBatch().most();
            for (int size = 1; size <= sequences; size++) {
                int virtual = family.virtualStages()
                        .get(random.nextInt(family.virtualStages().size()));
                if (sequences % size == 0 && sequences / size % family.cut().pipeline() == 0) {
                    members.add(new Degrees(
                            family.cut().withVirtualStages(virtual),
                            new Batch(size, sequences / size, Recomputation.values()[random.nextInt(3)])));
                }
            }
            return members;
        }
        for (int copies : some(family.replicas(), random)) {
            for (int size : some(family.microBatch(), random)) {
                for (int count : some(family.microBatches(), random)) {
                    for (int context : family.contexts()) {
                        members.add(new Degrees(
                                family.cut().withReplicas(copies).withContext(context),
                                new Batch(size, count, Recomputation.NONE)));
                    }
                }
            }
        }
        return members;
    }

    private static List<Integer> some(IntRange range, Random random) {
        int between = range.least() + random.nextInt(range.most() - range.least() + 1);
        return List.of(range.least(), between, range.most());
    }

    private static void assertLeft(DegreeBound bound, Degrees member, Family left) {
        if (bound.mayWork()) {
            assertThat(left.microBatch().holds(member.microBatch())
                            && left.microBatches().holds(member.microBatches()))
                    .as("%s is left in %s", member, left)
                    .isTrue();
        }
    }

    private void compare(DegreeBound member, DegreeBound family, double rounding, String what) {
        if (!member.mayWork()) {
            excluded += family.mayWork() ? 0 : 1;
            return;
        }
        assertThat(family.mayWork()).as("%s works, %s", what, family).isTrue();
        compared++;
        Performance best = family.performance();
        Performance one = member.performance();
        assertThat(one.tokensPerSecond())
                .as("tokens/s of " + what)
                .isLessThanOrEqualTo(best.tokensPerSecond() * (1 + rounding));
        assertThat(one.stepSeconds()).as("step of " + what).isGreaterThanOrEqualTo(best.stepSeconds() * (1 - rounding));
        assertLonger(one.timeToFirstTokenSeconds(), best.timeToFirstTokenSeconds(), rounding, what);
        assertLonger(one.timePerOutputTokenSeconds(), best.timePerOutputTokenSeconds(), rounding, what);
        assertThat(member.memoryBytes())
                .as("bytes of " + what)
                .isGreaterThanOrEqualTo(family.memoryBytes() * (1 - rounding));
    }

    private static void assertLonger(OptionalDouble member, OptionalDouble family, double rounding, String what) {
        assertThat(member.isPresent()).isEqualTo(family.isPresent());
        if (member.isPresent()) {
            assertThat(member.getAsDouble())
                    .as("latency of " + what)
                    .isGreaterThanOrEqualTo(family.getAsDouble() * (1 - rounding));
        }
    }
}

package dev.meshwright;

import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.layout.Batch;
import dev.meshwright.layout.Cut;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Degrees.Recomputation;
import dev.meshwright.layout.Family;
import dev.meshwright.layout.IntRange;
import dev.meshwright.layout.rule.DegreeRules;
import dev.meshwright.question.search.space.LayoutSpace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;

/** Degrees of a layout space: of every family a few numbers of copies and batches, each valid. */
public final class SampledDegrees {

    private static final int[] SIZES = {1, 2, 3, 5, 8, 16, 30, 64, 120, 256, 500};

    private SampledDegrees() {}

    /** Samples of all families, in order. */
    public static List<Degrees> of(Problem problem) {
        List<Degrees> sampled = new ArrayList<>();
        new LayoutSpace(problem).forEach(family -> add(problem, family, sampled));
        return sampled;
    }

    /** Samples of some families, in order of the families' shuffle. */
    public static List<Degrees> some(Problem problem, int most, Random random) {
        List<Family> families = new ArrayList<>();
        new LayoutSpace(problem).forEach(families::add);
        Collections.shuffle(families, random);
        List<Degrees> sampled = new ArrayList<>();
        families.subList(0, Math.min(most, families.size())).forEach(family -> add(problem, family, sampled));
        return sampled;
    }

    private static void add(Problem problem, Family family, List<Degrees> sampled) {
        if (problem.workload() instanceof Training training) {
            training(problem, training, family, sampled);
            return;
        }
        OptionalInt asked = problem.workload().concurrency();
        for (int context : family.contexts()) {
            inference(asked, family.withContexts(List.of(context)), sampled);
        }
    }

    private static void inference(OptionalInt asked, Family family, List<Degrees> sampled) {
        for (int copies : ends(family.replicas())) {
            Cut cut = family.cut().withReplicas(copies);
            for (int count : IntStream.of(1, cut.pipeline(), 2 * cut.pipeline())
                    .distinct()
                    .toArray()) {
                if (asked.isPresent()) {
                    int sequences = Math.ceilDiv(asked.getAsInt(), cut.data() * copies);
                    if (count <= sequences) {
                        sampled.add(degrees(cut, Math.ceilDiv(sequences, count), count));
                    }
                } else {
                    for (int size : SIZES) {
                        if (family.microBatch().holds(size)) {
                            sampled.add(degrees(cut, size, count));
                        }
                    }
                }
            }
        }
    }

    private static int[] ends(IntRange range) {
        return IntStream.of(range.least(), (range.least() + range.most()) / 2, range.most())
                .distinct()
                .toArray();
    }

    private static Degrees degrees(Cut cut, int size, int count) {
        return new Degrees(cut, new Batch(size, count, Recomputation.NONE));
    }

    private static void training(Problem problem, Training training, Family family, List<Degrees> sampled) {
        DegreeRules rules = new DegreeRules(problem);
        for (int context : family.contexts()) {
            for (int virtual : family.virtualStages()) {
                Cut cut = family.cut().withContext(context).withVirtualStages(virtual);
                int sequences = training.globalBatch() * context / (cut.data() * cut.replicas());
                for (int size = 1; size <= sequences; size++) {
                    for (Recomputation recomputation : family.recomputations()) {
                        Degrees degrees = new Degrees(cut, new Batch(size, sequences / size, recomputation));
                        boolean allowed = training.microBatch().isEmpty()
                                || training.microBatch().getAsInt() == size;
                        if (sequences % size == 0
                                && allowed
                                && rules.violations(degrees).isEmpty()) {
                            sampled.add(degrees);
                        }
                    }
                }
            }
        }
    }
}

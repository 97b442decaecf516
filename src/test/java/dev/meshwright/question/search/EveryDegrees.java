package dev.meshwright.question.search;

import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.layout.Batch;
import dev.meshwright.layout.Cut;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Degrees.Recomputation;
import dev.meshwright.layout.rule.DegreeRules;
import dev.meshwright.question.search.space.LayoutSpace;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * Degrees by counting: every combination of small numbers that the rules allow, and nothing that {@link LayoutSpace} knows.
 * Batches up to {@value #LARGEST} sequences in up to {@value #MOST} micro-batches.
 */
final class EveryDegrees {

    private static final int LARGEST = 12;
    private static final int MOST = 6;

    private EveryDegrees() {}

    static void forEach(Problem problem, Consumer<Degrees> visitor) {
        int gpus = problem.cluster().gpus();
        DegreeRules rules = new DegreeRules(problem);
        for (int tensor = 1; tensor <= gpus; tensor++) {
            for (int data = 1; tensor * data <= gpus; data++) {
                for (int pipeline = 1; tensor * data * pipeline <= gpus; pipeline++) {
                    for (int replicas = 1; tensor * data * pipeline * replicas <= gpus; replicas++) {
                        for (int expert = 1; expert <= tensor * data; expert++) {
                            for (int split = 1; split <= tensor * data / expert; split++) {
                                int copies = tensor * data / (expert * split);
                                if (expert * split * copies == tensor * data) {
                                    Cut cut = new Cut(tensor, data, expert, split, copies, pipeline, replicas, 1, 0, 1);
                                    slots(problem, rules, cut, visitor);
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    private static void slots(Problem problem, DegreeRules rules, Cut cut, Consumer<Degrees> visitor) {
        int experts = rules.experts();
        // Of a dense model data-parallel copies are replicas.
        boolean split = cut.gpusPerExpertCopy() > 1;
        if (experts == 0 && (cut.data() > 1 || split)) {
            return;
        }
        int needed = Math.ceilDiv(experts, cut.expert());
        for (int slots = needed; slots <= needed + 1; slots++) {
            for (int size = 1; size <= LARGEST; size++) {
                for (int count = 1; count <= (problem.workload() instanceof Training ? 24 : MOST); count++) {
                    for (int virtual : List.of(1, 2, 4)) {
                        for (Recomputation recomputation : Recomputation.values()) {
                            for (int context = 1;
                                    context <= Math.max(cut.tensor(), cut.data() * cut.replicas());
                                    context++) {
                                visit(
                                        problem,
                                        rules,
                                        new Degrees(
                                                new Cut(
                                                        cut.tensor(),
                                                        cut.data(),
                                                        cut.expert(),
                                                        cut.expertTensor(),
                                                        experts == 0 ? 1 : cut.expertData(),
                                                        cut.pipeline(),
                                                        cut.replicas(),
                                                        virtual,
                                                        slots,
                                                        context),
                                                new Batch(size, count, recomputation)),
                                        visitor);
                            }
                        }
                    }
                }
            }
        }
    }

    private static void visit(Problem problem, DegreeRules rules, Degrees degrees, Consumer<Degrees> visitor) {
        boolean allowed;
        if (problem.workload() instanceof Training) {
            allowed = degrees.virtualStages() == 1 || degrees.pipeline() > 1;
        } else {
            OptionalInt asked = problem.workload().stepSequences();
            boolean covered = asked.isEmpty()
                    || degrees.sequences(problem.workload()) >= asked.getAsInt()
                            && degrees.data()
                                            * degrees.replicas()
                                            * (degrees.sequencesPerRank() - degrees.microBatches())
                                    < asked.getAsInt();
            allowed = covered && degrees.virtualStages() == 1 && degrees.recomputation() == Recomputation.NONE;
        }
        if (allowed && rules.violations(degrees).isEmpty()) {
            visitor.accept(degrees);
        }
    }
}

package dev.meshwright.io.problem;

import dev.meshwright.facts.cluster.Cluster;
import dev.meshwright.io.tree.Names;
import dev.meshwright.io.tree.TreeReader;
import dev.meshwright.layout.Degrees.Recomputation;
import dev.meshwright.layout.DegreesDraft;
import dev.meshwright.layout.DegreesDraft.Reading;
import java.util.Map;
import java.util.OptionalInt;

/** The degrees in the {@code layout} of a plan file. */
public final class DegreesSection {

    static final Map<String, Recomputation> RECOMPUTATIONS = Names.of(Recomputation::label, Recomputation.values());

    /** No cluster is cut into more parts. */
    static final int LARGEST_DEGREE = Cluster.MOST_GPUS;

    private final TreeReader layout;

    public DegreesSection(TreeReader layout) {
        this.layout = layout;
    }

    /** The degrees as stated, and derived where the statement leaves no choice; harmless ones after a fault. */
    public DegreesDraft read() {
        int tensor = degree("tensor").orElse(1);
        OptionalInt data = degree("data");
        OptionalInt expert = degree("expert");
        OptionalInt expertTensor = degree("expertTensor");
        int pipeline = degree("pipeline").orElse(1);
        boolean nothing =
                data.isEmpty() && expert.isEmpty() && layout.child("tensor").isEmpty();
        if (nothing && layout.child("pipeline").isEmpty()) {
            layout.fault("must have at least one of tensor, data, expert, pipeline", "");
        }
        if (expert.isEmpty()) {
            return withoutExpert(tensor, data.orElse(1), expertTensor, pipeline);
        }
        if (data.isPresent()) {
            return withData(tensor, data.getAsInt(), expert.getAsInt(), expertTensor, pipeline);
        }
        if (expertTensor.isEmpty()) {
            return draft(tensor, expert.getAsInt(), expert.getAsInt(), tensor, pipeline, Reading.ORTHOGONAL);
        }
        int derived = divide(
                "data", (long) expert.getAsInt() * expertTensor.getAsInt(), tensor, "expert x expertTensor / tensor");
        return draft(tensor, derived, expert.getAsInt(), expertTensor.getAsInt(), pipeline, Reading.FOLDED);
    }

    private DegreesDraft withoutExpert(int tensor, int data, OptionalInt expertTensor, int pipeline) {
        long stage = (long) tensor * data;
        if (expertTensor.isEmpty()) {
            int whole = divide("expertTensor", stage, 1, "tensor x data");
            return draft(tensor, data, 1, whole, pipeline, Reading.EXPERTS_SPLIT);
        }
        int derived = divide("expert", stage, expertTensor.getAsInt(), "tensor x data / expertTensor");
        return draft(tensor, data, derived, expertTensor.getAsInt(), pipeline, Reading.FOLDED);
    }

    private DegreesDraft withData(int tensor, int data, int expert, OptionalInt expertTensor, int pipeline) {
        if (expertTensor.isPresent()) {
            return draft(tensor, data, expert, expertTensor.getAsInt(), pipeline, Reading.STATED);
        }
        int derived = divide("expertTensor", (long) tensor * data, expert, "tensor x data / expert");
        return draft(tensor, data, expert, derived, pipeline, Reading.FOLDED);
    }

    /** A derived degree; a fault where it is no whole number or absurdly large. */
    private int divide(String degree, long numerator, int denominator, String formula) {
        if (numerator % denominator != 0 || numerator / denominator > LARGEST_DEGREE) {
            layout.fault(
                    degree + " is missing and " + formula + " = " + numerator + "/" + denominator
                            + " gives no whole number up to " + LARGEST_DEGREE,
                    "");
            return 1;
        }
        return (int) (numerator / denominator);
    }

    private DegreesDraft draft(int tensor, int data, int expert, int expertTensor, int pipeline, Reading reading) {
        return new DegreesDraft(
                tensor,
                data,
                expert,
                expertTensor,
                pipeline,
                degree("replicas"),
                degree("microBatch"),
                degree("microBatches"),
                degree("virtualStages"),
                layout.child("recomputation").flatMap(place -> place.choice(RECOMPUTATIONS)),
                layout.child("slotsPerRank")
                        .map(place -> place.integer(0, LARGEST_DEGREE))
                        .orElse(OptionalInt.empty()),
                degree("context"),
                reading);
    }

    private OptionalInt degree(String field) {
        return layout.child(field)
                .map(place -> place.integer(1, LARGEST_DEGREE))
                .orElse(OptionalInt.empty());
    }
}

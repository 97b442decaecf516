package dev.meshwright.layout.rule;

import dev.meshwright.layout.Constraint;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Violation;
import java.util.List;

/** Every degree is 1 or more; before that no other rule can be asked. */
final class PositiveDegrees {

    private PositiveDegrees() {}

    /** Whether all are; what is not goes to {@code broken}. */
    static boolean judge(Degrees degrees, List<Violation> broken) {
        require(broken, "tensor", degrees.tensor());
        require(broken, "data", degrees.data());
        require(broken, "expert", degrees.expert());
        require(broken, "expertTensor", degrees.expertTensor());
        require(broken, "expertData", degrees.expertData());
        require(broken, "pipeline", degrees.pipeline());
        require(broken, "replicas", degrees.replicas());
        require(broken, "microBatch", degrees.microBatch());
        require(broken, "microBatches", degrees.microBatches());
        require(broken, "virtualStages", degrees.virtualStages());
        require(broken, "context", degrees.context());
        return broken.isEmpty();
    }

    private static void require(List<Violation> broken, String field, int value) {
        if (value < 1) {
            broken.add(Violation.count(
                    Constraint.POSITIVE_DEGREE, "/layout/" + field, value, 1, "Set " + field + " to 1 or more."));
        }
    }
}

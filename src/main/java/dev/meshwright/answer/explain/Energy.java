package dev.meshwright.answer.explain;

import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.facts.cluster.Device;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.layout.Layout;
import java.util.List;
import java.util.OptionalDouble;

/** Energy at the board power of the data sheets: GPUs alone, at full power all the time. */
public final class Energy {

    private Energy() {}

    /** Counted tokens per joule of the boards that {@code layout} uses; empty where a board power is unknown. */
    public static OptionalDouble tokensPerJoule(Problem problem, Layout layout, Evaluation evaluation) {
        List<Device> devices = problem.cluster().devices();
        double watts = 0;
        for (int stage = 0; stage < layout.devices().stageInstances(); stage++) {
            for (int device : layout.devices().devices(stage)) {
                double power =
                        device < devices.size() ? devices.get(device).gpu().powerWatts() : 0;
                if (power <= 0) {
                    return OptionalDouble.empty();
                }
                watts += power;
            }
        }
        return OptionalDouble.of(evaluation.performance().tokensPerSecond() / watts);
    }
}

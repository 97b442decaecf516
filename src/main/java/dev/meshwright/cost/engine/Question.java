package dev.meshwright.cost.engine;

import dev.meshwright.cost.efficiency.KernelEfficiency;
import dev.meshwright.facts.cluster.Gpu;
import dev.meshwright.facts.cluster.NodeGroup;
import dev.meshwright.facts.problem.Problem;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A problem together with the constants that it is costed with: what the cost model takes, and everything that asks it.
 *
 * <p>The GPUs of the problem run at calibrated rates and the constants have calibrated overheads, both of the same
 * {@link Calibration}, whose {@link Calibration#question question} is the only way to make one: a calibrated GPU never
 * meets overheads that are not.
 */
public final class Question {

    private final Problem problem;
    private final Calibration calibration;
    private final EfficiencySource fitted;

    /** GPUs of the stated problem that the calibration changes: none of them may come back. */
    private final Set<Gpu> uncalibrated;

    Question(Problem stated, Calibration calibration, EfficiencySource fitted) {
        this(
                calibration,
                fitted,
                calibration.of(stated),
                stated.cluster().nodes().stream()
                        .map(NodeGroup::gpu)
                        .filter(gpu -> !calibration.of(gpu).equals(gpu))
                        .collect(Collectors.toUnmodifiableSet()));
    }

    private Question(Calibration calibration, EfficiencySource fitted, Problem problem, Set<Gpu> uncalibrated) {
        this.problem = problem;
        this.calibration = calibration;
        this.fitted = fitted;
        this.uncalibrated = uncalibrated;
    }

    /** The problem, on calibrated GPUs. */
    public Problem problem() {
        return problem;
    }

    /**
     * The question that another problem asks under the same calibration.
     *
     * @param derived made from parts of {@link #problem()}; other GPUs as {@link #calibrated} has them
     * @throws IllegalArgumentException if it has a GPU of the stated problem as it was before the calibration
     */
    public Question with(Problem derived) {
        derived.cluster().nodes().stream()
                .map(NodeGroup::gpu)
                .filter(uncalibrated::contains)
                .findFirst()
                .ifPresent(gpu -> {
                    throw new IllegalArgumentException(gpu.name() + " is not calibrated");
                });
        return new Question(calibration, fitted, derived, uncalibrated);
    }

    /** A GPU of the catalogue as this question costs it. */
    public Gpu calibrated(Gpu catalogued) {
        return calibration.of(catalogued);
    }

    /** The kernels of {@code gpu}, which is one of the problem. */
    public KernelEfficiency kernels(Gpu gpu) {
        return calibration.of(gpu, fitted.of(gpu));
    }

    /** {@code profile} of the engine called {@code label} with calibrated overheads. */
    public EngineProfile engine(String label, EngineProfile profile) {
        return calibration.of(label, profile);
    }

    /** By what the engine called {@code label} keeps more memory than elsewhere, beside weights and cache. */
    public double memoryReserve(String label) {
        return calibration.engines().contains(label) ? calibration.of(Calibration.Factor.MEMORY_RESERVE) : 1;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Question question
                && problem.equals(question.problem)
                && calibration.equals(question.calibration)
                && fitted.equals(question.fitted);
    }

    @Override
    public int hashCode() {
        return problem.hashCode();
    }

    @Override
    public String toString() {
        return "Question[" + problem.name() + ", " + calibration + "]";
    }
}

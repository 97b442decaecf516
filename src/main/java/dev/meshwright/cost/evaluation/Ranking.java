package dev.meshwright.cost.evaluation;

import dev.meshwright.facts.cluster.Gpu;
import dev.meshwright.facts.problem.Objective;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload.Prefill;
import dev.meshwright.facts.workload.Workload.Serving;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Family;
import dev.meshwright.layout.Layout;
import dev.meshwright.layout.Violation;
import java.util.Arrays;
import java.util.Comparator;

/** Which of two layouts is better, as one number to make large and an order among equals. */
public final class Ranking {

    /** Tokens per second that count as half a GPU where fewest GPUs are asked for: those of a small cluster. */
    private static final double HALF_A_GPU = 1e6;

    private static final double HOUR_SECONDS = 3600;

    private final Problem problem;
    private final Objective objective;
    private final boolean firstToken;
    private final boolean step;
    private final boolean throughputBinds;

    /** Price of an hour of the cheapest GPUs, by their number; nothing where costs do not matter. */
    private final double[] cheapest;

    /** Tokens per second that are asked for and paid: those of a stream, or as many as there are. */
    private final double paid;

    /** Whether copies are alike, so that a token of one costs what a token of many does. */
    private final boolean copiesAlike;

    /** The ranking that the objective of {@code problem} asks for. */
    public Ranking(Problem problem) {
        this.problem = problem;
        this.objective = problem.objective();
        this.firstToken = problem.workload() instanceof Prefill;
        this.step = problem.workload() instanceof Training;
        this.throughputBinds = problem.throughputBinds();
        this.cheapest = objective == Objective.COST ? problem.prices().cheapest(problem.cluster()) : new double[0];
        this.paid = problem.workload() instanceof Serving serving
                ? serving.demandedTokensPerSecond().orElse(Double.POSITIVE_INFINITY)
                : Double.POSITIVE_INFINITY;
        this.copiesAlike = problem.cluster().nodes().size() == 1
                && problem.workload().stepSequences().isEmpty();
    }

    /**
     * Worth of a performance on the cheapest of the GPUs; larger is better. Tokens per second, or one over the latency, or the negative
     * number of GPUs (with throughput deciding among equal numbers), or tokens per unit of money, of a stream no more than are sent.
     */
    public double worth(Performance performance, int gpus) {
        return switch (objective) {
            case THROUGHPUT -> performance.tokensPerSecond();
            case LATENCY -> 1 / latencySeconds(performance);
            // Throughput grows from nothing to a GPU that it never makes up for.
            case GPUS -> -gpus + performance.tokensPerSecond() / (performance.tokensPerSecond() + HALF_A_GPU);
            case COST -> perMoney(performance.tokensPerSecond(), cheapest[gpus]);
        };
    }

    private double perMoney(double tokensPerSecond, double perHour) {
        return HOUR_SECONDS * Math.min(tokensPerSecond, paid) / perHour;
    }

    /**
     * Worth of a performance on GPUs of known kinds.
     *
     * @param gpus of each group of the cluster's nodes
     */
    public double worth(Performance performance, int[] gpus) {
        if (objective != Objective.COST) {
            return worth(performance, Arrays.stream(gpus).sum());
        }
        double perHour = 0;
        for (int group = 0; group < gpus.length; group++) {
            Gpu gpu = problem.cluster().nodes().get(group).gpu();
            perHour += gpus[group] * problem.prices().perHour(gpu).orElseThrow();
        }
        return perMoney(performance.tokensPerSecond(), perHour);
    }

    /** Worth of a complete layout, on the GPUs that it uses. */
    public double worth(Layout layout, Evaluation evaluation) {
        double worth = worth(evaluation.performance(), evaluation.gpus());
        return objective == Objective.COST ? worth / dearer(layout) : worth;
    }

    /**
     * What no member of a family exceeds.
     *
     * @param bound of its members, of the most copies of them
     */
    public double worth(Performance bound, Family family) {
        int gpus = family.cut().gpusPerReplica();
        int least = gpus * family.replicas().least();
        if (objective == Objective.COST && copiesAlike) {
            // On equal GPUs the bound of some copies is as many times that of one: each is worth what the most are, or
            // what is paid at all.
            double each = HOUR_SECONDS
                    * bound.tokensPerSecond()
                    / cheapest[gpus * family.replicas().most()];
            return Math.min(each, HOUR_SECONDS * paid / cheapest[least]);
        }
        return worth(bound, least);
    }

    /** How many times the GPUs of a layout cost what the cheapest of the same number do: another placement could use those. */
    public double dearer(Layout layout) {
        return objective == Objective.COST && problem.cluster().mixed()
                ? problem.prices()
                                .perHour(problem.cluster(), layout.devices().all())
                                .orElseThrow()
                        / cheapest[layout.degrees().gpus()]
                : 1;
    }

    /** Money per million tokens that a worth stands for where costs are asked for. */
    public static double perMillionTokens(double worth) {
        return 1e6 / worth;
    }

    /** Whether {@code evaluation} is of a feasible layout that misses no target which decides what counts. */
    public boolean works(Evaluation evaluation) {
        return evaluation.feasible() && evaluation.missedTargets().stream().noneMatch(this::binds);
    }

    /** Whether a layout that misses this target does not count: latencies always, throughput where it decides. */
    public boolean binds(Violation missed) {
        return missed.late() || throughputBinds;
    }

    /** Fewest GPUs that a worth stands for where these are asked for. */
    public static int gpus(double worth) {
        return (int) Math.ceil(-worth);
    }

    /** Seconds that the latency objective shortens. */
    public double latencySeconds(Performance performance) {
        if (step) {
            return performance.stepSeconds();
        }
        return firstToken
                ? performance.timeToFirstTokenSeconds().orElseThrow()
                : performance.timePerOutputTokenSeconds().orElseThrow();
    }

    /** Simpler first: fewer GPUs, stages, tensor ranks, expert splits and copies, slots and micro-batches. */
    public static final Comparator<Degrees> SIMPLER = Comparator.comparingInt(Degrees::gpus)
            .thenComparingInt(Degrees::pipeline)
            .thenComparingInt(Degrees::virtualStages)
            .thenComparing(Degrees::recomputation)
            .thenComparingInt(Degrees::tensor)
            .thenComparingInt(Degrees::expertTensor)
            .thenComparingInt(Degrees::expertData)
            .thenComparingInt(Degrees::slotsPerRank)
            .thenComparingInt(Degrees::microBatches)
            .thenComparingInt(Degrees::data)
            .thenComparingInt(Degrees::microBatch)
            .thenComparingInt(Degrees::context);
}

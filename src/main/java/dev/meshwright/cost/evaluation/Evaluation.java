package dev.meshwright.cost.evaluation;

import dev.meshwright.base.derivation.Derivation;
import dev.meshwright.layout.Constraint;
import dev.meshwright.layout.Stage;
import dev.meshwright.layout.Violation;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a complete layout costs.
 *
 * @param violations broken hard constraints; empty when the layout is feasible
 * @param missedTargets targets that a feasible layout does not reach
 * @param gpus GPUs that the layout uses
 * @param performance of the whole system
 * @param stages memory and time of each pipeline stage, the worst of the replicas
 * @param phases seconds, FLOP and bytes of one micro-batch's way through the model, by component
 * @param efficiency from the bound to what is achieved
 * @param balance of the routed experts over their ranks
 * @param cache what it leaves for the cache; empty in training
 * @param guesses what guessing tokens gains; empty where none are guessed, or nobody asked
 * @param derivations how the numbers came about; empty when nobody asked
 */
public record Evaluation(
        List<Violation> violations,
        List<Violation> missedTargets,
        int gpus,
        Performance performance,
        List<StageCost> stages,
        List<Phase> phases,
        Efficiency efficiency,
        ExpertBalance balance,
        Optional<CacheRoom> cache,
        Optional<GuessGain> guesses,
        List<Derivation> derivations) {

    public Evaluation {
        violations = List.copyOf(violations);
        missedTargets = List.copyOf(missedTargets);
        stages = List.copyOf(stages);
        phases = List.copyOf(phases);
        derivations = List.copyOf(derivations);
    }

    /** The same with derivations. */
    public Evaluation withDerivations(List<Derivation> notes) {
        return new Evaluation(
                violations,
                missedTargets,
                gpus,
                performance,
                stages,
                phases,
                efficiency,
                balance,
                cache,
                guesses,
                notes);
    }

    /** The same with what guessing tokens gains. */
    public Evaluation withGuesses(GuessGain gain) {
        return new Evaluation(
                violations,
                missedTargets,
                gpus,
                performance,
                stages,
                phases,
                efficiency,
                balance,
                cache,
                Optional.of(gain),
                derivations);
    }

    /** The same where more targets turn out to be missed; each constraint is named once, by the worst of its misses. */
    public Evaluation missing(List<Violation> more) {
        Map<Constraint, Violation> worst = new EnumMap<>(Constraint.class);
        Stream.concat(missedTargets.stream(), more.stream())
                .forEach(missed -> worst.merge(missed.constraint(), missed, Evaluation::worse));
        return more.isEmpty()
                ? this
                : new Evaluation(
                        violations,
                        List.copyOf(worst.values()),
                        gpus,
                        performance,
                        stages,
                        phases,
                        efficiency,
                        balance,
                        cache,
                        guesses,
                        derivations);
    }

    private static Violation worse(Violation one, Violation other) {
        return other.actual() / other.limit() > one.actual() / one.limit() ? other : one;
    }

    /** Counted tokens per second of each GPU that the layout uses. */
    public double tokensPerSecondPerGpu() {
        return performance.tokensPerSecond() / gpus;
    }

    /** Whether no hard constraint is broken. */
    public boolean feasible() {
        return violations.isEmpty();
    }

    /** Whether a latency target is missed, which no objective allows. */
    public boolean late() {
        return missedTargets.stream().anyMatch(Violation::late);
    }

    /** The stage whose GPU is fullest. */
    public StageCost heaviestStage() {
        StageCost heaviest = stages.getFirst();
        for (StageCost stage : stages) {
            if (stage.memoryBytes() / stage.usableBytes() > heaviest.memoryBytes() / heaviest.usableBytes()) {
                heaviest = stage;
            }
        }
        return heaviest;
    }

    /**
     * One pipeline stage.
     *
     * @param layers its layers
     * @param gpu kind of GPU it runs on
     * @param seconds of one micro-batch, hop included (training: forward and backward)
     * @param memory bytes on one GPU by component
     * @param usableBytes what a layout may fill of the GPU
     * @param capacityBytes the whole memory of the GPU
     */
    public record StageCost(
            Stage layers,
            String gpu,
            double seconds,
            Map<MemoryComponent, Double> memory,
            double usableBytes,
            double capacityBytes) {

        /** All bytes on one GPU. */
        public double memoryBytes() {
            return memory.values().stream().mapToDouble(Double::doubleValue).sum();
        }

        /** Bytes of one component; 0 where there is none of it. */
        public double bytes(MemoryComponent component) {
            return memory.getOrDefault(component, 0.0);
        }

        /** Bytes by kind, kinds in their order. */
        public Map<MemoryKind, Double> memoryByKind() {
            Map<MemoryKind, Double> kinds = new EnumMap<>(MemoryKind.class);
            memory.forEach((component, bytes) -> kinds.merge(MemoryKind.of(component), bytes, Double::sum));
            return kinds;
        }

        /** Whether it is no more than a layout may fill. */
        public boolean fits() {
            return memoryBytes() <= usableBytes;
        }
    }

    /**
     * One component of a micro-batch's forward pass through all stages, as one GPU of each stage sees it.
     *
     * @param component which
     * @param seconds it takes, nothing hidden
     * @param flops on the GPU
     * @param memoryBytes read and written by the GPU
     * @param linkBytes sent by the GPU over the island's links
     * @param networkBytes sent by the GPU over its NIC
     */
    public record Phase(
            Component component,
            double seconds,
            double flops,
            double memoryBytes,
            double linkBytes,
            double networkBytes) {}

    /**
     * From bound to achieved. The product of {@code 1 - loss} over the losses is the efficiency.
     *
     * @param boundTokensPerSecond what all GPUs would reach at the roofline of the whole step
     * @param boundByCompute whether FLOP/s bind there; else memory bandwidth
     * @param total achieved over bound
     * @param losses in the order they are applied
     */
    public record Efficiency(double boundTokensPerSecond, boolean boundByCompute, double total, List<Loss> losses) {
        public Efficiency {
            losses = List.copyOf(losses);
        }

        /** What each loss leaves of the bound, in the order they are applied. */
        public List<Remainder> remainders() {
            List<Remainder> remainders = new ArrayList<>();
            double left = 1;
            for (Loss loss : losses) {
                double next = left * (1 - loss.fraction());
                remainders.add(new Remainder(
                        loss.kind(), 1 - loss.fraction(), next, left - next, boundTokensPerSecond * next));
                left = next;
            }
            return remainders;
        }
    }

    /**
     * What is left of the bound after a loss.
     *
     * @param kind what was lost
     * @param kept fraction of what was left before it
     * @param left fraction of the bound
     * @param lost fraction of the bound
     * @param tokensPerSecond of the whole system
     */
    public record Remainder(Loss.Kind kind, double kept, double left, double lost, double tokensPerSecond) {}

    /**
     * One loss between bound and achieved.
     *
     * @param kind what was lost
     * @param fraction of the time that remains after it
     */
    public record Loss(Kind kind, double fraction) {

        /** What was lost. */
        public enum Kind {
            MEMORY_STALLS("memoryStalls", "memory stalls", "memory idles while FLOP/s bind, or the reverse"),
            KERNEL_INEFFICIENCY("kernelInefficiency", "kernels", "kernels below their own roofline"),
            RECOMPUTATION("recomputation", "recomputation", "forward work done twice"),
            OVERHEADS("overheads", "overheads", "launches, scheduling, sampling, optimizer"),
            LOAD_IMBALANCE("loadImbalance", "load imbalance", "waiting for the slowest expert rank"),
            COMMUNICATION("communication", "communication", "messages that nothing hides"),
            PIPELINE_BUBBLE("pipelineBubble", "pipeline bubble", "unequal stages, fill and drain"),
            QUEUEING("queueing", "queueing", "requests that wait for a step or a prompt"),
            IDLE_GPUS("idleGpus", "idle GPUs", "GPUs that the layout leaves out");

            private final String label;
            private final String words;
            private final String meaning;

            Kind(String label, String words, String meaning) {
                this.label = label;
                this.words = words;
                this.meaning = meaning;
            }

            /** The field name in plans. */
            public String label() {
                return label;
            }

            /** What it is called, for people. */
            public String words() {
                return words;
            }

            /** What it is, for people. */
            public String meaning() {
                return meaning;
            }
        }
    }

    /**
     * Balance of the routed experts.
     *
     * @param maxOverMean slowest rank's share over the mean, averaged over routed layers; 1 without routed layers
     * @param worstMaxOverMean the same of the worst layer
     * @param coefficientOfVariation standard deviation over mean of the ranks' shares, averaged over routed layers
     */
    public record ExpertBalance(double maxOverMean, double worstMaxOverMean, double coefficientOfVariation) {
        /** No routed experts. */
        public static final ExpertBalance NONE = new ExpertBalance(1, 1, 0);
    }
}

package dev.meshwright.facts.problem;

import dev.meshwright.facts.engine.EngineSetup;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What the author overrides in the cost model; empty means the fitted value. Every explanation that uses one says so.
 *
 * @param computeEfficiency fraction of peak FLOP/s that matrix multiplications reach, whatever their size
 * @param memoryBandwidthEfficiency fraction of peak bytes/s that memory traffic reaches, whatever its size
 * @param linkEfficiency fraction of peak bytes/s that links and NICs reach
 * @param memoryFraction fraction of a GPU's memory that may be used
 * @param overlap fraction of the communication that can hide behind computation that does hide
 * @param activationCheckpointingAbove sequence length above which layers are recomputed in training
 * @param engine inference engine whose overheads and memory rule apply
 * @param expertExchange how tokens travel to their experts; empty: hierarchical in prefill and training, flat in decode
 * @param setup what is stated of how the engine is started
 */
public record Assumptions(
        OptionalDouble computeEfficiency,
        OptionalDouble memoryBandwidthEfficiency,
        OptionalDouble linkEfficiency,
        OptionalDouble memoryFraction,
        OptionalDouble overlap,
        OptionalInt activationCheckpointingAbove,
        Optional<Engine> engine,
        Optional<Exchange> expertExchange,
        EngineSetup setup) {

    /** The same with tokens that travel as said. */
    public Assumptions withExpertExchange(Optional<Exchange> exchange) {
        return new Assumptions(
                computeEfficiency,
                memoryBandwidthEfficiency,
                linkEfficiency,
                memoryFraction,
                overlap,
                activationCheckpointingAbove,
                engine,
                exchange,
                setup);
    }

    /** The same with this share of the computation behind which messages hide. */
    public Assumptions withOverlap(OptionalDouble share) {
        return new Assumptions(
                computeEfficiency,
                memoryBandwidthEfficiency,
                linkEfficiency,
                memoryFraction,
                share,
                activationCheckpointingAbove,
                engine,
                expertExchange,
                setup);
    }

    /** The same with this fraction of peak FLOP/s. */
    public Assumptions withComputeEfficiency(OptionalDouble fraction) {
        return new Assumptions(
                fraction,
                memoryBandwidthEfficiency,
                linkEfficiency,
                memoryFraction,
                overlap,
                activationCheckpointingAbove,
                engine,
                expertExchange,
                setup);
    }

    /** The same with this fraction of peak memory bandwidth. */
    public Assumptions withMemoryBandwidthEfficiency(OptionalDouble fraction) {
        return new Assumptions(
                computeEfficiency,
                fraction,
                linkEfficiency,
                memoryFraction,
                overlap,
                activationCheckpointingAbove,
                engine,
                expertExchange,
                setup);
    }

    /** The same with this fraction of the peak of links and NICs. */
    public Assumptions withLinkEfficiency(OptionalDouble fraction) {
        return new Assumptions(
                computeEfficiency,
                memoryBandwidthEfficiency,
                fraction,
                memoryFraction,
                overlap,
                activationCheckpointingAbove,
                engine,
                expertExchange,
                setup);
    }

    /** The same with this fraction of the memory that may be used. */
    public Assumptions withMemoryFraction(double fraction) {
        return new Assumptions(
                computeEfficiency,
                memoryBandwidthEfficiency,
                linkEfficiency,
                OptionalDouble.of(fraction),
                overlap,
                activationCheckpointingAbove,
                engine,
                expertExchange,
                setup);
    }

    /** The same with an inference engine. */
    public Assumptions withEngine(Engine other) {
        return new Assumptions(
                computeEfficiency,
                memoryBandwidthEfficiency,
                linkEfficiency,
                memoryFraction,
                overlap,
                activationCheckpointingAbove,
                Optional.of(other),
                expertExchange,
                setup);
    }

    /** The same with an engine that is started in another way. */
    public Assumptions withSetup(EngineSetup other) {
        return new Assumptions(
                computeEfficiency,
                memoryBandwidthEfficiency,
                linkEfficiency,
                memoryFraction,
                overlap,
                activationCheckpointingAbove,
                engine,
                expertExchange,
                other);
    }

    /** How tokens travel to their experts on other GPUs. */
    public enum Exchange {
        /** Once to each node that holds one of the token's experts, handed on inside it (DeepEP's normal kernels). */
        HIERARCHICAL("hierarchical"),
        /** Straight to each expert, a copy per expert (all-to-all; DeepEP's low-latency kernels in decode). */
        FLAT("flat");

        private final String label;

        Exchange(String label) {
            this.label = label;
        }

        /** The name as problem files spell it. */
        public String label() {
            return label;
        }
    }

    /** The fitted values throughout. */
    public static final Assumptions NONE = new Assumptions(
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalInt.empty(),
            Optional.empty(),
            Optional.empty(),
            EngineSetup.DEFAULT);

    /** The same with layers recomputed above another sequence length. */
    public Assumptions withActivationCheckpointingAbove(int length) {
        return new Assumptions(
                computeEfficiency,
                memoryBandwidthEfficiency,
                linkEfficiency,
                memoryFraction,
                overlap,
                OptionalInt.of(length),
                engine,
                expertExchange,
                setup);
    }

    /** Inference engines that the cost model knows. */
    public enum Engine {
        VLLM("vllm"),
        SGLANG("sglang"),
        TENSORRT_LLM("tensorrt-llm");

        private final String label;

        Engine(String label) {
            this.label = label;
        }

        /** The name as problem files spell it. */
        public String label() {
            return label;
        }
    }
}

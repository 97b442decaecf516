package dev.meshwright.facts.problem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.facts.engine.EngineSetup;
import dev.meshwright.facts.problem.Assumptions.Engine;
import dev.meshwright.facts.problem.Assumptions.Exchange;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class AssumptionsTest {

    private static final EngineSetup SETUP = new EngineSetup(Optional.empty(), OptionalInt.of(7), OptionalInt.of(8));

    /** Each change keeps all that was assumed before: built up one by one, nothing is lost, in either order. */
    @Test
    void changesKeepTheOthers() {
        Assumptions all = new Assumptions(
                OptionalDouble.of(0.1),
                OptionalDouble.of(0.2),
                OptionalDouble.of(0.3),
                OptionalDouble.of(0.4),
                OptionalDouble.of(0.5),
                OptionalInt.of(6),
                Optional.of(Engine.SGLANG),
                Optional.of(Exchange.FLAT),
                SETUP);
        assertThat(Assumptions.NONE
                        .withSetup(SETUP)
                        .withComputeEfficiency(OptionalDouble.of(0.1))
                        .withMemoryBandwidthEfficiency(OptionalDouble.of(0.2))
                        .withLinkEfficiency(OptionalDouble.of(0.3))
                        .withMemoryFraction(0.4)
                        .withOverlap(OptionalDouble.of(0.5))
                        .withActivationCheckpointingAbove(6)
                        .withEngine(Engine.SGLANG)
                        .withExpertExchange(Optional.of(Exchange.FLAT)))
                .isEqualTo(all);
        assertThat(Assumptions.NONE
                        .withExpertExchange(Optional.of(Exchange.FLAT))
                        .withSetup(SETUP)
                        .withEngine(Engine.SGLANG)
                        .withActivationCheckpointingAbove(6)
                        .withOverlap(OptionalDouble.of(0.5))
                        .withMemoryFraction(0.4)
                        .withLinkEfficiency(OptionalDouble.of(0.3))
                        .withMemoryBandwidthEfficiency(OptionalDouble.of(0.2))
                        .withComputeEfficiency(OptionalDouble.of(0.1)))
                .isEqualTo(all);
    }
}

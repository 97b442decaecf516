package dev.meshwright.lab.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.cost.engine.EngineConstants;
import dev.meshwright.facts.problem.Assumptions.Engine;
import dev.meshwright.lab.serving.release.Releases;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SoftwareAgeTest {

    private static final EngineConstants CONSTANTS = EngineConstants.standard()
            .with(Map.of("release.gainPerMonth", 0.02, "youngModel.slowdown", 0.4, "youngModel.months", 1.0));

    @Test
    void softwareOfTheReferenceDateThatKnowsItsModelIsAsFastAsPredicted() {
        assertThat(SoftwareAge.of(Optional.of(LocalDate.of(2026, 4, 8)), Optional.empty())
                        .slowdown(CONSTANTS))
                .isEqualTo(1);
        assertThat(SoftwareAge.of(Optional.empty(), Optional.empty()).slowdown(CONSTANTS))
                .as("nothing tells the age")
                .isEqualTo(1);
        assertThat(SoftwareAge.of(Optional.of(LocalDate.of(2027, 4, 8)), Optional.empty())
                        .slowdown(CONSTANTS))
                .as("no gain is promised that was not measured")
                .isEqualTo(1);
    }

    /** exp(0.02 x 6) for half a year; 1 + 0.4 / e a month after the model came out. */
    @Test
    void olderSoftwareAndYoungerModelsAreSlower() {
        SoftwareAge halfAYear = new SoftwareAge(6, Double.POSITIVE_INFINITY);
        assertThat(halfAYear.slowdown(CONSTANTS)).isCloseTo(Math.exp(0.12), within(1e-12));
        SoftwareAge aMonth = new SoftwareAge(0, 1);
        assertThat(aMonth.slowdown(CONSTANTS)).isCloseTo(1 + 0.4 / Math.E, within(1e-12));
        assertThat(SoftwareAge.of(Optional.of(LocalDate.of(2026, 4, 8)), Optional.of(LocalDate.of(2026, 5, 1)))
                        .slowdown(CONSTANTS))
                .as("built before its model came out")
                .isCloseTo(1.4, within(1e-12));
    }

    @Test
    void theBuildsDateIsReadWhereARowNamesIt() {
        assertThat(built("nightly-dev-20260216-d3bae71e", "measured=2026-02-20T00:00:00.000Z"))
                .hasValue(LocalDate.of(2026, 2, 16));
        assertThat(built("nightly-dev", "image=lmsysorg/sglang:nightly-dev-cu13-20260328-a27651d5"))
                .hasValue(LocalDate.of(2026, 3, 28));
        assertThat(built("0.5.10.post1", "")).isEqualTo(built("0.5.10", "")).isPresent();
        assertThat(built("", "measured=2025-11-10T00:00:00.000Z")).hasValue(LocalDate.of(2025, 11, 10));
        assertThat(built("0.5", "")).as("the newest of its line").isEqualTo(built("0.5.12", ""));
        assertThat(built("2025-05", "")).hasValue(LocalDate.of(2025, 5, 15));
        assertThat(built("99.0", "")).isEmpty();
        assertThat(built("nightly-dev-20269999", "")).isEmpty();
    }

    private static Optional<LocalDate> built(String version, String provenance) {
        return Releases.built(Engine.SGLANG, version, provenance);
    }
}

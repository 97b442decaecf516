package dev.meshwright.facts.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.facts.engine.MemoryRule.Covers;
import dev.meshwright.facts.engine.MemoryRule.Term;
import dev.meshwright.facts.problem.Assumptions.Engine;
import dev.meshwright.layout.engine.KnownEngine;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MemoryRuleTest {

    private static MemoryRule rule(String engine, String version) {
        return MemoryRule.of(engine, EngineVersion.of(version));
    }

    @ParameterizedTest
    @CsvSource({"0.20.2rc1.dev249+fork, 0.20.2", "v0.11.0, 0.11", "1.4.0rc4, 1.4", "0.7.x, 0.7", "0.6.5 dev (V0), 0.6.5"
    })
    void versionsAreReadAsFarAsTheyGo(String text, String version) {
        assertThat(EngineVersion.of(text).orElseThrow()).hasToString(version);
    }

    @Test
    void whatNamesNoReleaseIsNone() {
        assertThat(Stream.of("", "0.2x", "main", "22", "later than 0.5"))
                .allMatch(text -> EngineVersion.of(text).isEmpty());
    }

    @Test
    void releasesAreOrderedByNumbersNotByLetters() {
        List<EngineVersion> sorted = Stream.of("0.21", "0.9.2", "0.9", "1.0", "0.10.1")
                .flatMap(text -> EngineVersion.of(text).stream())
                .sorted()
                .toList();
        assertThat(sorted).extracting(EngineVersion::toString).containsExactly("0.9", "0.9.2", "0.10.1", "0.21", "1.0");
    }

    /** vLLM took 0.90 until 0.20 and 0.92 from 0.21 on, and logits are no longer sorted from 0.17 on. */
    @Test
    void termsHoldForTheirReleases() {
        assertThat(rule("vllm", "0.20.2").number("defaultShare")).isEqualTo(0.90);
        assertThat(rule("vllm", "0.21.0").number("defaultShare")).isEqualTo(0.92);
        assertThat(rule("vllm", "0.15.1").number("bytesPerLogit")).isEqualTo(38.5);
        assertThat(rule("vllm", "0.16").number("bytesPerLogit")).isEqualTo(38.5);
        assertThat(rule("vllm", "0.17").number("bytesPerLogit")).isEqualTo(14);
        assertThat(rule("vllm", "0.20").find("graphs.base")).isEmpty();
    }

    @Test
    void unitsAreReadIntoBytes() {
        assertThat(rule("sglang", "0.5").number("reserve.base")).isEqualTo(512 * 1024.0 * 1024);
        assertThat(rule("vllm", "0.22").number("outside.2")).isCloseTo(0.55 * 1024 * 1024 * 1024, within(1.0));
    }

    /** A rank alone, two, three (as two), four, and more (as four). */
    @Test
    void bytesOutsideTheAllocatorAreThoseOfTheMostRanksListed() {
        MemoryRule rule = rule("vllm", "0.22");
        assertThat(rule.outsideBytes(1)).isEqualTo(rule.number("outside.1"));
        assertThat(rule.outsideBytes(3)).isEqualTo(rule.number("outside.2"));
        assertThat(rule.outsideBytes(64)).isEqualTo(rule.number("outside.4"));
    }

    @Test
    void sharesAreOfWhatEachEngineSays() {
        assertThat(rule("vllm", "0.22").covers()).isEqualTo(Covers.EVERYTHING);
        assertThat(rule("sglang", "0.5").covers()).isEqualTo(Covers.WEIGHTS_AND_CACHE);
        assertThat(rule("tensorrt-llm", "1.2").covers()).isEqualTo(Covers.FREE_AFTER_LOADING);
    }

    /** No release is named: memory is shared out by the one whose space is searched. */
    @ParameterizedTest
    @EnumSource
    void withoutAReleaseTheRuleIsThatOfTheNewest(Engine engine) {
        assertThat(MemoryRule.of(engine.label(), Optional.empty()).version())
                .isEqualTo(EngineReleases.of(engine.label()).newest())
                .isEqualTo(KnownEngine.find(engine.label()).orElseThrow().newest());
    }

    @Test
    void whoeverNamesNoReleaseIsTold() {
        MemoryRule assumed = MemoryRule.of("vllm", Optional.empty());
        assertThat(assumed.assumed()).contains(assumed.version());
        assertThat(rule("vllm", "0.11").assumed()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void everyEngineHasARule(Engine engine) {
        MemoryRule rule = MemoryRule.of(engine.label(), Optional.empty());
        assertThat(rule.option()).isNotBlank();
        for (String needed : List.of("tokensPerStep", "sequences", "bytesPerLogit", "outside.1", "graphs.largest")) {
            assertThat(rule.number(needed)).as(needed).isPositive();
        }
    }

    /** A stranger can look every figure up, and no release has two of one. */
    @Test
    void everyTermHasASourceAndOneValuePerRelease() {
        assertThat(MemoryRule.all()).allSatisfy(term -> {
            assertThat(term.source()).isNotBlank();
            assertThat(term.unit()).isNotBlank();
        });
        for (String release :
                List.of("0.6.5", "0.9", "0.11", "0.15.9", "0.16", "0.17", "0.20.2", "0.21", "0.32", "1.4")) {
            for (Engine engine : Engine.values()) {
                assertThat(rule(engine.label(), release).terms())
                        .extracting(Term::name)
                        .as(engine.label() + " " + release)
                        .doesNotHaveDuplicates();
            }
        }
    }

    @Test
    void anUnknownEngineIsRefused() {
        assertThatThrownBy(() -> MemoryRule.of("other", Optional.empty())).hasMessageContaining("other");
    }
}

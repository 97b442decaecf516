package dev.meshwright.layout.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.facts.engine.EngineVersion;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.problem.SearchLimits;
import dev.meshwright.layout.Batch;
import dev.meshwright.layout.Cut;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Degrees.Recomputation;
import dev.meshwright.layout.Family;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What spaces of engines hold beyond the rules of layouts: releases, limits, families. */
class EngineSpacesTest {

    /** A family is cut to the members that an engine can express, and what is beyond is the rest. */
    @Test
    void familiesAreCutByTheirContexts() {
        KnownEngine vllm = KnownEngine.find("vllm").orElseThrow();
        EngineSpace old = EngineSpace.named(EngineSpaceTest.problem(vllm, new EngineVersion(0, 11, 0)))
                .orElseThrow();
        EngineSpace recent =
                EngineSpace.named(EngineSpaceTest.problem(vllm, vllm.newest())).orElseThrow();
        Cut cut = new Cut(4, 1, 4, 1, 1, 1, 1, EngineSpaceTest.SMALL.model().experts() / 4, 1);
        Family family =
                Family.of(new Degrees(cut, new Batch(1, 1, Recomputation.NONE))).withContexts(List.of(1, 2, 4));
        assertThat(old.within(family).orElseThrow().contexts()).containsExactly(1);
        assertThat(old.beyond(family).orElseThrow().contexts()).containsExactly(2, 4);
        assertThat(recent.within(family)).contains(family);
        assertThat(recent.beyond(family)).isEmpty();
    }

    @Test
    void limitsAreLiftedByMaximumInstance() {
        KnownEngine vllm = KnownEngine.find("vllm").orElseThrow();
        Problem problem = EngineSpaceTest.problem(vllm, vllm.newest());
        Cut large = new Cut(1, 64, 64, 1, 1, 1, 1, 1, 1);
        assertThat(EngineSpace.named(problem).orElseThrow().broken(large))
                .extracting(EngineRule::id)
                .contains("largestInstance");
        SearchLimits lifted = SearchLimits.DEFAULT.withMaximumInstance(OptionalInt.of(64));
        assertThat(EngineSpace.named(problem.withLimits(lifted)).orElseThrow().broken(large))
                .extracting(EngineRule::id)
                .doesNotContain("largestInstance");
    }

    @Test
    void everyRuleHasItsSentenceAndSource() {
        for (EngineRule rule : EngineRule.all()) {
            assertThat(KnownEngine.find(rule.engine())).as(rule.id()).isPresent();
            assertThat(rule.source()).as(rule.id()).isNotBlank();
            if (rule.kind() != EngineRule.Kind.VERSIONS) {
                assertThat(rule.sentence()).as(rule.id()).endsWith(".");
            }
            assertThat(rule.lacks().isEmpty())
                    .as(rule.id())
                    .isEqualTo(rule.anyOf().isEmpty());
            assertThat(rule.anyOf().isEmpty())
                    .as(rule.id())
                    .isEqualTo(rule.kind() == EngineRule.Kind.FACT || rule.kind() == EngineRule.Kind.VERSIONS);
        }
        assertThat(EngineSpaceTest.engines().map(KnownEngine::label))
                .containsExactly("vllm", "sglang", "tensorrt-llm", "megatron");
    }

    @Test
    void releasesBeyondTheNewestAndBeforeTheOldestAreUnknown() {
        KnownEngine vllm = KnownEngine.find("vllm").orElseThrow();
        assertThat(vllm.knows(EngineVersion.of("0.32.4").orElseThrow())).isTrue();
        assertThat(vllm.knows(EngineVersion.of("0.33").orElseThrow())).isFalse();
        assertThat(vllm.knows(EngineVersion.of("0.3.3").orElseThrow())).isFalse();
    }
}

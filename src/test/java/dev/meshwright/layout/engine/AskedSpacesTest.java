package dev.meshwright.layout.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.facts.engine.EngineVersion;
import dev.meshwright.facts.problem.Assumptions;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.problem.SearchLimits;
import dev.meshwright.layout.Cut;
import dev.meshwright.layout.Family;
import dev.meshwright.question.search.space.LayoutSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whose space a problem asks for, and where it ends. */
class AskedSpacesTest {

    /** Training frameworks do not serve, and servers do not train. */
    @Test
    void spacesAreOfEnginesThatDoWhatIsAsked() {
        KnownEngine vllm = KnownEngine.find("vllm").orElseThrow();
        KnownEngine megatron = KnownEngine.find("megatron").orElseThrow();
        List<EngineSpace> serving = EngineSpace.all(EngineSpaceTest.problem(vllm, vllm.newest()));
        assertThat(serving)
                .extracting(space -> space.engine().label())
                .containsExactly("vllm", "sglang", "tensorrt-llm");
        assertThat(EngineSpace.all(EngineSpaceTest.problem(megatron, megatron.newest())))
                .extracting(space -> space.engine().label())
                .containsExactly("megatron");
        EngineSpace space = serving.getFirst();
        assertThat(space.version()).isEqualTo(vllm.newest());
        assertThat(space.name()).isEqualTo("vLLM " + vllm.newest());
        assertThat(space.rules())
                .isNotEmpty()
                .allMatch(rule -> rule.kind() == EngineRule.Kind.RULE || rule.kind() == EngineRule.Kind.LIMIT);
    }

    /** A release that is stated belongs to the engine that is named, to no other. */
    @Test
    void aStatedReleaseIsOfTheNamedEngine() {
        KnownEngine vllm = KnownEngine.find("vllm").orElseThrow();
        EngineVersion old = new EngineVersion(0, 11, 0);
        List<EngineSpace> all = EngineSpace.all(EngineSpaceTest.problem(vllm, old));
        assertThat(all.getFirst().version()).isEqualTo(old);
        assertThat(all.get(1).version())
                .isEqualTo(KnownEngine.find("sglang").orElseThrow().newest());
    }

    /** A search is kept to the engine's space unless the problem opens it; limits alone are no violation. */
    @Test
    void aProblemMayOpenTheSpace() {
        KnownEngine vllm = KnownEngine.find("vllm").orElseThrow();
        Problem problem = EngineSpaceTest.problem(vllm, vllm.newest());
        assertThat(EngineSpace.restricting(problem)).isPresent();
        assertThat(EngineSpace.named(EngineSpaceTest.SMALL.withAssumptions(Assumptions.NONE)))
                .isEmpty();
        EngineSpace space = EngineSpace.named(problem).orElseThrow();
        Cut large = new Cut(1, 64, 64, 1, 1, 1, 1, 1, 1);
        assertThat(space.broken(large)).extracting(EngineRule::kind).contains(EngineRule.Kind.LIMIT);
        assertThat(space.violated(large)).extracting(EngineRule::kind).doesNotContain(EngineRule.Kind.LIMIT);
        Cut split = new Cut(4, 1, 2, 2, 1, 1, 1, 4, 1);
        assertThat(space.violated(split)).isNotEmpty().isEqualTo(space.broken(split));
    }

    /** vLLM spreads experts from 0.8.0 on and copies attention inside an instance from 0.8.3 on. */
    @Test
    void oldReleasesNeitherSpreadExpertsNorCopyAttention() {
        KnownEngine vllm = KnownEngine.find("vllm").orElseThrow();
        Cut spread = new Cut(4, 1, 4, 1, 1, 1, 1, EngineSpaceTest.SMALL.model().experts() / 4, 1);
        Cut copied = new Cut(1, 4, 1, 4, 1, 1, 1, EngineSpaceTest.SMALL.model().experts(), 1);
        Map<String, List<Cut>> expressed = Map.of(
                "0.6.6", List.of(),
                "0.7.3", List.of(),
                "0.8.0", List.of(spread),
                "0.8.2", List.of(spread),
                "0.8.3", List.of(spread, copied));
        expressed.forEach((release, cuts) -> {
            Problem problem =
                    EngineSpaceTest.problem(vllm, EngineVersion.of(release).orElseThrow());
            EngineSpace space = EngineSpace.restricting(problem).orElseThrow();
            assertThat(Stream.of(spread, copied).filter(space::expresses))
                    .as(release)
                    .containsExactlyElementsOf(cuts);
            List<Family> searched = new ArrayList<>();
            new LayoutSpace(problem).forEach(searched::add);
            assertThat(searched.stream().anyMatch(family -> family.cut().expert() > 1))
                    .as("experts of %s", release)
                    .isEqualTo(cuts.contains(spread));
            assertThat(searched.stream().anyMatch(family -> family.cut().data() > 1))
                    .as("copies of %s", release)
                    .isEqualTo(cuts.contains(copied));
        });
    }

    /** Decode context parallelism came to vLLM after 0.11.0. */
    @Test
    void cachesAreSharedByThoseThatCan() {
        KnownEngine vllm = KnownEngine.find("vllm").orElseThrow();
        assertThat(EngineSpace.named(EngineSpaceTest.problem(vllm, vllm.newest()))
                        .orElseThrow()
                        .sharesCaches())
                .isTrue();
        assertThat(EngineSpace.named(EngineSpaceTest.problem(vllm, new EngineVersion(0, 11, 0)))
                        .orElseThrow()
                        .sharesCaches())
                .isFalse();
    }

    /** At the limit is within it, one more is not. */
    @Test
    void theLargestInstanceIsAllowed() {
        KnownEngine vllm = KnownEngine.find("vllm").orElseThrow();
        Problem problem = EngineSpaceTest.problem(vllm, vllm.newest())
                .withLimits(SearchLimits.DEFAULT.withMaximumInstance(OptionalInt.of(16)));
        EngineSpace space = EngineSpace.named(problem).orElseThrow();
        assertThat(space.largestInstance()).hasValue(16);
        assertThat(space.broken(new Cut(1, 16, 16, 1, 1, 1, 1, 1, 1))).isEmpty();
        assertThat(space.broken(new Cut(1, 17, 17, 1, 1, 1, 1, 1, 1))).isNotEmpty();
    }
}

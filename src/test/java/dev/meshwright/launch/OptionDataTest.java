package dev.meshwright.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.facts.engine.EngineVersion;
import dev.meshwright.facts.engine.option.EngineOption;
import dev.meshwright.facts.engine.option.Meaning;
import dev.meshwright.facts.engine.option.OptionBook;
import dev.meshwright.facts.engine.option.OptionType;
import dev.meshwright.facts.engine.option.VersionRange;
import dev.meshwright.io.launch.OptionFiles;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The option data of engines: complete, without two meanings of one name, and by release. */
class OptionDataTest {

    static List<OptionBook> books() {
        return OptionFiles.standard();
    }

    @ParameterizedTest
    @MethodSource("books")
    void namesAreOneOptionsAndEachHasASource(OptionBook book) {
        Set<String> seen = new HashSet<>();
        List<String> twice = new ArrayList<>();
        for (EngineOption option : book.options()) {
            assertThat(option.source()).as(option.name()).isNotBlank();
            List<String> names = new ArrayList<>(option.aliases());
            names.add(option.name());
            for (String name : names) {
                String plain = name.replaceFirst("^-+", "").replace('_', '-').toLowerCase(Locale.ROOT);
                if (!seen.add(plain)) {
                    twice.add(name);
                }
            }
        }
        assertThat(twice).isEmpty();
        assertThat(book.options()).hasSizeGreaterThan(50);
    }

    /** A value of a default is one that the option takes. */
    @ParameterizedTest
    @MethodSource("books")
    void defaultsAreValues(OptionBook book) {
        for (EngineOption option : book.options()) {
            for (EngineOption.Default value : option.defaults()) {
                boolean fits =
                        switch (option.type()) {
                            case SWITCH -> value.value().matches("true|false");
                            case INTEGER -> value.value().matches("-?\\d+");
                            case NUMBER -> value.value().matches("\\d+(\\.\\d+)?");
                            case TEXT, LIST, MAPPING -> true;
                        };
                assertThat(fits).as(option.name() + " " + value.value()).isTrue();
                assertThat(option.choices().isEmpty() || option.choices().contains(value.value()))
                        .as(option.name())
                        .isTrue();
            }
        }
    }

    /** What a layout is made of has a name in every engine that has it. */
    @ParameterizedTest
    @MethodSource("books")
    void degreesHaveNames(OptionBook book) {
        assertThat(book.of(Meaning.PIPELINE)).isPresent();
        assertThat(book.of(Meaning.MODEL)).isPresent();
        assertThat(book.of(Meaning.TENSOR).or(() -> book.of(Meaning.STAGE_RANKS)))
                .isPresent();
        if (!book.trains()) {
            assertThat(book.of(Meaning.MEMORY_SHARE)).isPresent();
            assertThat(book.of(Meaning.SEQUENCES)).isPresent();
            assertThat(book.of(Meaning.TOKENS_PER_STEP)).isPresent();
        }
        assertThat(book.entries()).isNotEmpty();
    }

    @Test
    void namesAreFoundInEveryWayOfWritingThem() {
        OptionBook vllm = OptionFiles.of("vllm");
        for (String name : List.of("--tensor-parallel-size", "tensor_parallel_size", "-tp", "--Tensor-Parallel_Size")) {
            assertThat(vllm.find(name).map(EngineOption::name)).as(name).contains("tensor-parallel-size");
        }
        assertThat(vllm.abbreviated("--trust-rem").map(EngineOption::name)).contains("trust-remote-code");
        assertThat(vllm.abbreviated("--data-parallel"))
                .as("more than one begins so")
                .isEmpty();
        assertThat(vllm.find("eplb-config").map(EngineOption::type)).contains(OptionType.MAPPING);
    }

    /** vLLM took 0.9 of the memory before 0.21 and takes 0.92 from then on. */
    @Test
    void defaultsAreOfTheirRelease() {
        EngineOption share = OptionFiles.of("vllm").of(Meaning.MEMORY_SHARE).orElseThrow();
        assertThat(share.defaultOf(EngineVersion.of("0.20.2"))).contains("0.9");
        assertThat(share.defaultOf(EngineVersion.of("0.21"))).contains("0.92");
        assertThat(share.defaultOf(Optional.empty())).contains("0.92");
    }

    @Test
    void rangesHoldTheirFirstAndNotTheirLast() {
        VersionRange range = new VersionRange(EngineVersion.of("0.9"), EngineVersion.of("0.12"));
        assertThat(range.holds(EngineVersion.of("0.8.5"))).isFalse();
        assertThat(range.holds(EngineVersion.of("0.9"))).isTrue();
        assertThat(range.holds(EngineVersion.of("0.12"))).isFalse();
        assertThat(range.holds(Optional.empty())).as("the newest").isFalse();
        assertThat(range.text()).isEqualTo("0.9 to before 0.12");
        assertThat(VersionRange.ALL.holds(Optional.empty())).isTrue();
    }
}

package dev.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a shortened transcript says of what is printed, and how it is recorded anew. */
class ShownTranscriptTest {

    private static final String PRINTED = """
            TP4 PP1: 15 tokens/s
              Output tokens.

            Targets
              first token  138 ms  met
              output token  37 ms  met

            What binds
              Memory bandwidth: 85 %.
              Links: 3 %.

            Proof
              Nothing exceeds 16 tokens/s.
            """;

    private static ShownTranscript transcript(String shown) {
        return new ShownTranscript("search problem.yaml", shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TP4 PP1: 15 tokens/s\n[...]\n",
                "[...]\n  Nothing exceeds 16 tokens/s.\n",
                "TP4 PP1: 15 tokens/s\n[...]\n  output token  37 ms  met\n\nWhat binds\n[...]\n",
                "TP4 PP1: 15 tokens/s\n[...]\nTargets\n[...]\n\nProof\n  Nothing exceeds 16 tokens/s.\n",
                "[...]\n"
            })
    void whatIsLeftOutMayBeAnyLines(String shown) {
        assertThat(transcript(shown).missing(PRINTED)).isEmpty();
        assertThat(transcript(shown).shortened()).isTrue();
    }

    @Test
    void aWholeTranscriptIsAllThatIsPrinted() {
        assertThat(transcript(PRINTED).missing(PRINTED)).isEmpty();
        assertThat(transcript(PRINTED).shortened()).isFalse();
        assertThat(transcript(PRINTED).missing(PRINTED + "\nNotes\n")).isPresent();
        assertThat(transcript(PRINTED + "\nNotes\n").missing(PRINTED)).isPresent();
        assertThat(transcript(PRINTED).missing(PRINTED.replace("85", "86"))).hasValue("  Memory bandwidth: 85 %.");
    }

    @Test
    void everyShownLineIsExact() {
        assertThat(transcript("TP4 PP1: 15 tokens/s\n[...]\nTargets\n  first token  139 ms  met\n[...]\n")
                        .missing(PRINTED))
                .hasValue("  first token  139 ms  met");
        assertThat(transcript("TP4 PP1: 15 tokens/s \n[...]\n").missing(PRINTED))
                .hasValue("TP4 PP1: 15 tokens/s ");
        assertThat(transcript("[...]\nargets\n[...]\n").missing(PRINTED)).hasValue("argets");
    }

    @Test
    void linesThatAreNotMarkedAsLeftOutAreMissed() {
        assertThat(transcript("  Output tokens.\n[...]\n").missing(PRINTED)).hasValue("  Output tokens.");
        assertThat(transcript("[...]\nTargets\n  first token  138 ms  met\n").missing(PRINTED))
                .isPresent();
        assertThat(transcript("[...]\nTargets\n  output token  37 ms  met\n[...]\n")
                        .missing(PRINTED))
                .hasValue("  output token  37 ms  met");
        assertThat(transcript("[...]\nProof\n[...]\nTargets\n[...]\n").missing(PRINTED))
                .hasValue("Targets");
    }

    @Test
    void theMarkLeavesOutOneLineAtLeast() {
        assertThat(transcript("TP4 PP1: 15 tokens/s\n[...]\n  Output tokens.\n[...]\n")
                        .missing(PRINTED))
                .hasValue("  Output tokens.");
        assertThat(transcript(PRINTED + "[...]\n").missing(PRINTED)).isPresent();
        assertThat(transcript("[...]\n" + PRINTED).missing(PRINTED)).isPresent();
    }

    @Test
    void recordingKeepsTheShapeOfAShortenedTranscript() {
        String now = """
                TP2 PP2 x3: 27 tokens/s
                  Output tokens.

                Risks
                  None.

                Targets
                  first token  1,138 ms  MISSED
                  output token  37 ms  met

                What binds
                  Links: 50 %.
                  Memory bandwidth: 40 %.

                Proof
                  Nothing exceeds 30 tokens/s
                  by more than 2 %.
                """;
        ShownTranscript old = transcript("""
                TP4 PP1: 15 tokens/s
                [...]
                Targets
                  first token  138 ms  met
                [...]
                What binds
                  Memory bandwidth: 85 %.
                  Links: 3 %.

                [...]
                  Nothing exceeds 16 tokens/s.
                """);
        assertThat(old.missing(PRINTED)).isEmpty();
        assertThat(old.recorded(PRINTED)).isEqualTo(old);
        assertThat(old.recorded(now)).isEqualTo(transcript("""
                                TP2 PP2 x3: 27 tokens/s
                                [...]
                                Targets
                                  first token  1,138 ms  MISSED
                                [...]
                                What binds
                                  Links: 50 %.
                                  Memory bandwidth: 40 %.

                                [...]
                                  Nothing exceeds 30 tokens/s
                                  by more than 2 %.
                                """));
        assertThat(transcript(PRINTED).recorded(now)).isEqualTo(transcript(now));
    }

    @Test
    void recordingNamesTheParagraphThatIsGone() {
        ShownTranscript old = transcript("TP4 PP1: 15 tokens/s\n[...]\nTargets\n[...]\n");
        assertThatThrownBy(() -> old.recorded(PRINTED.replace("Targets", "Limits")))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("search problem.yaml")
                .hasMessageEndingWith("\nTargets");
        ShownTranscript end = transcript("[...]\nProof\n  Nothing exceeds 16 tokens/s.\n");
        assertThatThrownBy(() -> end.recorded(PRINTED + "\nNotes\n  One.\n"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("search problem.yaml");
    }

    @Test
    void transcriptsAreFoundAndReplacedInTheirDocument() {
        String document = """
                Text.

                ```
                $ ./meshwright search problem.yaml
                old
                ```

                ```yaml
                layout: {tensor: 2}
                ```

                ```
                $ ./meshwright gpus
                [...]
                one $1
                ```
                """;
        assertThat(ShownTranscript.in(document))
                .containsExactly(transcript("old\n"), new ShownTranscript("gpus", "[...]\none $1\n"));
        assertThat(ShownTranscript.replaced(document, ShownTranscript.in(document)))
                .isEqualTo(document);
        assertThat(ShownTranscript.replaced(
                        document, List.of(transcript("new\n"), new ShownTranscript("gpus", "[...]\none $1\n"))))
                .isEqualTo(document.replace("old", "new"));
    }
}

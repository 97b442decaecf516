package dev.meshwright.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.io.launch.LaunchFiles;
import dev.meshwright.launch.engine.Asked;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What keeps a launch from being read is said all at once, with file, line and a guess; nothing ends in a stack trace. */
class BadLaunchesTest {

    @Test
    void variablesThatNothingSetsAreNamedWhereALayoutNeedsThem() {
        List<String> faults = Reading.faults(
                "run.sh",
                "vllm serve openai/gpt-oss-120b -tp $RANKS -dp $((NODES * 2)) --port $PORT --max-model-len $(get len)");
        assertThat(faults)
                .anyMatch(
                        fault -> fault.contains("run.sh") && fault.contains("line 1") && fault.contains("needs RANKS"))
                .anyMatch(fault -> fault.contains("needs NODES") && fault.contains("Maybe --set NODES=VALUE"))
                .anyMatch(fault -> fault.contains("needs what a command prints"))
                .noneMatch(fault -> fault.contains("PORT"));
    }

    @Test
    void testsThatCannotBeKnownAreFaultsWhereALayoutFollowsFromThem() {
        for (String text : List.of(
                "if nvidia-smi | grep -q H100; then T=8; else T=2; fi\nvllm serve openai/gpt-oss-120b -tp $T",
                "command -v rocm-smi && A='-tp 8'\nvllm serve openai/gpt-oss-120b $A",
                "case $(uname -m) in x86_64) M=20b;; *) M=120b;; esac\nvllm serve openai/gpt-oss-$M",
                "[ -f /etc/big ] && A='-pp 2'\nvllm serve openai/gpt-oss-120b $A")) {
            assertThat(Reading.faults("run.sh", text))
                    .singleElement()
                    .asString()
                    .contains("line 1", "cannot be known here, and the layout follows from it");
        }
        String text = "GPU=$(nvidia-smi)\n[[ $GPU == *H100* ]] && T=8 || T=2\nvllm serve openai/gpt-oss-120b -tp $T";
        assertThat(Reading.faults("run.sh", text)).singleElement().asString().contains("line 2", "--set GPU=VALUE");
        List<LaunchFile> files = Reading.files("run.sh", text);
        assertThat(LaunchFiles.of(files, Asked.NOTHING, Map.of("GPU", "H100 80GB"))
                        .pools()
                        .getFirst()
                        .layout()
                        .tensor())
                .isEqualTo(8);
    }

    /** What no layout follows from is noted and no more; a script that ends otherwise launches nothing else. */
    @Test
    void testsThatChangeNoLayoutAreNoted() {
        for (String test : List.of(
                "[ -n \"$DEBUG\" ] && set -x", "if ! nvidia-smi; then exit 0; fi", "[ -z \"$LIMIT\" ] && LIMIT=64")) {
            String text = test + "\nvllm serve openai/gpt-oss-120b -tp 4 --max-num-seqs ${LIMIT:-64}";
            assertThat(Reading.faults("run.sh", text)).as(test).isEmpty();
            assertThat(Reading.of("run.sh", text).defaulted())
                    .as(test)
                    .anyMatch(note -> note.contains("cannot be known"));
        }
    }

    @Test
    void variablesMayBeSetBesideTheFiles() {
        List<LaunchFile> files = Reading.files("run.sh", "vllm serve openai/gpt-oss-120b -tp $RANKS");
        assertThat(LaunchFiles.of(files, Asked.NOTHING, Map.of("RANKS", "4"))
                        .pools()
                        .getFirst()
                        .layout()
                        .tensor())
                .isEqualTo(4);
    }

    @Test
    void unknownOptionsStopItOnlyIfTheyChangeTheLayout() {
        assertThat(Reading.faults("run.sh", "vllm serve openai/gpt-oss-120b --tensor-paralel-size 4"))
                .singleElement()
                .satisfies(fault -> assertThat(fault)
                        .contains("--tensor-paralel-size 4")
                        .contains("changes the layout")
                        .contains("Maybe --tensor-parallel-size."));
        assertThat(Reading.of("run.sh", "vllm serve openai/gpt-oss-120b --shiny-new-thing 3 --quiet")
                        .ignored())
                .anyMatch(line -> line.contains("--shiny-new-thing 3 (not known)"))
                .anyMatch(line -> line.contains("--quiet (not known)"));
    }

    @Test
    void twoModelsAreTwoLaunches() {
        assertThat(Reading.faults(
                        "run.sh", "vllm serve openai/gpt-oss-120b -tp 2 &\nvllm serve openai/gpt-oss-20b &\n"))
                .singleElement()
                .satisfies(fault -> assertThat(fault)
                        .contains("line 2")
                        .contains("second model")
                        .contains("gpt-oss-120b"));
        assertThat(Reading.faults(
                        "run.sh", "vllm serve openai/gpt-oss-120b &\nsglang serve --model openai/gpt-oss-120b"))
                .anyMatch(fault -> fault.contains("second engine"));
    }

    @Test
    void halfAFileSaysSo() {
        assertThat(Reading.faults("run.sh", "vllm serve openai/gpt-oss-120b --hf-overrides '{\"a\": 1"))
                .anyMatch(fault -> fault.contains("never closed") && fault.contains("part of the file is missing"));
        assertThat(Reading.faults("run.sh", "if true; then\nvllm serve openai/gpt-oss-120b -tp 4\n"))
                .anyMatch(fault -> fault.contains("fi is missing"));
        assertThat(Reading.faults("run.sh", "cat > c.yaml <<EOF\na: 1\n"))
                .anyMatch(fault -> fault.contains("never ends"));
        assertThat(Reading.faults("run.sh", "vllm serve openai/gpt-oss-120b --tensor-parallel-size"))
                .anyMatch(fault -> fault.contains("--tensor-parallel-size") && fault.contains("has no value"));
        assertThat(Reading.faults("dgd.yaml", "kind: [a, b\nspec: {"))
                .anyMatch(fault -> fault.contains("is not valid YAML") && fault.contains("line 2"));
    }

    @Test
    void valuesThatAreNoneAreNamedTogether() {
        assertThat(Reading.faults(
                        "run.sh", "vllm serve openai/gpt-oss-120b -tp eight -dp 0 --gpu-memory-utilization most"))
                .hasSize(3)
                .anyMatch(fault -> fault.contains("-tp eight") && fault.contains("whole number"))
                .anyMatch(fault -> fault.contains("-dp 0") && fault.contains("at least 1"))
                .anyMatch(fault -> fault.contains("must be a number"));
    }

    @Test
    void filesThatAnOptionNamesMustBeGiven() {
        assertThat(Reading.faults("run.sh", "trtllm-serve openai/gpt-oss-120b --extra_llm_api_options /etc/extra.yml"))
                .singleElement()
                .satisfies(fault ->
                        assertThat(fault).contains("not among those given").contains("extra.yml"));
    }

    @Test
    void filesWithoutAnEngineSaySo() {
        assertThat(Reading.faults("run.sh", "echo hello\nls -l\n"))
                .singleElement()
                .satisfies(fault -> assertThat(fault).contains("starts no engine"));
        assertThat(Reading.faults("a.yaml", "just: text\n")).anyMatch(fault -> fault.contains("starts no engine"));
    }

    @Test
    void aliasesDoNotUnfoldWithoutEnd() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) {
            String alias = "*a" + (i - 1);
            bomb.append("a")
                    .append(i)
                    .append(": &a")
                    .append(i)
                    .append(" [")
                    .append((alias + ", ").repeat(9))
                    .append(alias)
                    .append("]\n");
        }
        assertThat(Reading.faults("bomb.yaml", bomb.toString()))
                .anyMatch(fault -> fault.contains("deeper or larger") || fault.contains("aliases"));
    }

    /** Cut anywhere and with letters exchanged, a launch is read or refused with a reason. */
    @Test
    void garbledFilesAreReadOrRefused() {
        String script =
                "N=8\nA=(--tensor-parallel-size \"$N\")\nif [ \"$N\" -gt 4 ]; then A+=(--enable-expert-parallel); fi\n"
                        + "cat > c.yaml <<EOF\nmax-num-seqs: ${N}\nEOF\nfor i in $(seq 1 2); do echo $((i * 2)); done\n"
                        + "vllm serve deepseek-ai/DeepSeek-V3 --config c.yaml \"${A[@]}\" --speculative-config '{\"method\": \"mtp\"}' 2>&1 | tee log\n";
        String manifest =
                "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\nspec:\n  template:\n    spec:\n      containers:\n"
                        + "      - {name: v, command: [vllm, serve, openai/gpt-oss-120b], args: [-tp, \"4\"]}\n";
        Random random = new Random(7);
        int read = 0;
        for (int round = 0; round < 3000; round++) {
            boolean yaml = round % 3 == 0;
            StringBuilder text = new StringBuilder(yaml ? manifest : script);
            text.setLength(random.nextInt(text.length()) + 1);
            for (int change = random.nextInt(4); change > 0; change--) {
                text.setCharAt(random.nextInt(text.length()), " \n\"'(){}[]$&|;<>#\\*=-0a".charAt(random.nextInt(23)));
            }
            try {
                Reading.of(yaml ? "d.yaml" : "run.sh", text.toString());
                read++;
            } catch (InvalidInputException invalid) {
                assertThat(invalid.faults()).isNotEmpty();
            }
        }
        assertThat(read).as("some of them are still launches").isPositive();
    }

    /** A comment between lines that go on ends the command, as the shell sees it. */
    @Test
    void optionsWithoutACommandAreNotLost() {
        assertThat(Reading.faults("run.sh", """
                vllm serve mistralai/Mixtral-8x7B-Instruct-v0.1 --tensor-parallel-size 4 \\
                  # more of them
                  --enable-expert-parallel
                """))
                .anyMatch(fault -> fault.contains("line 3") && fault.contains("stands where a command would"));
    }
}

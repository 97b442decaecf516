package dev.meshwright.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.launch.shell.Call;
import dev.meshwright.launch.shell.Doubt;
import dev.meshwright.launch.shell.Doubts;
import dev.meshwright.launch.shell.Script;
import dev.meshwright.launch.shell.Unset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What shell scripts start, against what bash makes of the same text. */
class ScriptsTest {

    private static List<Call> calls(String text, LaunchFile... given) {
        Findings findings = new Findings();
        List<Call> calls = new Script(List.of(given), findings).run("run.sh", text, 1, Map.of());
        assertThat(findings.none()).as("nothing is wrong with %s", text).isTrue();
        return calls;
    }

    private static List<String> words(String text) {
        return calls(text).getLast().words();
    }

    static Stream<Arguments> expansions() {
        return Stream.of(
                Arguments.of("N=4; run $N \"$N\" '$N' \\$N", List.of("4", "4", "$N", "$N")),
                Arguments.of("A=(one \"two three\"); run \"${A[@]}\" ${#A[@]}", List.of("one", "two three", "2")),
                Arguments.of("A=(); run \"${A[@]}\" end", List.of("end")),
                Arguments.of("A=(x); A+=(y z); run ${A[@]} ${A[1]}", List.of("x", "y", "z", "y")),
                Arguments.of("run ${X:-8} ${X:=9} $X ${X:+set}", List.of("8", "9", "9", "set")),
                Arguments.of("run $(( 3 * (2 + 1) / 2 )) $((5 > 3 ? 7 : 8)) $((1 << 4))", List.of("4", "7", "16")),
                Arguments.of("N=3; M=N+1; run $((M * 2)) $((N ** 2))", List.of("8", "9")),
                Arguments.of(
                        "P=/models/deep/seek.yaml; run ${P##*/} ${P%.yaml} ${P/deep/shallow}",
                        List.of("seek.yaml", "/models/deep/seek", "/models/shallow/seek.yaml")),
                Arguments.of("X='a b'; run $X \"$X\"", List.of("a", "b", "a b")),
                Arguments.of("run $(echo 1 2) \"$(echo 1 2)\" `echo 3`", List.of("1", "2", "1 2", "3")),
                Arguments.of("run a\\\n b # not c", List.of("a", "b")),
                Arguments.of("run '{\"k\": \"v\"}' \"{\\\"k\\\": 1}\"", List.of("{\"k\": \"v\"}", "{\"k\": 1}")),
                Arguments.of("run a 2>&1 > log &", List.of("a")),
                Arguments.of("run --tp 8 > log 2>&1", List.of("--tp", "8")),
                Arguments.of("N=2; if [ $N -gt 1 ] && [[ $N == 2* ]]; then run yes; else run no; fi", List.of("yes")),
                Arguments.of("if [ -z \"$X\" ]; then run empty; fi", List.of("empty")),
                Arguments.of("case gb200 in h*) run h;; gb*|b*) run b;; esac", List.of("b")),
                Arguments.of("f() { run $2 $1; }; f a b", List.of("b", "a")),
                Arguments.of("i=0; while [ $i -lt 3 ]; do i=$((i+1)); done; run $i", List.of("3")),
                Arguments.of("CMD=\"run --a 1\"; $CMD --b", List.of("--a", "1", "--b")),
                Arguments.of("set -- 1 2 3; shift; run \"$@\" $#", List.of("2", "3", "2")),
                Arguments.of("bash -c \"run inside\"", List.of("inside")),
                Arguments.of("exec run last", List.of("last")),
                Arguments.of("false && run never || run here", List.of("here")),
                Arguments.of("run ${UPPER^^} ${L:-ab}; L=Ab; run ${L,,} ${L:0:1}", List.of("ab", "A")));
    }

    @ParameterizedTest
    @MethodSource("expansions")
    void wordsAreThoseOfBash(String text, List<String> expected) {
        List<String> words = words(text);
        assertThat(words.getFirst()).isEqualTo("run");
        assertThat(words.subList(1, words.size())).isEqualTo(expected);
    }

    @Test
    void loopsStartAProgramForEachItem() {
        assertThat(calls("for i in $(seq 0 3); do run --rank $i & done; wait").stream()
                        .map(call -> call.words().getLast()))
                .containsExactly("0", "1", "2", "3");
        assertThat(calls("for i in {1..3}; do run $i; done")).hasSize(3);
    }

    @Test
    void hereDocumentsAreFilesAndScripts() {
        Script script = new Script(List.of(), new Findings());
        script.run(
                "run.sh",
                "N=3\ncat > conf.yml << EOF\na: ${N}\nEOF\ncat <<'EOF' > raw.yml\na: ${N}\nEOF\n",
                1,
                Map.of());
        assertThat(script.file("/etc/conf.yml")).contains("a: 3\n");
        assertThat(script.file("raw.yml")).contains("a: ${N}\n");
        Call batch = calls("sbatch <<EOF\n#!/bin/bash\n#SBATCH --nodes=4\nrun a\nEOF")
                .getFirst();
        assertThat(batch.words()).containsExactly("run", "a");
        assertThat(batch.allocation()).containsExactly("--nodes=4");
    }

    @Test
    void scriptsCallScriptsThatWereGiven() {
        List<Call> calls = calls("export M=big\n./inner.sh 8 x", new LaunchFile("inner.sh", "run $M $1 $2"));
        assertThat(calls).hasSize(1);
        assertThat(calls.getFirst().words()).containsExactly("run", "big", "8", "x");
        assertThat(calls.getFirst().place().file()).isEqualTo("inner.sh");
    }

    @Test
    void variablesThatNothingSetsStayMarked() {
        List<String> words = words("run --addr $HEAD:5000 --n $((NODES * 2)) --date $(date +%s)");
        assertThat(Unset.names(words.get(2))).containsExactly("HEAD");
        assertThat(Unset.names(words.get(4))).containsExactly("NODES");
        assertThat(Unset.in(words.get(6))).isTrue();
        assertThat(Unset.shown(words.get(2))).isEqualTo("$HEAD:5000");
    }

    @Test
    void environmentStandsInFrontOrIsExported() {
        Call call = calls("export A=1; B=2; C=3 run x").getFirst();
        assertThat(call.environment())
                .containsEntry("A", "1")
                .containsEntry("C", "3")
                .doesNotContainKey("B");
        assertThat(call.place().line()).isEqualTo(1);
    }

    /** Nothing that somebody writes keeps the reader busy for ever or overflows its stack. */
    @Test
    void scriptsEnd() {
        for (String text : List.of(
                "while true; do run x; done",
                "f() { f; }; f",
                "i=0; while [ $i -lt 9 ]; do run; done",
                "x='$x'; run $((x))",
                "run " + "$(".repeat(5000),
                "run " + "(".repeat(5000),
                "run $((" + "(".repeat(5000) + "1" + ")".repeat(5000) + "))",
                "run $((" + "-".repeat(9000) + "1))",
                "if ".repeat(5000))) {
            new Script(List.of(), new Findings()).run("run.sh", text, 1, Map.of());
        }
    }

    /** What only who runs a script knows is named, with what it was read as and the variable that decides. */
    @Test
    void testsThatCannotBeKnownAreNamed() {
        assertThat(doubts("GPU=$(nvidia-smi -L)\nif [[ \"$GPU\" == *H100* ]]; then run 8; else run 2; fi", Map.of()))
                .singleElement()
                .asString()
                .contains("run.sh:2", "[[ \"$GPU\" == *H100* ]]", "read as false", "--set GPU=VALUE decides");
        for (String text : List.of(
                "if nvidia-smi | grep -q H100; then run 8; fi",
                "if command -v rocm-smi >/dev/null; then run 8; fi",
                "command -v rocm-smi && run 8",
                "if [ -f /etc/big ]; then run 8; fi",
                "if (( NODES > 1 )); then run 8; fi",
                "[ \"$NODES\" -gt 1 ] && run 8",
                "[[ -z $NODES || -d /data ]] || run 8",
                "! grep -q x file || run 8",
                "case \"$(uname -m)\" in x86_64) run 8;; *) run 2;; esac",
                "case $GPU in h100) run 8;; *) run 2;; esac")) {
            assertThat(doubts(text, Map.of("UNUSED", "1"))).as(text).hasSize(1);
        }
    }

    @Test
    void testsThatCanBeKnownAreNotNamed() {
        for (String text : List.of(
                "if [ ${NODES:-1} -lt 2 ]; then run 8; fi",
                "GPU=$(nvidia-smi -L); [[ $GPU == *H100* ]] && run 8",
                "case $GPU in H100) run 8;; esac",
                "cd /data && run 8",
                "run 8 || exit 1",
                "echo a > b; [ -f b ] && run 8",
                "f() { run 8; }; command -v f && f",
                "if nvidia-smi; [ 1 = 1 ]; then run 8; fi")) {
            assertThat(doubts(text, Map.of("GPU", "H100"))).as(text).isEmpty();
            assertThat(calls(text, Map.of("GPU", "H100"), new Doubts(Map.of())))
                    .as(text)
                    .anyMatch(call -> call.words().equals(List.of("run", "8")));
        }
    }

    /** A program that nobody knows is not taken to be there. */
    @Test
    void programsThatNobodyKnowsAreNotFound() {
        String text = "if command -v rocm-smi >/dev/null; then run 8; else run 4; fi";
        assertThat(calls(text).getLast().words()).containsExactly("run", "4");
        assertThat(calls(text, Map.of(), new Doubts(Map.of("run.sh:1 command -v rocm-smi", 0)))
                        .getLast()
                        .words())
                .containsExactly("run", "8");
    }

    private static List<String> doubts(String text, Map<String, String> set) {
        Doubts doubts = new Doubts(Map.of());
        calls(text, set, doubts);
        return doubts.found().stream().map(Doubt::note).toList();
    }

    private static List<Call> calls(String text, Map<String, String> set, Doubts doubts) {
        return new Script(List.of(), new Findings(), set, doubts).run("run.sh", text, 1, set);
    }
}

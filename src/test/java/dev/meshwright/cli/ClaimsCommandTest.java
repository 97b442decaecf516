package dev.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.SharedData;
import dev.meshwright.io.document.WordFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** From a document to a file of claims that check audits. */
class ClaimsCommandTest extends CommandRun {

    private static final String DOCUMENT = """
            # Plan
            The cluster has 32 GPUs with 64 GB VRAM; 16 experts per layer.
            Expert parameters: 0.62GB per GPU. We reach 100 tokens/ms.
            """;

    private static final String DEGREES = "layout: {tensor: 4, expert: 4, pipeline: 2}\n";

    @Test
    void aDraftIsReadByCheckAsItIs() throws IOException {
        assertThat(run("claims", written("plan.md", DOCUMENT), "-o", file("claims.yaml")))
                .isZero();
        assertThat(err.toString()).contains("Wrote").contains("sure").contains("--claims-file");
        assertThat(out.toString()).isEmpty();
        String draft = Files.readString(folder.resolve("claims.yaml"));
        assertThat(draft)
                .contains("- {quantity: memory.experts.perGpu, value: \"0.62 GB\"")
                .contains("# open, line 3: 100 tokens/ms")
                .contains("  # - {quantity: throughput.system, value: \"100 tokens/ms\"");
        assertThat(run(
                        "check",
                        "problems/founding-001.yaml",
                        written("p.yaml", DEGREES),
                        "--claims-file",
                        file("claims.yaml"),
                        "--format",
                        "json"))
                .isIn(4, 5);
        JsonNode claims = JsonMapper.shared().readTree(out.toString()).get("claims");
        List<String> verdicts = new ArrayList<>();
        claims.forEach(claim -> verdicts.add(
                claim.get("quantity").asString() + " " + claim.get("verdict").asString()));
        // 16 experts / EP4 x 8 layers / ETP4 = 8 whole ones of 3 x 512 x 1024 x 2 B: 25.2 MB, not 0.62 GB
        assertThat(verdicts)
                .contains(
                        "gpus confirmed",
                        "gpu.memory confirmed",
                        "experts.perLayer confirmed",
                        "memory.experts.perGpu refuted");
    }

    /** Deleting a # decides an open claim. */
    @Test
    void everyCandidateCanBeUncommented() throws IOException {
        assertThat(run("claims", written("plan.md", DOCUMENT))).isZero();
        String decided = out.toString().replaceAll("(?m)^  # - \\{", "  - {");
        assertThat(decided).isNotEqualTo(out.toString());
        int code = run(
                "check",
                "problems/founding-001.yaml",
                written("p.yaml", DEGREES),
                "--claims-file",
                written("c.yaml", decided),
                "--claims",
                "all");
        assertThat(code).as(err.toString()).isIn(4, 5);
        assertThat(out.toString()).contains("throughput.system").contains("throughput.perGpu");
    }

    @Test
    void aFileThatIsThereIsKept() throws IOException {
        String document = written("plan.md", DOCUMENT);
        String output = written("claims.yaml", "edited by hand");
        assertThat(run("claims", document, "-o", output)).isEqualTo(3);
        assertThat(err.toString()).contains("exists already").contains("--force");
        assertThat(Files.readString(Path.of(output))).isEqualTo("edited by hand");
        assertThat(run("claims", document, "-o", output, "--force")).isZero();
        assertThat(Files.readString(Path.of(output))).contains("claims:");
    }

    @Test
    void wordAndMarkdownSayTheSame() throws IOException {
        Path word = WordFiles.write(
                folder.resolve("plan.docx"),
                WordFiles.styled("Heading1", "Plan")
                        + DOCUMENT.lines().skip(1).map(WordFiles::paragraph).reduce("", String::concat));
        assertThat(run("claims", word.toString(), "--format", "json")).isZero();
        JsonNode fromWord = JsonMapper.shared().readTree(out.toString()).get("claims");
        assertThat(run("claims", written("plan.md", DOCUMENT), "--format", "json"))
                .isZero();
        JsonNode fromMarkdown = JsonMapper.shared().readTree(out.toString()).get("claims");
        assertThat(fromWord.size()).isEqualTo(fromMarkdown.size());
        for (int index = 0; index < fromWord.size(); index++) {
            assertThat(fromWord.get(index).get("quantity"))
                    .isEqualTo(fromMarkdown.get(index).get("quantity"));
            assertThat(fromWord.get(index).get("candidates"))
                    .isEqualTo(fromMarkdown.get(index).get("candidates"));
        }
    }

    @Test
    void aDocumentWithoutNumbersIsNoFault() throws IOException {
        assertThat(run("claims", written("plan.md", "Nothing to see here."), "-o", file("claims.yaml")))
                .isZero();
        assertThat(err.toString()).contains("states no number with a unit");
        assertThat(run(
                        "check",
                        "problems/founding-001.yaml",
                        written("p.yaml", DEGREES),
                        "--claims-file",
                        file("claims.yaml")))
                .as(err.toString())
                .isIn(4, 5);
    }

    @Test
    void badInputIsRefused() throws IOException {
        assertThat(run("claims", file("missing.md"))).isEqualTo(3);
        assertThat(err.toString()).contains("does not exist");
        assertThat(run("claims", folder.toString())).isEqualTo(3);
        assertThat(run("claims")).isEqualTo(2);
        assertThat(run("claims", written("a.md", "64 GB"), "-o", file("a.md") + "/x.yaml"))
                .isEqualTo(3);
        assertThat(run(
                        "check",
                        "problems/founding-001.yaml",
                        written("p.yaml", DEGREES),
                        "--claims-file",
                        written("c.yaml", "claims: [{quantity: ttft, value: 1 s}, {quantity: gpus, value: 10 -20}]")))
                .isEqualTo(3);
        assertThat(err.toString())
                .contains("/claims/0/quantity")
                .contains("Maybe timeToFirstToken.")
                .contains("can be read in two ways");
    }

    /** What a document says is not what a premise may be: conclusions need one number. */
    @Test
    void rangesAreClaimsButNoPremises() throws IOException {
        String claims = "claims:\n  - {quantity: gpus, value: 30-40}\n"
                + "  - {quantity: throughput.system, value: 1 token/s, given: {throughput.perGpu: 1-2 tokens/s}}\n";
        assertThat(run("check", "problems/founding-001.yaml", written("p.yaml", DEGREES + claims)))
                .isEqualTo(3);
        assertThat(err.toString())
                .contains("is a premise and must be one number")
                .doesNotContain("/claims/0");
    }

    @Test
    void whomAValueIsCountedForMustBeWhomTheQuantityIsOf() throws IOException {
        String claims = "claims:\n  - {quantity: throughput.system, value: 100 tokens/s per GPU}\n"
                + "  - {quantity: throughput.perGpu, value: 100 tokens/s per GPU}\n"
                + "  - {quantity: interactivity, value: 33 tokens/s per user}\n";
        assertThat(run("check", "problems/founding-001.yaml", written("p.yaml", DEGREES + claims)))
                .isEqualTo(3);
        assertThat(err.toString())
                .contains("/claims/0/value: is counted for another thing than throughput.system")
                .contains("Maybe the quantity throughput.perGpu.")
                .doesNotContain("/claims/1")
                .doesNotContain("/claims/2");
    }

    private JsonNode draft(String number) throws IOException {
        Path folder = SharedData.require("seeds");
        try (Stream<Path> files = Files.list(folder)) {
            Path document = files.filter(
                            file -> String.valueOf(file.getFileName()).startsWith(number + "_"))
                    .findFirst()
                    .orElseThrow();
            assertThat(run("claims", document.toString(), "--format", "json")).isZero();
        }
        return JsonMapper.shared().readTree(out.toString()).get("claims");
    }

    /** Main claims of the founding documents: what they are about, what it is written as, and by whom. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "000 | parameters.total | 10B",
                "000 | gpu.peakFlops | 400 TFlops",
                "000 | efficiency.total | 41.9%",
                "000 | target.shortfall.perGpu | 87%",
                "000 | experts.perLayer | 16",
                "000 | gpu.memory | 64 GB",
                "001 | memory.experts.perGpu | 0.62 GB",
                "001 | memory.experts.perGpu | 0.02 GB",
                "001 | memory.experts.total | 0.75 GB",
                "001 | throughput.perGpu | 120 tokens/ms",
                "001 | throughput.perGpu | 120,000 tokens/second",
                "001 | throughput.system | 3,840 tokens/ms",
                "001 | throughput.bound.bandwidth.perGpu | ~79 tokens/second",
                "001 | parameters.total | ~2.6B",
                "001 | parameters.experts | 0.4B",
                "001 | memory.perGpu | 19.2 GB",
                "001 | gpus | 32",
                "001 | sequence.length | 10240",
                "002 | throughput.bound.compute.perGpu | 30 tokens/ms",
                "002 | target.throughput | 100 tokens/ms",
                "002 | parameters.active | 4B",
                "002 | efficiency.total | 37.7%",
                "002 | loss.communication | 42%",
                "002 | loss.loadImbalance | 12%",
                "002 | loss.pipelineBubble | 18%",
                "002 | balance.target | 0.15",
                "002 | gpus.forTarget | 144",
                "002 | activations.checkpointingAbove | \u2265 2048",
                "003 | experts.perGpu.perLayer | 2",
                "003 | memory.experts.perGpu | 4.38 GB",
                "003 | memory.perGpu | 23 GB",
                "003 | degrees.expert | 8",
                "003 | experts.total | 256",
                "004 | degrees.tensor | 2",
                "004 | degrees.expert | 3",
                "004 | degrees.pipeline | 1",
                "004 | layers.total | 24",
                "004 | memory.perGpu | 42.3 GB",
                "004 | memory.utilisation | 66.1%",
                "004 | compute.utilisation | 80%",
                "004 | communication.efficiency | 88%",
                "004 | batch | 64",
                "004 | throughput.samples | 312 samples/sec",
                "004 | model.hidden | 4096",
            })
    void mainClaimsOfTheFoundingDocumentsAreFound(String number, String quantity, String value) throws IOException {
        List<String> decided = new ArrayList<>();
        draft(number)
                .forEach(claim -> decided.add(claim.get("quantity").asString("") + " = "
                        + claim.get("value").asString("")));
        assertThat(decided).contains(quantity + " = " + value);
    }

    /** Of these nobody can say what is meant: whose throughput, which count of experts, which bandwidth. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "000 | 132 tokens/ms | throughput.system",
                "000 | 132 tokens/ms | throughput.perGpu",
                "000 | 1.8 TBps | gpu.memoryBandwidth",
                "003 | 8 experts | experts.perGpu.total",
                "003 | 8 experts | experts.perGpu.wholeEquivalents",
                "004 | 319,488 tokens/sec | throughput.system",
            })
    void whatTheFoundingDocumentsLeaveOpenStaysOpen(String number, String written, String candidate)
            throws IOException {
        List<String> candidates = new ArrayList<>();
        for (JsonNode claim : draft(number)) {
            if (claim.get("written").asString().equals(written)
                    && claim.get("certainty").asString().equals("open")) {
                claim.get("candidates")
                        .forEach(one -> candidates.add(one.get("quantity").asString()));
            }
        }
        assertThat(candidates).contains(candidate);
    }

    @Test
    void reviewsKeepTheirNumbersApart() throws IOException {
        List<String> experts = new ArrayList<>();
        draft("003").forEach(claim -> {
            if (claim.get("quantity").asString("").equals("memory.experts.perGpu")) {
                experts.add(
                        claim.get("value").asString() + " " + claim.get("by").asString());
            }
        });
        assertThat(experts).contains("4.38 GB plan", "0.62 GB review");
    }
}

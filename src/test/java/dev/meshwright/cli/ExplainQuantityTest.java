package dev.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.Problems;
import dev.meshwright.answer.json.DerivationDocument;
import dev.meshwright.answer.text.DerivationText;
import dev.meshwright.answer.text.page.Style;
import dev.meshwright.base.derivation.Reworked;
import dev.meshwright.base.quantity.Dimension;
import dev.meshwright.cli.terminal.ExitCode;
import dev.meshwright.cost.LengthSweep;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.io.plan.PlanFiles;
import dev.meshwright.io.problem.ProblemFiles;
import dev.meshwright.io.tree.Documents;
import dev.meshwright.layout.draft.PlanDraft;
import dev.meshwright.question.audit.Auditor;
import dev.meshwright.question.audit.fact.AuditQuantity;
import dev.meshwright.question.audit.fact.Explanation;
import dev.meshwright.question.audit.fact.FactBook.Resolution;
import dev.meshwright.question.audit.fact.QuantityCatalogue;
import dev.meshwright.question.audit.premise.World;
import dev.meshwright.question.check.CheckedPlan;
import dev.meshwright.question.check.PlanChecker;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code check --explain} has an answer for every quantity of the catalogue. */
class ExplainQuantityTest {

    private static final Path PROBLEM = Path.of("problems/founding-001.yaml");
    private static final Path PLAN = Path.of("solutions/founding-001.claimed.yaml");

    @Test
    void everyQuantityIsDerivedOrSaysWhatIsMissing() {
        PlanDraft draft = PlanFiles.read(PLAN);
        Auditor auditor = auditor(PROBLEM, draft);
        List<String> derived = new ArrayList<>();
        for (AuditQuantity quantity : QuantityCatalogue.all()) {
            List<Explanation> explanations = auditor.explain(quantity.id(), draft.claims());
            String text = DerivationText.of(explanations, 3, Style.PLAIN);
            assertThat(Documents.toJson(DerivationDocument.of(explanations, DerivationDocument.WHOLE)))
                    .contains(quantity.id());
            assertThat(text).as(quantity.id()).startsWith(quantity.id()).contains(quantity.description());
            if (explanations.getFirst().resolution() instanceof Resolution.Derived) {
                derived.add(quantity.id());
                assertThat(text).as(quantity.id()).startsWith(quantity.id() + " = ");
            } else {
                assertThat(text).as(quantity.id()).containsAnyOf("Missing: ", "can state it as a premise");
            }
        }
        assertThat(derived)
                .hasSizeGreaterThan(110)
                .contains("throughput.perGpu", "memory.perGpu.shortest", "experts.perGpu.perLayer", "gpus.forTarget");
    }

    private static Auditor auditor(Path problemFile, PlanDraft draft) {
        Problem problem = ProblemFiles.open(problemFile).problem();
        CheckedPlan plan = new PlanChecker(Problems.question(problem), Problems::placer).check(draft);
        LengthSweep sweep = plan.evaluated()
                .map(evaluated -> LengthSweep.of(plan.question(), evaluated.layout()))
                .orElse(LengthSweep.NONE);
        return new Auditor(
                World.of(plan, false, sweep), draft, (question, other) -> new PlanChecker(question, Problems::placer)
                        .check(other));
    }

    @ParameterizedTest
    @CsvSource({
        "throughput.system, replicas * perReplica", // from the ledger, down to kernels
        "experts.perGpu.wholeEquivalents, experts.perGpu.total / degrees.expertTensor = 32 / 4",
        "memory.experts.ratio, memory.experts.claimed / memory.experts.perGpu = 620 MB / 25.2 MB",
        "gpu.memory, data sheet",
        "balance.compute.variance, does not follow"
    })
    void answersOnTheCommandLine(String quantity, String expected) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.run(
                new PrintWriter(out),
                new PrintWriter(err),
                "check",
                PROBLEM.toString(),
                PLAN.toString(),
                "--explain",
                quantity);
        assertThat(code).as(err.toString()).isEqualTo(ExitCode.FINE.code());
        assertThat(out.toString().replaceAll("\\s+", " ")).contains(expected);
    }

    @Test
    void aQuantityThatDoesNotExistListsNearOnes() {
        StringWriter err = new StringWriter();
        int code = Main.run(
                new PrintWriter(new StringWriter()),
                new PrintWriter(err),
                "check",
                PROBLEM.toString(),
                PLAN.toString(),
                "--explain",
                "experts.perGpu.total2");
        assertThat(code).isEqualTo(ExitCode.WRONG_USAGE.code());
        assertThat(err.toString()).contains("No quantity is called").contains("experts.perGpu.total");
    }

    /** What the audit prints and what {@code --explain} prints is one book, in which every formula can be worked out again. */
    @ParameterizedTest
    @ValueSource(strings = {"000", "001", "002", "003", "004", "training"})
    void everyPrintedFormulaCanBeWorkedOut(String name) {
        PlanDraft draft = PlanFiles.read(Path.of("solutions/founding-" + name + ".claimed.yaml"));
        Auditor auditor = auditor(Path.of("problems/founding-" + name + ".yaml"), draft);
        Reworked reworked = new Reworked();
        int premised = 0;
        for (String quantity : auditor.quantities()) {
            for (Explanation explanation : auditor.explain(quantity, draft.claims())) {
                if (explanation.resolution() instanceof Resolution.Derived derived) {
                    reworked.tree(derived.derivation());
                    premised += derived.derivation().premised() ? 1 : 0;
                }
            }
        }
        assertThat(reworked.formulas()).isGreaterThan(40);
        assertThat(premised > 0).isEqualTo(draft.claims().stream().anyMatch(claim -> !claim.given()
                .isEmpty()));
        auditor.audit(draft.claims()).claims().stream()
                .flatMap(claim -> claim.computed().stream())
                .forEach(reworked::tree);
    }

    /** throughput.perGpu = throughput.system / gpus; throughput.system = replicas * perReplica; and so on to the kernels. */
    @Test
    void depthCutsTheTree() {
        assertThat(explained("--depth", "0"))
                .contains("= throughput.system / gpus")
                .contains("throughput.system = 7,863,189 tokens/s ...")
                .contains("shown are 0 of 7 levels (--depth 7)")
                .doesNotContain("replicas * perReplica");
        assertThat(explained("--depth", "1"))
                .contains("replicas * perReplica")
                .contains("gpus = 32")
                .doesNotContain("tokens / step");
        assertThat(explained()).isEqualTo(explained("--depth", "3")).contains("overhead + max(m * slowest, way)");
        assertThat(explained("--depth", "7"))
                .contains("layers 0-15, 16 of them, each layer_0")
                .doesNotContain("...");
    }

    @Test
    void jsonHasTheWholeTreeUnlessCut() {
        JsonNode whole = JsonMapper.shared().readTree(explained("--format", "json"));
        JsonNode system = whole.get("derivation").get("inputs").get(0);
        assertThat(system.get("symbol").asString()).isEqualTo("throughput.system");
        assertThat(whole.get("value").doubleValue())
                .isEqualTo(system.get("value").doubleValue()
                        / whole.get("derivation")
                                .get("inputs")
                                .get(1)
                                .get("value")
                                .doubleValue());
        assertThat(whole.toString()).contains("main.layer.0.experts.roofline").doesNotContain("\"deeper\"");
        assertThat(whole.get("fromPremises")
                        .get(0)
                        .get("derivation")
                        .get("premised")
                        .booleanValue())
                .isTrue();
        JsonNode cut = JsonMapper.shared().readTree(explained("--format", "json", "--depth", "0"));
        assertThat(cut.get("derivation").get("inputs").get(0).get("deeper").intValue())
                .isEqualTo(7);
        assertThat(cut.get("derivation").get("inputs").get(0).has("inputs")).isFalse();
    }

    @Test
    void everyFieldIsDocumented() throws IOException {
        String documented = Files.readString(Path.of("docs/DERIVATIONS.md"));
        Set<String> fields = new TreeSet<>();
        collect(JsonMapper.shared().readTree(explained("--format", "json")), fields);
        collect(JsonMapper.shared().readTree(explained("--format", "json", "--depth", "0")), fields);
        assertThat(fields).hasSizeGreaterThan(12).allSatisfy(field -> assertThat(documented)
                .contains("`" + field + "`"));
        for (Dimension dimension : Dimension.values()) {
            assertThat(documented).contains("`" + dimension.name().toLowerCase(Locale.ROOT) + "`");
        }
    }

    private static void collect(JsonNode node, Set<String> fields) {
        fields.addAll(node.propertyNames());
        node.forEach(inner -> collect(inner, fields));
    }

    @ParameterizedTest
    @CsvSource({
        "--explain throughput.system --depth -1, --depth: -1 must be 0 or more levels.",
        "--depth 2, --depth: there is nothing to show. Maybe --explain throughput.system --depth 2.",
        "--explain throughput.system --depth deep, 'deep'"
    })
    void refusesDepthsThatMeanNothing(String options, String expected) {
        List<String> arguments = new ArrayList<>(List.of("check", PROBLEM.toString(), PLAN.toString()));
        arguments.addAll(List.of(options.split(" ")));
        StringWriter err = new StringWriter();
        int code =
                Main.run(new PrintWriter(new StringWriter()), new PrintWriter(err), arguments.toArray(String[]::new));
        assertThat(code).isEqualTo(ExitCode.WRONG_USAGE.code());
        assertThat(err.toString()).contains(expected);
    }

    private static String explained(String... options) {
        List<String> arguments = new ArrayList<>(
                List.of("check", PROBLEM.toString(), PLAN.toString(), "--explain", "throughput.perGpu"));
        arguments.addAll(List.of(options));
        StringWriter out = new StringWriter();
        Main.run(new PrintWriter(out), new PrintWriter(new StringWriter()), arguments.toArray(String[]::new));
        return out.toString();
    }
}

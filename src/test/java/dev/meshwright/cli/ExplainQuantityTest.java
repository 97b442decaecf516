package dev.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.answer.json.FactDocument;
import dev.meshwright.answer.text.FactText;
import dev.meshwright.answer.text.page.Style;
import dev.meshwright.cost.LengthSweep;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.io.plan.PlanFiles;
import dev.meshwright.io.problem.ProblemFiles;
import dev.meshwright.io.tree.Documents;
import dev.meshwright.layout.PlanDraft;
import dev.meshwright.question.audit.Auditor;
import dev.meshwright.question.audit.fact.AuditQuantity;
import dev.meshwright.question.audit.fact.Explanation;
import dev.meshwright.question.audit.fact.FactBook.Resolution;
import dev.meshwright.question.audit.fact.QuantityCatalogue;
import dev.meshwright.question.check.CheckedPlan;
import dev.meshwright.question.check.PlanChecker;
import dev.meshwright.question.search.Placers;
import dev.meshwright.workbench.Constants;
import dev.meshwright.workbench.Effort;
import dev.meshwright.workbench.Watch;
import dev.meshwright.workbench.Workbench;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code check --explain} has an answer for every quantity of the catalogue. */
class ExplainQuantityTest {

    private static final Path PROBLEM = Path.of("problems/founding-001.yaml");
    private static final Path PLAN = Path.of("solutions/founding-001.claimed.yaml");

    @Test
    void everyQuantityIsDerivedOrSaysWhatIsMissing() {
        Workbench workbench = new Workbench();
        Placers placers = workbench.placers(Effort.DEFAULT, Watch.NONE);
        Problem problem = ProblemFiles.open(PROBLEM).problem();
        PlanDraft draft = PlanFiles.read(PLAN);
        CheckedPlan plan =
                new PlanChecker(workbench.question(problem, Constants.STANDARD), placers::thorough).check(draft);
        LengthSweep sweep =
                LengthSweep.of(plan.question(), plan.evaluated().orElseThrow().layout());
        Auditor auditor = new Auditor(plan, false, sweep);
        List<String> derived = new ArrayList<>();
        for (AuditQuantity quantity : QuantityCatalogue.all()) {
            List<Explanation> explanations = auditor.explain(quantity, draft.claims());
            String text = FactText.of(explanations, Style.PLAIN);
            assertThat(Documents.toJson(FactDocument.of(explanations))).contains(quantity.id());
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

    @ParameterizedTest
    @CsvSource({
        "throughput.system, replicas * perReplica", // from the ledger, down to kernels
        "experts.perGpu.wholeEquivalents, experts.perGpu.total / degrees.expertTensor = 32 / 4 = 8",
        "memory.experts.ratio, memory.experts.claimed / memory.experts.perGpu = 620 MB / 25.2 MB = 24.6 times",
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
}

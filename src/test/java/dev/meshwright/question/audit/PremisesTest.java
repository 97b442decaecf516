package dev.meshwright.question.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.Problems;
import dev.meshwright.base.derivation.Derivation;
import dev.meshwright.cost.LengthSweep;
import dev.meshwright.cost.engine.Question;
import dev.meshwright.io.plan.PlanFiles;
import dev.meshwright.io.problem.ProblemFiles;
import dev.meshwright.layout.draft.PlanDraft;
import dev.meshwright.question.audit.fact.AuditQuantity;
import dev.meshwright.question.audit.fact.QuantityCatalogue;
import dev.meshwright.question.audit.premise.World;
import dev.meshwright.question.check.CheckedPlan;
import dev.meshwright.question.check.PlanChecker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Premises are used for every quantity that depends on them, and named where they play no part. */
class PremisesTest {

    /** Worked out backwards from the throughput that it bounds: a stated efficiency says nothing about it. */
    private static final String BACKWARDS = "throughput.bound";

    @TempDir
    Path folder;

    private Auditor auditor(String workload, String layout) throws IOException {
        Path problem = Files.writeString(folder.resolve("problem.yaml"), """
                name: premises
                model: {catalog: deepseek-v2-lite}
                cluster: {nodes: [{count: 2, gpus: 4, gpu: h100-sxm}]}
                workload: {%s}
                targets: {throughput: {value: 1 tokens/ms, scope: system}}
                """.formatted(workload));
        Path plan = Files.writeString(folder.resolve("plan.yaml"), "layout: {" + layout + "}\n");
        Question question = Problems.question(ProblemFiles.open(problem).problem());
        PlanDraft draft = PlanFiles.read(plan);
        CheckedPlan checked = new PlanChecker(question, Problems::placer).check(draft);
        boolean stated = workload.contains("concurrency") || workload.contains("globalBatch");
        return new Auditor(World.of(checked, stated, LengthSweep.NONE), draft, (asked, other) -> new PlanChecker(
                        asked, Problems::placer)
                .check(other));
    }

    private static String text(AuditQuantity quantity, double value) {
        return (value + " " + quantity.dimension().baseUnit()).strip();
    }

    private static boolean mentions(Derivation fact, String quantity) {
        return !fact.quantity().equals(BACKWARDS)
                && (fact.quantity().equals(quantity)
                        || fact.inputs().stream().anyMatch(input -> mentions(input.derivation(), quantity)));
    }

    /** Twice what it is, one after the other, against everything that can be asked. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "phase: serving, inputTokens: 2048, outputTokens: 256, concurrency: 64",
                "phase: decode, inputTokens: 2048, outputTokens: 256, concurrency: 64",
                "phase: prefill, inputTokens: 2048, concurrency: 16",
                "phase: training, inputTokens: 2048, globalBatch: 64"
            })
    void everyPremiseIsUsedOrNamedAsUnused(String workload) throws IOException {
        Auditor auditor = auditor(workload, "tensor: 2, data: 2, expert: 4, pipeline: 1, replicas: 2");
        List<String> wrong = new ArrayList<>();
        int used = 0;
        int unused = 0;
        for (AuditQuantity premise : QuantityCatalogue.all()) {
            Optional<Derivation> own = auditor.book().find(premise.id());
            if (premise.truth() || own.isEmpty() || own.get().value() == 0) {
                continue;
            }
            Ground ground = auditor.ground(
                    Map.of(premise.id(), text(premise, 2 * own.get().value())));
            for (AuditQuantity quantity : QuantityCatalogue.all()) {
                Optional<Derivation> base = auditor.book().find(quantity.id());
                Optional<Derivation> fact = ground.book().find(quantity.id());
                if (base.isEmpty() || fact.isEmpty()) {
                    continue;
                }
                boolean same = Math.abs(base.get().value() - fact.get().value())
                        <= 1e-9 * Math.abs(base.get().value());
                boolean idle = !ground.unused(fact.get()).isEmpty();
                // Where the plan is evaluated anew, the number itself shows whether the premise counts.
                boolean depends = !ground.replanned() && mentions(base.get(), premise.id());
                if (idle && (!same || depends)) {
                    wrong.add(quantity.id() + " given " + premise.id());
                }
                used += idle ? 0 : 1;
                unused += idle ? 1 : 0;
            }
        }
        System.out.printf("Premises (%s): %,d used, %,d named as unused%n", workload, used, unused);
        assertThat(wrong).isEmpty();
        assertThat(used).isGreaterThan(1000);
        assertThat(unused).isGreaterThan(1000);
    }
}

package dev.meshwright.question.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.Problems;
import dev.meshwright.base.derivation.Derivation;
import dev.meshwright.cost.LengthSweep;
import dev.meshwright.cost.engine.Question;
import dev.meshwright.io.plan.PlanFiles;
import dev.meshwright.io.problem.ProblemFiles;
import dev.meshwright.layout.draft.Claim;
import dev.meshwright.layout.draft.PlanDraft;
import dev.meshwright.question.audit.fact.AuditQuantity;
import dev.meshwright.question.audit.fact.QuantityCatalogue;
import dev.meshwright.question.audit.premise.World;
import dev.meshwright.question.check.PlanChecker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Claims contradict each other by what is stated, and are judged by what is said to be. */
class StatedNumbersTest {

    @TempDir
    Path folder;

    private World world(String workload) throws IOException {
        Path problem = Files.writeString(folder.resolve("problem.yaml"), """
                name: stated
                model: {catalog: gpt-oss-20b}
                cluster: {nodes: [{count: 1, gpus: 4, gpu: h100-sxm}]}
                workload: {%s}
                """.formatted(workload));
        Question question = Problems.question(ProblemFiles.open(problem).problem());
        return World.of(
                new PlanChecker(question, Problems::placer).check(draft()),
                workload.contains("concurrency"),
                LengthSweep.NONE);
    }

    private PlanDraft draft() throws IOException {
        return PlanFiles.read(Files.writeString(
                folder.resolve("plan.yaml"), "layout: {tensor: 2, expert: 2, pipeline: 1, replicas: 2}\n"));
    }

    private Auditor auditor(World world) throws IOException {
        return new Auditor(world, draft(), (asked, other) -> new PlanChecker(asked, Problems::placer).check(other));
    }

    private static Claim claim(String by, String quantity, String value) {
        return new Claim(quantity, value, "", by, Map.of());
    }

    /** A claim of 8 GPUs beside every other claim in turn, each a thousand times too large. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "phase: serving, inputTokens: 2048, outputTokens: 256, concurrency: 64",
                "phase: serving, inputTokens: 2048, outputTokens: 256",
                "phase: prefill, inputTokens: 2048, concurrency: 16"
            })
    void whatTheCostModelPredictsIsNoClaimOfAnybody(String workload) throws IOException {
        World world = world(workload);
        Auditor auditor = auditor(world);
        List<String> wrong = new ArrayList<>();
        int predicted = 0;
        for (AuditQuantity quantity : QuantityCatalogue.all()) {
            Optional<Derivation> fact = auditor.book().find(quantity.id());
            if (quantity.truth() || fact.isEmpty() || world.states(fact.get())) {
                continue;
            }
            predicted++;
            String value = (1000 * fact.get().value() + 1000 + " "
                            + quantity.dimension().baseUnit())
                    .strip();
            auditor.audit(List.of(claim(Claim.PLAN, "gpus", "8"), claim(Claim.PLAN, quantity.id(), value)))
                    .contradictions()
                    .forEach(wrong::add);
        }
        assertThat(predicted).isGreaterThan(40);
        assertThat(wrong).isEmpty();
    }

    /** 20 tokens/ms on 8 GPUs are 2.5 for each, whatever the cost model says of either. */
    @Test
    void whatOtherClaimsSayContradicts() throws IOException {
        List<Claim> claims = List.of(
                claim(Claim.PLAN, "gpus", "8"),
                claim(Claim.PLAN, "throughput.prefill.system", "20 tokens/ms"),
                claim(Claim.PLAN, "throughput.prefill.perGpu", "60 tokens/ms"));
        assertThat(auditor(world("phase: serving, inputTokens: 2048, outputTokens: 256"))
                        .audit(claims)
                        .contradictions())
                .anyMatch(sentence -> sentence.contains("20,000 tokens/s / 8"));
    }

    /** The batch of the plan is everybody's who claims none; a review that claims one has its own. */
    @Test
    void theListNamesTheBatchThatIsUsed() throws IOException {
        World open = world("phase: serving, inputTokens: 2048, outputTokens: 256");
        Claim rate = claim(Claim.PLAN, "throughput.system", "20 tokens/ms");
        Claim batch = claim(Claim.PLAN, "batch", "0.2k");
        Claim reviews = claim("review", "batch", "64");
        assertThat(auditor(open).audit(List.of(rate, batch, reviews)).taken())
                .startsWith(
                        "200 sequences in flight: the batch that the plan claims.",
                        "For claims of the review 64 sequences in flight: the batch that the review claims.");
        assertThat(auditor(open).audit(List.of(rate, reviews)).taken().getFirst())
                .endsWith("sequences in flight: nobody states them; filled in.");
        Audit audit = auditor(open).audit(List.of(rate, batch));
        assertThat(audit.claims().getFirst().regime()).contains("200 sequences in flight");
    }

    /** Half of the layers see 128 tokens: what a token adds depends on how long its sequence is. */
    @Test
    void whatIsMissingIsTheReasonAndNoOtherQuantity() throws IOException {
        AuditedClaim claim = judged("cache.bytesPerToken.perGpu", "20 kB");
        assertThat(claim.verdict()).isEqualTo(Verdict.NOT_DERIVABLE);
        assertThat(claim.missing())
                .singleElement()
                .asString()
                .contains("sliding windows")
                .contains("adds 49.2 kB until");
    }

    /** How many tokens fit is known all the same: as many as sequences of the asked length hold. */
    @ParameterizedTest
    @ValueSource(strings = {"cache.tokens", "cache.longestContext", "cache.tokensPerRank"})
    void roomIsCountedInSequencesOfTheAskedLength(String quantity) throws IOException {
        assertThat(judged(quantity, "100000").verdict()).isEqualTo(Verdict.REFUTED);
    }

    private AuditedClaim judged(String quantity, String value) throws IOException {
        World world = world("phase: decode, inputTokens: 2048, outputTokens: 256, concurrency: 64");
        return auditor(world)
                .audit(List.of(claim(Claim.PLAN, quantity, value)))
                .claims()
                .getFirst();
    }
}

package dev.meshwright.question.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.Problems;
import dev.meshwright.base.derivation.Derivation;
import dev.meshwright.base.quantity.Quantity;
import dev.meshwright.cost.LengthSweep;
import dev.meshwright.cost.engine.Question;
import dev.meshwright.io.plan.PlanFiles;
import dev.meshwright.io.problem.ProblemFiles;
import dev.meshwright.layout.draft.PlanDraft;
import dev.meshwright.question.audit.fact.FactBook;
import dev.meshwright.question.audit.mistake.Coverage;
import dev.meshwright.question.audit.mistake.Diagnosis;
import dev.meshwright.question.audit.premise.World;
import dev.meshwright.question.check.CheckedPlan;
import dev.meshwright.question.check.PlanChecker;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * How often a claim that has nothing to do with the right number is diagnosed all the same. Each refuted claim of the
 * founding documents is replaced by random numbers; {@code mvn test -Dtest=DiagnosisChanceTest} prints the shares.
 */
@Tag("slow")
class DiagnosisChanceTest {

    private static final long SEED = 20_26L;
    private static final int DRAWS = 1000;

    private int drawn;
    private final TreeMap<String, Integer> hits = new TreeMap<>();

    @Test
    void randomClaimsAreRarelyExplained() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (String number : List.of("000", "001", "002", "003", "004")) {
            document(number, random);
        }
        int explained = hits.values().stream().mapToInt(Integer::intValue).sum();
        System.out.printf(
                Locale.ROOT,
                "Of %,d random claims %.1f %% are explained: %s (seed %d)%n",
                drawn,
                100.0 * explained / drawn,
                hits,
                SEED);
        assertThat(drawn).isGreaterThan(20 * DRAWS);
        assertThat((double) explained / drawn).isBetween(0.005, 0.06);
        assertThat((double) hits.getOrDefault("two mistakes", 0) / drawn).isLessThan(Diagnosis.MOST_CHANCE / 2);
    }

    private void document(String number, SplittableRandom random) {
        PlanDraft draft = PlanFiles.read(Path.of("solutions/founding-" + number + ".claimed.yaml"));
        Path problem = Path.of("problems/founding-" + number + ".yaml");
        Question question = Problems.question(ProblemFiles.open(problem).problem());
        CheckedPlan plan = new PlanChecker(question, Problems::placer).check(draft);
        Auditor auditor = new Auditor(World.of(plan, false, LengthSweep.NONE), draft, (asked, other) -> new PlanChecker(
                        asked, Problems::placer)
                .check(other));
        for (AuditedClaim claim : auditor.audit(draft.claims()).claims()) {
            if (claim.verdict() == Verdict.REFUTED
                    && !claim.quantity().truth()
                    && claim.computed().map(fact -> fact.value() > 0).orElse(false)) {
                draw(auditor, claim, random);
            }
        }
    }

    private void draw(Auditor auditor, AuditedClaim claim, SplittableRandom random) {
        FactBook book = auditor.ground(claim.claim().given()).book();
        Diagnosis diagnosis = new Diagnosis(book, auditor.book());
        Derivation computed = claim.computed().orElseThrow();
        double furthest = Math.log(Diagnosis.FURTHEST);
        for (int draw = 0; draw < DRAWS; draw++) {
            double value = computed.value() * Math.exp(random.nextDouble(-furthest, furthest));
            String written = String.format(Locale.ROOT, "%.2e", value);
            Quantity claimed = new Quantity(
                    Double.parseDouble(written), claim.quantity().dimension(), Quantity.Per.UNSTATED, written);
            drawn++;
            diagnosis
                    .of(claim.quantity(), claimed, computed)
                    .forEach(sentence -> hits.merge(kind(sentence), 1, Integer::sum));
        }
    }

    private static String kind(String sentence) {
        return sentence.startsWith("Likely")
                ? "one mistake"
                : sentence.startsWith("Possibly") ? "two mistakes" : "another quantity";
    }

    /** Windows of 2 % around 2 and 2.01 overlap: from 1.96 to 2.0502 of a range from 1/10 to 10. */
    @Test
    void overlapsCountOnce() {
        Coverage coverage = new Coverage(10);
        coverage.add(2, 0.02);
        coverage.add(2.01, 0.02);
        assertThat(coverage.share()).isCloseTo(Math.log(2.01 * 1.02 / 1.96) / Math.log(100), within(1e-12));
        coverage.add(50, 0.02); // outside the range
        assertThat(coverage.share()).isCloseTo(Math.log(2.01 * 1.02 / 1.96) / Math.log(100), within(1e-12));
    }
}

package dev.meshwright.answer.explain.risk;

import dev.meshwright.base.quantity.Comparison;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.cost.evaluation.Evaluation.Loss;
import dev.meshwright.cost.evaluation.Evaluation.StageCost;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.problem.TargetOutcome;
import dev.meshwright.facts.workload.ExpertLoad;
import dev.meshwright.layout.Violation;
import dev.meshwright.layout.draft.Claim;
import dev.meshwright.question.audit.Audit;
import dev.meshwright.question.audit.AuditedClaim;
import dev.meshwright.question.audit.OpenInputs;
import dev.meshwright.question.audit.Verdict;
import dev.meshwright.question.audit.fact.Overflow;
import dev.meshwright.question.check.CheckedPlan;
import dev.meshwright.question.check.CheckedPlan.Evaluated;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.DoubleFunction;

/** What may go wrong with a plan, each risk with the number behind it. */
public final class Risks {

    /** Losses below this part of the bound are no risk worth a line. */
    private static final double LARGE_LOSS = 0.10;

    /** Targets and memory with less to spare than this are at risk; about the cost model's own error (docs/ACCURACY.md). */
    private static final double SPARE = 0.20;

    /** Less of a target than this is said in words. */
    private static final double SMALLEST_SHARE = 1e-4;

    /** Seed of which experts are popular, where nobody measured it. */
    private static final long SEED = 1;

    private final CheckedPlan plan;
    private final List<Risk> found = new ArrayList<>();

    private Risks(CheckedPlan plan) {
        this.plan = plan;
    }

    /**
     * The risks of a plan, the gravest kind first.
     *
     * @param targets as they are told, beside what is reached
     */
    public static List<Risk> of(CheckedPlan plan, Audit audit, List<TargetOutcome> targets) {
        Risks risks = new Risks(plan);
        risks.constraints();
        risks.claims(audit);
        plan.evaluated().ifPresent(evaluated -> {
            if (plan.feasible()) {
                risks.targets(targets);
                risks.memory(evaluated.evaluation());
            }
            risks.losses(evaluated.evaluation());
            risks.loads(evaluated);
        });
        return List.copyOf(risks.found);
    }

    private void add(String sentence) {
        found.add(new Risk(sentence));
    }

    private void constraints() {
        if (!plan.feasible()) {
            add("The plan cannot run: "
                    + String.join(
                            "; ",
                            plan.violations().stream()
                                    .map(Risks::broken)
                                    .distinct()
                                    .toList())
                    + ".");
        }
    }

    private static String broken(Violation violation) {
        Comparison shown = Comparison.of(violation.actual(), violation.limit(), amount -> amount(amount, violation));
        return violation.constraint().words() + ": " + shown.value() + " where the limit is " + shown.limit();
    }

    private static String amount(double value, Violation violation) {
        return violation.unit().equals("bytes") ? Figures.bytes(value) : Figures.plain(value);
    }

    private void claims(Audit audit) {
        List<AuditedClaim> made = audit.claims().stream()
                .filter(claim -> !claim.claim().by().equals(Claim.READING))
                .toList();
        List<AuditedClaim> refuted = made.stream()
                .filter(claim -> claim.verdict() == Verdict.REFUTED)
                .toList();
        if (!refuted.isEmpty()) {
            String furthest = refuted.stream()
                    .filter(claim -> !claim.quantity().truth()
                            && claim.ratio().isPresent()
                            && claim.ratio().getAsDouble() > 0)
                    .max(Comparator.comparingDouble(
                            claim -> Math.abs(Math.log(claim.ratio().getAsDouble()))))
                    .map(claim -> "; the furthest off is " + claim.quantity().id() + " = "
                            + claim.claimed().text() + ", "
                            + Figures.plain(claim.ratio().getAsDouble()) + " times what follows")
                    .orElse("");
            int read = audit.claims().size() - made.size();
            add(Figures.count(refuted.size()) + " of " + Figures.number(made.size(), "claim")
                    + (read == 0 ? "" : ", readings of them left out,") + " are refuted"
                    + furthest + ".");
        }
        long open = made.stream()
                .filter(claim -> claim.missing().contains(OpenInputs.BATCH))
                .count();
        if (open > 0) {
            add("Nobody states how many sequences are in flight, on which " + Figures.number(open, "claim")
                    + " rest; the figures here hold for "
                    + Figures.count(plan.degrees().sequences(plan.problem().workload())) + ".");
        }
    }

    private void targets(List<TargetOutcome> targets) {
        for (TargetOutcome outcome : targets) {
            DoubleFunction<String> format =
                    switch (outcome.aim()) {
                        case THROUGHPUT -> Figures::tokensPerSecond;
                        case TIME_TO_FIRST_TOKEN, TIME_PER_OUTPUT_TOKEN, END_TO_END -> Figures::seconds;
                    };
            outcome.reached()
                    .ifPresent(reached -> spare(
                            outcome.aim().words(),
                            outcome.spare().orElseThrow(),
                            Comparison.of(reached, outcome.target(), format)));
        }
    }

    private void spare(String target, double spare, Comparison reached) {
        String by = Math.abs(spare) < SMALLEST_SHARE && spare != 0
                ? "less than " + Figures.percent(SMALLEST_SHARE)
                : Figures.percent(Math.abs(spare));
        if (spare < 0) {
            add("The target for " + target + " is missed by " + by + " (" + reached.value() + ").");
        } else if (spare < SPARE) {
            add("The target for " + target + " is met with " + by + " to spare (" + reached.value()
                    + "), less than the cost model's own error may be.");
        }
    }

    private void memory(Evaluation evaluation) {
        StageCost stage = evaluation.heaviestStage();
        double free = stage.usableBytes() - stage.memoryBytes();
        if (free < SPARE * stage.usableBytes()) {
            add("The fullest GPU has " + Figures.bytes(Math.max(0, free)) + " left of "
                    + Figures.bytes(stage.usableBytes()) + " usable (" + Figures.percent(free / stage.usableBytes())
                    + "): longer sequences or more of them do not fit.");
        }
    }

    private void losses(Evaluation evaluation) {
        double left = 1;
        for (Loss loss : evaluation.efficiency().losses()) {
            double lost = left * loss.fraction();
            left -= lost;
            if (loss.kind() == Loss.Kind.COMMUNICATION && lost > LARGE_LOSS) {
                add("Messages that nothing hides take " + Figures.percent(loss.fraction())
                        + " of the time that is left: the plan stands and falls with its links.");
            }
        }
    }

    /** What loads as uneven as the problem tolerates would cost, where it assumes none. */
    private void loads(Evaluated evaluated) {
        Problem problem = plan.problem();
        OptionalInt experts = Overflow.experts(problem);
        if (experts.isEmpty()
                || problem.balance().coefficientOfVariation().isEmpty()
                || !problem.expertLoad().even()) {
            return;
        }
        double variation = problem.balance().coefficientOfVariation().getAsDouble();
        Problem uneven = problem.withExpertLoad(ExpertLoad.Zipf.ofVariation(variation, experts.getAsInt(), SEED));
        Evaluation evaluation = new CostModel(plan.question().with(uneven)).evaluate(evaluated.layout());
        double lost = 1
                - evaluation.performance().tokensPerSecond()
                        / evaluated.evaluation().performance().tokensPerSecond();
        String overflow = Overflow.of(uneven)
                .filter(with -> with.capacityFactor().isPresent())
                .map(with -> ", and a capacity factor of "
                        + Figures.plain(with.capacityFactor().getAsDouble()) + " drops "
                        + Figures.percent(with.droppedShare()) + " of the assignments ("
                        + Figures.percent(with.droppedShare() - with.reroutedShare()) + " with rerouting)")
                .orElse("");
        add("Expert loads are assumed even. At the coefficient of variation that is tolerated ("
                + Figures.plain(variation) + ", Zipf) the busiest expert rank has "
                + Figures.plain(evaluation.balance().maxOverMean())
                + " times the mean load and the throughput "
                + (lost > 0 ? "falls by " + Figures.percent(lost) : "does not fall") + overflow + ".");
    }
}

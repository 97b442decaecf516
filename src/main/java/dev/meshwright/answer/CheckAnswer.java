package dev.meshwright.answer;

import dev.meshwright.answer.explain.judgement.Assessment;
import dev.meshwright.answer.explain.judgement.BoundGap;
import dev.meshwright.answer.explain.risk.Risk;
import dev.meshwright.cost.LengthSweep;
import dev.meshwright.question.audit.Audit;
import dev.meshwright.question.check.CheckedPlan;
import java.util.List;
import java.util.Optional;

/**
 * What a plan that somebody else wrote is worth.
 *
 * @param plan completed, with the constraints that it breaks
 * @param assessment of the layout; empty where its parts do not fit together
 * @param rates of a training run; empty in other phases and where the layout does not fit together
 * @param bound how far the layout is from what its degrees can reach; empty where nothing of these degrees works
 * @param sweep the layout at every sequence length; empty where the problem has one
 * @param audit of the plan's claims
 * @param risks of running it, the gravest kind first
 * @param assumed what the problem did not state, and what was calibrated
 */
public record CheckAnswer(
        CheckedPlan plan,
        Optional<Assessment> assessment,
        Optional<TrainingRates> rates,
        Optional<BoundGap> bound,
        LengthSweep sweep,
        Audit audit,
        List<Risk> risks,
        List<String> assumed) {

    public CheckAnswer {
        risks = List.copyOf(risks);
        assumed = List.copyOf(assumed);
    }
}

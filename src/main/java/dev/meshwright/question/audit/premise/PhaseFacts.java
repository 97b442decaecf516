package dev.meshwright.question.audit.premise;

import dev.meshwright.base.quantity.Figures;
import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.engine.Question;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.facts.workload.Workload;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Layout;
import dev.meshwright.question.audit.fact.Facts;
import java.util.List;
import java.util.OptionalInt;

/**
 * What the layout of a serving problem does when it only reads, and when it only writes: claims on one phase are judged by
 * that phase.
 */
final class PhaseFacts {

    private final Question question;
    private final Facts facts;

    PhaseFacts(Question question, Facts facts) {
        this.question = question;
        this.facts = facts;
    }

    void take(Layout layout) {
        if (question.problem().workload() instanceof Workload.Serving serving) {
            reading(serving, layout);
            writing(serving, layout);
        }
    }

    /** Steps of as many prompts as the engine's token budget holds, and as many of them as there are stages. */
    private void reading(Workload.Serving serving, Layout layout) {
        int prompts = (int) Math.max(1, facts.get("step.tokens").value() / serving.longest());
        Degrees degrees = layout.degrees().withBatch(prompts, layout.degrees().pipeline());
        Workload prefill = new Workload.Prefill(List.of(serving.longest()), OptionalInt.empty());
        facts.put(
                "throughput.prefill.system",
                evaluation(prefill, layout.with(degrees)).performance().tokensPerSecond(),
                "cost model, reading alone: steps of " + Figures.number(prompts, "prompt") + " of "
                        + Figures.count(serving.longest()) + " tokens on each attention rank");
    }

    private void writing(Workload.Serving serving, Layout layout) {
        Workload decode =
                new Workload.Decode(List.of(serving.longest()), serving.outputTokens(), serving.concurrency());
        facts.put(
                "throughput.decode.system",
                evaluation(decode, layout).performance().tokensPerSecond(),
                "cost model, writing alone: no prompts in between");
    }

    private Evaluation evaluation(Workload workload, Layout layout) {
        return new CostModel(question.with(question.problem().withWorkload(workload))).evaluate(layout);
    }
}

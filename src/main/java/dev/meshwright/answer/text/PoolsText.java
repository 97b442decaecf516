package dev.meshwright.answer.text;

import dev.meshwright.answer.PoolsCheckAnswer;
import dev.meshwright.answer.SearchAnswer;
import dev.meshwright.answer.explain.pool.Gain;
import dev.meshwright.answer.explain.pool.PoolArgument;
import dev.meshwright.answer.explain.pool.PoolProof;
import dev.meshwright.answer.explain.pool.PoolShare;
import dev.meshwright.answer.text.brief.PoolsBrief;
import dev.meshwright.answer.text.loop.GuessText;
import dev.meshwright.answer.text.loop.HeadroomText;
import dev.meshwright.answer.text.loop.RequestsText;
import dev.meshwright.answer.text.money.ExpensesText;
import dev.meshwright.answer.text.page.Page;
import dev.meshwright.answer.text.page.Style;
import dev.meshwright.base.quantity.Comparison;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.cost.pool.CacheTransfer;
import dev.meshwright.cost.pool.PoolsEvaluation;
import dev.meshwright.facts.workload.Workload.Serving;
import dev.meshwright.layout.Violation;
import java.util.List;

/** A plan of two pools: what each does, what lies between them, why nothing else is better. */
public final class PoolsText {

    private final Page page;

    PoolsText(Page page) {
        this.page = page;
    }

    /** What a plan that somebody else wrote is worth: the verdict first. */
    public static String of(PoolsCheckAnswer answer, Style style) {
        Page page = verdict(answer, style);
        answer.argument().ifPresent(argument -> new PoolsText(page).plan(argument));
        SearchText.notes(page, "How the plan was read", answer.plan().notes());
        SearchText.notes(page, answer.assumed());
        return page.toString();
    }

    /** The same on a first screen. */
    public static String brief(PoolsCheckAnswer answer, Style style) {
        Page page = verdict(answer, style);
        answer.plan().notes().forEach(note -> page.paragraph("  - ", "    ", note));
        answer.argument().ifPresent(argument -> new PoolsText(page).brief(argument, answer.assumed()));
        return page.toString();
    }

    private static Page verdict(PoolsCheckAnswer answer, Style style) {
        Page page = new Page(style);
        List<Violation> violations = answer.plan().violations();
        page.line(style.strong(
                violations.isEmpty()
                        ? style.good("Feasible")
                        : style.bad("Infeasible: " + Figures.number(violations.size(), "broken constraint"))));
        CheckText.violations(page, violations);
        return page;
    }

    /** A plan on a first screen: its headline and what matters most. */
    void brief(PoolArgument argument, List<String> notes) {
        headed(argument);
        PoolsBrief.print(page, argument, notes);
    }

    private void headed(PoolArgument argument) {
        page.lines(page.wrapped("", "  ", headline(argument)).stream()
                .map(page.style()::strong)
                .toList());
    }

    void found(PoolArgument argument, List<String> notes) {
        plan(argument);
        argument.gain().ifPresent(gain -> gain(argument, gain));
        argument.proof().ifPresent(this::proof);
        SearchText.notes(page, notes);
    }

    /** What a plan is worth, whoever wrote it. */
    void plan(PoolArgument argument) {
        headed(argument);
        context(argument);
        new ExpensesText(page, argument).print();
        new TargetsText(page, argument.targets(), argument.missedTargets()).print();
        HeadroomText.print(page, argument.headroom());
        GuessText.print(page, argument.problem(), argument.guesses());
        pools(argument);
        transfer(argument);
        new RequestsText(
                        page,
                        argument.served(),
                        argument.evaluation().together().performance(),
                        "both pools")
                .print();
    }

    private static String headline(PoolArgument argument) {
        PoolsEvaluation evaluation = argument.evaluation();
        Performance performance = evaluation.together().performance();
        String gpus = Figures.count(evaluation.gpus())
                + (evaluation.idle() > 0 ? " of " + Figures.count(argument.cluster()) : "") + " GPUs";
        return argument.pools().shortName() + " on " + gpus + ": "
                + Figures.tokensPerSecond(performance.tokensPerSecond()) + " ("
                + Figures.plain(evaluation.tokensPerSecondPerGpu()) + " per GPU), TTFT "
                + EvaluationText.seconds(argument.timeToFirstToken()) + ", TPOT "
                + EvaluationText.seconds(argument.timePerOutputToken());
    }

    private void context(PoolArgument argument) {
        PoolsEvaluation evaluation = argument.evaluation();
        if (argument.problem().workload() instanceof Serving serving) {
            page.paragraph(
                    "  ",
                    "Prompts and answers on GPUs of their own. Output tokens; prompts of "
                            + Figures.count(serving.longest()) + ", answers of "
                            + Figures.number(serving.outputTokens(), "token") + "; "
                            + Figures.tokensPerSecond(
                                    evaluation.together().performance().inputTokensPerSecond())
                            + " of input beside them. " + idle(evaluation));
        }
    }

    private static String idle(PoolsEvaluation evaluation) {
        return evaluation.idle() == 0
                ? "No GPU is idle."
                : Figures.number(evaluation.idle(), "GPU") + (evaluation.idle() == 1 ? " is" : " are") + " idle.";
    }

    private void pools(PoolArgument argument) {
        page.heading("Pools: "
                + EvaluationText.capital(
                        argument.evaluation().together().limit().words()) + " decides");
        page.lines(PoolsBrief.table(argument).lines());
        argument.shares().forEach(this::cache);
        page.paragraph(
                "  ",
                "Together they answer "
                        + Figures.plain(argument.evaluation().together().requestsPerSecond())
                        + " requests/s, as many as the slower of them does.");
    }

    private void cache(PoolShare share) {
        String whose = "Cache of " + share.role().label();
        share.assessment()
                .evaluation()
                .cache()
                .ifPresent(cache -> page.paragraph("  ", "    ", MemoryText.cache(whose, cache)));
    }

    private void transfer(PoolArgument argument) {
        CacheTransfer transfer = argument.evaluation().transfer();
        page.heading("Transfer of the cache");
        page.paragraph(
                "  ",
                Figures.bytes(transfer.bytes()) + " of a prompt travel over "
                        + (transfer.inside() ? "the links of the island" : "the NICs") + " in "
                        + Figures.seconds(transfer.seconds()) + ", " + Figures.seconds(transfer.latencySeconds())
                        + " of them whatever the size. The links carry up to "
                        + Figures.plain(Math.min(
                                argument.evaluation().together().sentRequests(),
                                argument.evaluation().together().receivedRequests()))
                        + " requests/s.");
    }

    private void gain(PoolArgument argument, Gain gain) {
        page.heading("Prompts and answers on the same GPUs");
        page.paragraph(
                "  ",
                gain.layout() + " on " + Figures.number(gain.gpus(), "GPU") + ": "
                        + Figures.tokensPerSecond(gain.performance().tokensPerSecond()) + ", TTFT "
                        + EvaluationText.seconds(gain.performance().timeToFirstTokenSeconds()) + ", TPOT "
                        + EvaluationText.seconds(gain.performance().timePerOutputTokenSeconds())
                        + (gain.missesTargets() ? ", which misses targets" : "") + ". Two pools on "
                        + Figures.number(argument.evaluation().gpus(), "GPU") + " make "
                        + Comparison.times(gain.factor()) + " as many tokens.");
    }

    private void proof(PoolProof proof) {
        page.heading("Proof");
        page.paragraph("  ", proof.sentence());
        page.paragraph(
                "  ",
                "Covered: " + String.join("; ", proof.covered()) + ". Left out: " + String.join("; ", proof.leftOut())
                        + ".");
    }

    void nothing(SearchAnswer.NoPools none) {
        page.lines(page.wrapped("", "  ", "No plan has GPUs of their own for prompts and answers.").stream()
                .map(line -> page.style().strong(page.style().bad(line)))
                .toList());
        page.paragraph("  ", none.reason());
        SearchText.notes(page, none.notes());
    }
}

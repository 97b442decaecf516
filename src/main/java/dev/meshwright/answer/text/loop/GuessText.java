package dev.meshwright.answer.text.loop;

import dev.meshwright.answer.text.page.Page;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.cost.evaluation.GuessGain;
import dev.meshwright.facts.engine.Speculation;
import dev.meshwright.facts.problem.Problem;
import java.util.Optional;
import java.util.stream.Collectors;

/** What guessing tokens gains, on a line: by sequences in flight, and from how many on it loses. */
public final class GuessText {

    private GuessText() {}

    /** Prints it where tokens are guessed. */
    public static void print(Page page, Problem problem, Evaluation evaluation) {
        print(page, problem, evaluation.guesses());
    }

    /** The same of a gain. */
    public static void print(Page page, Problem problem, Optional<GuessGain> guesses) {
        problem.assumptions()
                .setup()
                .speculation()
                .ifPresent(how -> guesses.ifPresent(gain -> page.paragraph("  ", words(how, gain))));
    }

    private static String words(Speculation how, GuessGain gain) {
        String points = gain.points().stream()
                .map(point -> Figures.decimals(point.speedUp(), 2) + " with " + Figures.count(point.sequences()))
                .collect(Collectors.joining(", "));
        String loss = gain.lossFrom().isPresent()
                ? "a loss from " + Figures.count(gain.lossFrom().getAsLong()) + " on."
                : "nowhere a loss.";
        return "Guesses (" + how.method().label() + ", " + Figures.number(how.drafts(), "draft")
                + how.tree()
                        .map(tree -> " deep, "
                                + Figures.number(tree.verified(), "guess").replaceFirst("guesss$", "guesses")
                                + " of a tree verified")
                        .orElse("")
                + "): "
                + Figures.decimals(gain.tokensPerStep(), 2)
                + " tokens of a sequence per step; times as fast between prompts, by sequences in flight: " + points
                + "; "
                + loss;
    }
}

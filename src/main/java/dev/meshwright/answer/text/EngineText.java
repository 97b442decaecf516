package dev.meshwright.answer.text;

import dev.meshwright.answer.explain.EnginePrices;
import dev.meshwright.answer.explain.EnginePrices.Price;
import dev.meshwright.answer.explain.EnginePrices.Reach;
import dev.meshwright.answer.text.page.Page;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.layout.engine.EngineRule;
import dev.meshwright.question.search.SearchResult.Candidate;
import java.util.List;
import java.util.stream.Collectors;

/** What engines cost. */
final class EngineText {

    /** Shares below this would read 0.0 %. */
    private static final double VISIBLE = 5e-4;

    private final Page page;
    private final Problem problem;

    EngineText(Page page, Problem problem) {
        this.page = page;
        this.problem = problem;
    }

    void print(EnginePrices prices) {
        if (prices.price().isEmpty() && prices.engines().isEmpty()) {
            return;
        }
        page.heading(prices.price().isPresent() ? "Price of the engine" : "What engines can express");
        prices.price().ifPresent(price -> page.paragraph("  ", price(price)));
        prices.engines().forEach(reach -> page.paragraph("  ", "    ", reach(reach)));
    }

    private String price(Price price) {
        String open = price.complete() ? "" : " Not all that it cannot express was looked at.";
        if (price.better().isEmpty()) {
            return price.name() + " costs nothing: no layout that it cannot express is better." + open;
        }
        Candidate better = price.better().get();
        if (price.behind() < 0) {
            return price.name() + " cannot meet the targets; the best that does and that it cannot express is "
                    + EvaluationText.headline(problem, better.layout().degrees(), better.evaluation()) + ". "
                    + sentences(price.rules()) + open;
        }
        return price.name() + " costs " + (price.settled() ? "" : "about ") + Figures.percent(price.behind())
                + ": the best that it cannot express is "
                + EvaluationText.headline(problem, better.layout().degrees(), better.evaluation()) + ". "
                + sentences(price.rules()) + open;
    }

    private static String sentences(List<EngineRule> rules) {
        return rules.stream()
                .map(rule -> rule.sentence().replaceFirst("\\.$", "") + " (" + rule.id() + ").")
                .collect(Collectors.joining(" "));
    }

    private static String reach(Reach reach) {
        String why = reach.rules().isEmpty() ? "" : " (" + EngineRule.lacking(reach.rules()) + ")";
        if (reach.best().isEmpty()) {
            return reach.name() + ": nothing that works" + why;
        }
        String layout = reach.best().get().layout().degrees().shortName();
        if (reach.behind() < VISIBLE) {
            return reach.name() + ": " + layout + (reach.rules().isEmpty() ? ", the best" : ", as good" + why);
        }
        return reach.name() + ": " + layout + ", " + (reach.gap() < VISIBLE ? "" : "at most ")
                + Figures.percent(reach.behind()) + " behind" + why;
    }
}

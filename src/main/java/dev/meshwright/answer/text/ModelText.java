package dev.meshwright.answer.text;

import dev.meshwright.answer.explain.model.ModelCard;
import dev.meshwright.answer.explain.model.ModelFacts;
import dev.meshwright.answer.text.page.Page;
import dev.meshwright.answer.text.page.Style;
import dev.meshwright.answer.text.page.Table;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.facts.model.ParameterCount;
import java.util.List;
import java.util.OptionalDouble;

/** What a model is. */
public final class ModelText {

    private ModelText() {}

    /** The catalogue as a table. */
    public static String of(List<ModelCard> cards, Style style) {
        Page page = new Page(style);
        Table table = new Table(
                "", "name", ">total", ">active", ">published", ">layers", ">experts", ">per token", "attention");
        for (ModelCard card : cards) {
            ModelFacts facts = card.facts();
            table.row(
                    card.name(),
                    Figures.parameters(facts.parameters().total()),
                    Figures.parameters(facts.parameters().active()),
                    published(card.publishedParameters()) + " / " + published(card.publishedActiveParameters()),
                    String.valueOf(facts.model().depth()),
                    facts.experts() == 0 ? "-" : String.valueOf(facts.experts()),
                    facts.experts() == 0 ? "-" : String.valueOf(facts.expertsPerToken()),
                    facts.attention());
        }
        List<String> lines = table.lines();
        page.line(style.strong(lines.getFirst())).lines(lines.subList(1, lines.size()));
        page.paragraph(
                "",
                "Parameters are counted from the architecture, multi-token-prediction modules left out; \"published\" is"
                        + " what the makers state, total / active. `models NAME` has the details.");
        return page.toString();
    }

    private static String published(OptionalDouble value) {
        return value.isPresent() ? Figures.parameters(value.getAsDouble()) : "-";
    }

    /** One model in detail. */
    public static String of(ModelFacts facts, List<String> notes, Style style) {
        Page page = new Page(style);
        headline(page, facts);
        parameters(page, facts);
        perToken(page, facts);
        SearchText.notes(page, "Notes", notes);
        return page.toString();
    }

    private static void headline(Page page, ModelFacts facts) {
        ParameterCount parameters = facts.parameters();
        page.line(page.style()
                .strong(facts.model().name() + ": " + Figures.parameters(parameters.total()) + " parameters, "
                        + Figures.parameters(parameters.active()) + " active per token"));
        page.paragraph(
                "  ",
                facts.model().depth() + " layers, hidden "
                        + Figures.count(facts.model().hidden()) + ", vocabulary "
                        + Figures.count(facts.model().vocabulary()) + ", attention " + facts.attention()
                        + experts(facts)
                        + ".");
        page.paragraph(
                "  ",
                "Weights: " + facts.formats() + "." + positions(facts.model().positions()));
    }

    private static String positions(int positions) {
        return positions > 0 ? " A sequence can have " + Figures.count(positions) + " tokens, prompt and answer." : "";
    }

    private static void parameters(Page page, ModelFacts facts) {
        page.heading("Parameters");
        Table table = new Table("  ", "", ">parameters", ">share", ">active");
        facts.parts()
                .forEach(part -> table.row(
                        part.name(),
                        Figures.parameters(part.weights()),
                        Figures.percent(part.share()),
                        Figures.parameters(part.active())));
        page.lines(table.lines());
        if (facts.parameters().prediction() > 0) {
            page.line("  Multi-token-prediction modules not counted above: "
                    + Figures.parameters(facts.parameters().prediction()));
        }
    }

    private static void perToken(Page page, ModelFacts facts) {
        page.heading("Per token");
        page.line("  forward pass   " + Figures.flops(facts.forwardFlopsPerToken()) + " at sequences of "
                + Figures.count(facts.sequenceLength()) + " (causal attention counted half)");
        page.line("  training       " + Figures.flops(facts.trainingFlopsPerToken()) + " forward and backward");
        page.line("  KV cache       " + Figures.bytes(facts.cache().bytesPerToken()) + " in "
                + facts.model().precisions().keyValueCache().label()
                + (facts.cache().stateBytes() > 0
                        ? ", and " + Figures.bytes(facts.cache().stateBytes()) + " of state per sequence"
                        : ""));
    }

    private static String experts(ModelFacts facts) {
        return facts.experts() == 0
                ? ""
                : "; " + facts.expertsPerToken() + " of " + facts.experts() + " experts in " + facts.routedLayers()
                        + " layers";
    }
}

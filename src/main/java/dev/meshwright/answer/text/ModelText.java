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
        ParameterCount parameters = facts.parameters();
        page.line(style.strong(facts.model().name() + ": " + Figures.parameters(parameters.total()) + " parameters, "
                + Figures.parameters(parameters.active()) + " active per token"));
        page.paragraph(
                "  ",
                facts.model().depth() + " layers, hidden "
                        + Figures.count(facts.model().hidden()) + ", vocabulary "
                        + Figures.count(facts.model().vocabulary()) + ", attention " + facts.attention()
                        + experts(facts)
                        + ".");
        page.paragraph("  ", "Weights: " + facts.formats() + ".");
        page.heading("Parameters");
        Table table = new Table("  ", "", ">parameters", ">share", ">active");
        row(table, "embedding", parameters.embedding(), parameters.embedding(), parameters);
        row(table, "further embeddings", parameters.tables(), 0, parameters);
        row(table, "LM head", parameters.head(), parameters.head(), parameters);
        row(table, "attention", parameters.mixers(), parameters.mixers() - parameters.idleMixers(), parameters);
        row(table, "dense feed-forward", parameters.dense(), parameters.dense(), parameters);
        row(table, "routed experts", parameters.routedExperts(), parameters.activeRoutedExperts(), parameters);
        row(table, "shared experts", parameters.sharedExperts(), parameters.sharedExperts(), parameters);
        row(table, "routers", parameters.routers(), parameters.routers(), parameters);
        row(table, "norms", parameters.norms(), parameters.norms(), parameters);
        row(table, "total", parameters.total(), parameters.active(), parameters);
        page.lines(table.lines());
        if (parameters.prediction() > 0) {
            page.line("  Multi-token-prediction modules not counted above: "
                    + Figures.parameters(parameters.prediction()));
        }
        page.heading("Per token");
        page.line("  forward pass   " + Figures.flops(facts.forwardFlopsPerToken()) + " at sequences of "
                + Figures.count(facts.sequenceLength()) + " (causal attention counted half)");
        page.line("  training       " + Figures.flops(facts.trainingFlopsPerToken()) + " forward and backward");
        page.line("  KV cache       " + Figures.bytes(facts.cache().bytesPerToken()) + " in "
                + facts.model().precisions().keyValueCache().label()
                + (facts.cache().stateBytes() > 0
                        ? ", and " + Figures.bytes(facts.cache().stateBytes()) + " of state per sequence"
                        : ""));
        SearchText.notes(page, "Notes", notes);
        return page.toString();
    }

    private static String experts(ModelFacts facts) {
        return facts.experts() == 0
                ? ""
                : "; " + facts.expertsPerToken() + " of " + facts.experts() + " experts in " + facts.routedLayers()
                        + " layers";
    }

    private static void row(Table table, String name, long count, long active, ParameterCount all) {
        if (count > 0) {
            table.row(
                    name,
                    Figures.parameters(count),
                    Figures.percent((double) count / all.total()),
                    Figures.parameters(active));
        }
    }
}

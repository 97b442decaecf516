package dev.meshwright.answer.text.brief;

import dev.meshwright.answer.SearchAnswer;
import dev.meshwright.answer.TrainingRates;
import dev.meshwright.answer.explain.Argument;
import dev.meshwright.answer.explain.EnginePrices.Price;
import dev.meshwright.answer.explain.EnginePrices.Reach;
import dev.meshwright.answer.explain.Rival;
import dev.meshwright.answer.text.page.FirstScreen;
import dev.meshwright.answer.text.page.Page;
import dev.meshwright.answer.text.page.Style;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.facts.problem.Objective;
import dev.meshwright.layout.engine.EngineRule;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A found layout on a first screen. */
public final class SearchBrief {

    /** Runners-up, one line each. */
    private static final int MOST_RIVALS = 3;

    /** Shares below this would read 0.0 %. */
    private static final double VISIBLE = 5e-4;

    private final Page page;
    private final Argument argument;
    private final int most;

    private SearchBrief(Page page, Argument argument, int rivals) {
        this.page = page;
        this.most = rivals;
        this.argument = argument;
    }

    /** A layout under {@code headline}; where lines are short, first pictures give way, then the last of the runners-up. */
    public static String of(
            SearchAnswer.Found found, Optional<TrainingRates> rates, Function<Page, String> headline, Style style) {
        String text = text(found, rates, headline, style, MOST_RIVALS);
        for (int rivals = MOST_RIVALS; !fits(text) && rivals > 0; rivals--) {
            text = text(found, rates, headline, style.withoutPictures(), rivals);
        }
        return FirstScreen.of(text, style);
    }

    private static boolean fits(String text) {
        return text.lines().count() <= FirstScreen.MOST_LINES;
    }

    private static String text(
            SearchAnswer.Found found,
            Optional<TrainingRates> rates,
            Function<Page, String> headline,
            Style style,
            int rivals) {
        Page page = new Page(style);
        print(page, found, rates, headline.apply(page), rivals);
        return page.toString();
    }

    private static void print(
            Page page, SearchAnswer.Found found, Optional<TrainingRates> rates, String headline, int rivals) {
        SearchBrief brief = new SearchBrief(page, found.argument(), rivals);
        AssessmentBrief assessment = new AssessmentBrief(page, found.argument().assessment());
        page.lines(page.wrapped("", "  ", headline).stream()
                .map(page.style()::strong)
                .toList());
        assessment.worth(rates);
        if (!found.argument().circumstances().isEmpty()) {
            page.paragraph("  ", found.argument().circumstances());
        }
        assessment.reasons(brief.price());
        brief.engines();
        brief.rivals();
        brief.proof();
        brief.more(found.notes());
    }

    private String price() {
        Optional<Price> price = argument.engines().price();
        if (price.isEmpty() || price.get().behind() <= 0) {
            return price.isEmpty() ? "" : ", which costs nothing";
        }
        return ", which costs " + (price.get().settled() ? "" : "about ")
                + Figures.percent(price.get().behind()) + " beside "
                + price.get().better().orElseThrow().layout().degrees().shortName()
                + rules(price.get().rules());
    }

    /** What keeps a better layout from an engine, in a few words. */
    private static String rules(List<EngineRule> rules) {
        return rules.isEmpty() ? "" : " (" + EngineRule.lacking(rules) + ")";
    }

    /** How far behind the best each engine is, in one line. */
    private void engines() {
        if (!argument.engines().engines().isEmpty()) {
            page.paragraph(
                    "  ",
                    "    ",
                    "Engines: "
                            + argument.engines().engines().stream()
                                    .map(SearchBrief::reach)
                                    .collect(Collectors.joining("; "))
                            + ".");
        }
    }

    private static String reach(Reach reach) {
        if (reach.best().isEmpty()) {
            return reach.name() + " none" + rules(reach.rules());
        }
        boolean best = reach.behind() < VISIBLE;
        return reach.name() + " "
                + (best && reach.rules().isEmpty()
                        ? "the best"
                        : reach.best().get().layout().degrees().shortName() + ", "
                                + (best ? "as good" : Figures.percent(reach.behind()) + " behind"));
    }

    /** The nearest, and the simplest of those within the model's uncertainty, which is marked. */
    private void rivals() {
        Optional<Rival> simplest = argument.simpler();
        List<Rival> nearest = argument.rivals().stream().limit(most).toList();
        boolean listed = simplest.isEmpty() || nearest.contains(simplest.get());
        Stream.concat(nearest.stream().limit(listed ? most : most - 1), listed ? Stream.of() : simplest.stream())
                .forEach(rival ->
                        row(rival(rival) + (simplest.filter(rival::equals).isPresent() ? ", simplest" : "")));
    }

    /** A row of the table; broken between words where the terminal is narrow. */
    private void row(String row) {
        if (row.length() + 2 <= page.style().columns()) {
            page.line("  " + row);
        } else {
            page.paragraph("  ", "    ", row);
        }
    }

    private static String rival(Rival rival) {
        return String.format(
                Locale.ROOT,
                "%-24s %s, %s behind%s",
                rival.candidate().layout().degrees().shortName(),
                Figures.tokensPerSecond(
                        rival.candidate().evaluation().performance().tokensPerSecond()),
                Figures.percent(rival.behind()),
                rival.withinUncertainty() ? ", within the model's uncertainty" : "");
    }

    private void proof() {
        page.paragraph("  ", Sentences.first(argument.proof().sentence()));
    }

    /** What the page has that no text tells. */
    private String shows() {
        return argument.problem().objective() == Objective.THROUGHPUT ? " with sensitivity" : "";
    }

    private void more(List<String> notes) {
        String assumed = notes.isEmpty() ? "" : Figures.number(notes.size(), "assumption") + ", ";
        page.paragraph(
                "  ",
                page.style()
                        .faint("Reasons, " + assumed
                                + "memory and proof: --details; as a page" + shows() + ": --report FILE.html"
                                + (argument.simpler().isPresent() ? "; simplest: --simplest FILE." : ".")));
    }
}

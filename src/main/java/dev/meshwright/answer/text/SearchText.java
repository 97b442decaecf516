package dev.meshwright.answer.text;

import dev.meshwright.answer.SearchAnswer;
import dev.meshwright.answer.TrainingRates;
import dev.meshwright.answer.explain.Argument;
import dev.meshwright.answer.explain.Proof;
import dev.meshwright.answer.explain.Rival;
import dev.meshwright.answer.explain.shortage.Shortage;
import dev.meshwright.answer.text.brief.SearchBrief;
import dev.meshwright.answer.text.loop.GuessText;
import dev.meshwright.answer.text.loop.HeadroomText;
import dev.meshwright.answer.text.money.ExpensesText;
import dev.meshwright.answer.text.page.FirstScreen;
import dev.meshwright.answer.text.page.Page;
import dev.meshwright.answer.text.page.Style;
import dev.meshwright.answer.text.page.Table;
import dev.meshwright.base.quantity.Comparison;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.cost.evaluation.Infeasibility;
import dev.meshwright.cost.evaluation.MemoryComponent;
import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.question.search.SearchResult.Candidate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a search found, or why it found nothing. */
public final class SearchText {

    /** Memory rows below this are not listed: they would read 0.0 GB. */
    private static final double SMALLEST_ROW = 0.05e9;

    private final Page page;

    private SearchText(Style style) {
        this.page = new Page(style);
    }

    /** The headline first, then why; or why nothing is feasible and what would help. */
    public static String of(SearchAnswer answer, Style style) {
        SearchText text = new SearchText(style);
        switch (answer) {
            case SearchAnswer.Found found -> text.found(found.argument(), found.notes());
            case SearchAnswer.Split split -> new PoolsText(text.page).found(split.argument(), split.notes());
            case SearchAnswer.NoPools none -> new PoolsText(text.page).nothing(none);
            case SearchAnswer.NothingFound nothing ->
                text.nothing(nothing.problem(), nothing.shortage(), nothing.notes());
            case SearchAnswer.NoneYet none -> text.none(none);
        }
        return text.page.toString();
    }

    /** The same on a first screen: 25 lines at most. */
    public static String brief(SearchAnswer answer, Optional<TrainingRates> rates, Style style) {
        return switch (answer) {
            case SearchAnswer.Found found ->
                SearchBrief.of(
                        found,
                        rates,
                        page -> new EvaluationText(page, found.argument().assessment()).headline(),
                        style);
            case SearchAnswer.NothingFound nothing -> FirstScreen.of(of(answer, style), style);
            case SearchAnswer.NoneYet none -> FirstScreen.of(of(answer, style), style);
            case SearchAnswer.Split split -> {
                Page page = new Page(style);
                new PoolsText(page).brief(split.argument(), split.notes());
                yield FirstScreen.of(page.toString(), style);
            }
            case SearchAnswer.NoPools none -> FirstScreen.of(of(answer, style), style);
        };
    }

    private void found(Argument argument, List<String> notes) {
        EvaluationText text = new EvaluationText(page, argument.assessment());
        page.lines(page.wrapped("", "  ", text.headline()).stream()
                .map(page.style()::strong)
                .toList());
        text.context();
        new ExpensesText(page, argument.assessment()).print();
        HeadroomText.print(page, argument.assessment().headroom());
        GuessText.print(page, argument.problem(), argument.assessment().evaluation());
        text.targets();
        if (!argument.circumstances().isEmpty()) {
            page.paragraph("  ", argument.circumstances());
        }
        text.requests();
        text.binding();
        argument.batchLimit()
                .ifPresent(effect -> page.paragraph("  ", "With an eighth more sequences in flight " + effect + "."));
        text.phases();
        text.efficiency();
        text.memory();
        new SweepText(page, argument.sweep()).print();
        rivals(argument);
        new EngineText(page, argument.problem()).print(argument.engines());
        proof(argument.proof());
        page.paragraph("  ", argument.proof().placement());
        notes(page, notes);
    }

    private void rivals(Argument argument) {
        if (argument.rivals().isEmpty()) {
            return;
        }
        page.heading("Runners-up");
        for (Rival rival : argument.rivals()) {
            Candidate loser = rival.candidate();
            String figures =
                    EvaluationText.headline(argument.problem(), loser.layout().degrees(), loser.evaluation());
            page.paragraph("  ", "    ", figures + ", " + Figures.percent(rival.behind()) + " behind");
            page.paragraph("    ", rival.reason());
        }
        closedForm(argument);
        argument.choice().ifPresent(verdict -> page.paragraph("  ", verdict));
    }

    /** The headline tells a replay's times, those of runners-up the closed form's: side by side they need the same law. */
    private void closedForm(Argument argument) {
        Performance winner = argument.assessment().evaluation().performance();
        if (!argument.rivals().isEmpty() && argument.assessment().served().isPresent()) {
            page.paragraph(
                    "  ",
                    "Times of runners-up are the closed form's, by which the winner has TTFT "
                            + EvaluationText.seconds(winner.timeToFirstTokenSeconds()) + ", TPOT "
                            + EvaluationText.seconds(winner.timePerOutputTokenSeconds()) + ".");
        }
    }

    private void proof(Proof proof) {
        page.heading("Proof");
        page.paragraph("  ", proof.sentence());
        if (!proof.infeasible().isEmpty()) {
            page.paragraph(
                    "  ",
                    "Of " + Figures.number(proof.combinations(), "combination") + " in all, "
                            + reasons(proof.infeasible()) + ".");
        }
        if (proof.complete()) {
            page.paragraph("  ", proof.coverage().text());
        }
    }

    private static String reasons(Map<Infeasibility, Long> infeasible) {
        return infeasible.entrySet().stream()
                .map(entry -> Figures.count(entry.getValue()) + " " + plural(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String plural(Infeasibility reason, long number) {
        String label = reason.label();
        return number == 1 ? label : label.replaceFirst("^does not", "do not").replaceFirst("^misses", "miss");
    }

    private void none(SearchAnswer.NoneYet none) {
        Problem problem = none.problem();
        page.paragraph(
                "",
                "  ",
                "No layout of " + problem.model().name() + " on "
                        + Figures.number(problem.cluster().gpus(), "GPU")
                        + " was complete when the search was stopped; one may be feasible.");
        page.paragraph("  ", none.unfinished().sentence());
        notes(page, none.notes());
    }

    private void nothing(Problem problem, Shortage shortage, List<String> notes) {
        page.lines(page
                .wrapped(
                        "",
                        "  ",
                        "No layout of " + problem.model().name() + " on "
                                + Figures.number(problem.cluster().gpus(), "GPU") + " is feasible.")
                .stream()
                .map(line -> page.style().strong(page.style().bad(line)))
                .toList());
        page.paragraph("  ", shortage.tightest());
        if (shortage.combinations() > 0) {
            page.paragraph(
                    "  ",
                    "Of " + Figures.number(shortage.combinations(), "combination") + " of degrees, "
                            + reasons(shortage.infeasible()) + ".");
        }
        memory(shortage);
        page.heading("What would do, each by itself");
        if (shortage.stopped()) {
            page.paragraph("  ", "Stopped before all changes were tried.");
        } else if (shortage.fixes().isEmpty()) {
            page.paragraph("  ", "Nothing that was tried: fewer sequences, fewer bits, more nodes of the same kind.");
        }
        for (Shortage.Fix fix : shortage.fixes()) {
            page.paragraph("  - ", "    ", fix.change() + " " + fix.evidence());
        }
        notes(page, notes);
    }

    /** The fullest GPU of the layout that comes closest, row by row. */
    private void memory(Shortage shortage) {
        if (shortage.memory().isEmpty()) {
            return;
        }
        page.heading("Its fullest GPU (GB = 10^9 bytes)");
        Table table = new Table("  ", "", ">GB");
        shortage.memory().entrySet().stream()
                .sorted(Map.Entry.<MemoryComponent, Double>comparingByValue().reversed())
                .filter(entry -> entry.getValue() >= SMALLEST_ROW)
                .forEach(entry -> table.row(entry.getKey().label(), Figures.gigabytes(entry.getValue())));
        Comparison filled = Comparison.of(shortage.memoryBytes(), shortage.usableBytes(), Figures::gigabytes);
        table.row("total", filled.value());
        table.row("may be filled", filled.limit());
        page.lines(table.lines());
    }

    static void notes(Page page, List<String> notes) {
        notes(page, "Assumed", notes);
    }

    static void notes(Page page, String heading, List<String> notes) {
        if (!notes.isEmpty()) {
            page.heading(heading);
            notes.forEach(note -> page.paragraph("  - ", "    ", note));
        }
    }
}

package dev.meshwright.cli.terminal;

import dev.meshwright.base.quantity.Figures;
import dev.meshwright.cost.evaluation.Ranking;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.question.search.SearchEvent;
import dev.meshwright.workbench.Event;
import dev.meshwright.workbench.Watch;
import java.util.function.Consumer;

/** Says how far a search is, see {@link StatusLine}. */
public final class Progress implements Consumer<Event>, AutoCloseable {

    private final Terminal terminal;
    private final Problem problem;
    private final StatusLine line;

    /** Speaks on {@code terminal} of a search of {@code problem}. */
    public Progress(Terminal terminal, Problem problem) {
        this.terminal = terminal;
        this.problem = problem;
        this.line = new StatusLine(terminal, "searching", "counting layouts");
    }

    @Override
    public void accept(Event event) {
        switch (event) {
            case Event.Searched searched -> searched(searched.event());
            case Event.Begun begun -> line.say(begun.what());
            case Event.Searching searching -> {}
            case Event.Measuring measuring -> line.say(measuring.name());
        }
    }

    private void searched(SearchEvent event) {
        line.say(
                switch (event) {
                    case SearchEvent.Enumerated enumerated ->
                        Figures.count(enumerated.feasible()) + " of " + Figures.count(enumerated.combinations())
                                + " combinations may work; placing the most promising";
                    case SearchEvent.Improved improved ->
                        improved.degrees().shortName() + " " + worth(improved.worth()) + ", bound "
                                + worth(improved.bound());
                    case SearchEvent.Closing closing ->
                        closing.best()
                                        .map(best -> best.shortName() + " " + worth(closing.worth()) + ", bound ")
                                        .orElse("no layout yet, bound ")
                                + worth(closing.bound()) + ", " + Figures.count(closing.looked())
                                + " families looked at, "
                                + Figures.count(closing.left()) + " left";
                    case SearchEvent.Proved proved -> "proved after " + proved.placed() + " layouts";
                });
    }

    private String worth(double worth) {
        return switch (problem.objective()) {
            case THROUGHPUT -> Figures.tokensPerSecond(worth);
            case LATENCY -> Figures.seconds(1 / worth);
            case GPUS -> Figures.number(Ranking.gpus(worth), "GPU");
            case COST ->
                Figures.money(Ranking.perMillionTokens(worth), problem.prices().currency()) + " per million tokens";
        };
    }

    /** Whoever waits at the terminal. */
    public Watch watch() {
        return new Watch(this, terminal.interrupted());
    }

    /** Clears the line. */
    @Override
    public void close() {
        line.close();
    }
}

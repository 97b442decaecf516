package dev.meshwright.cli;

import dev.meshwright.problem.Problem;
import dev.meshwright.quantity.Figures;
import dev.meshwright.search.SearchEvent;
import java.util.function.Consumer;

/**
 * Says on standard error how far a search is: nothing in the first second, then one line that is overwritten on a
 * terminal, and a line now and then elsewhere.
 */
final class Progress implements Consumer<SearchEvent>, AutoCloseable {

    private static final long QUIET_NANOSECONDS = 1_000_000_000L;
    private static final long LIVE_INTERVAL = 200_000_000L;
    private static final long PLAIN_INTERVAL = 10_000_000_000L;
    private static final int LINE_WIDTH = 99;

    private final Terminal terminal;
    private final Problem problem;
    private final long start = System.nanoTime();
    private final Thread ticker = new Thread(this::tick, "progress");
    private String state = "counting layouts";
    private boolean shown;
    private boolean closed;

    Progress(Terminal terminal, Problem problem) {
        this.terminal = terminal;
        this.problem = problem;
        ticker.setDaemon(true);
        ticker.start();
    }

    @Override
    public synchronized void accept(SearchEvent event) {
        state = switch (event) {
            case SearchEvent.Enumerated enumerated ->
                Figures.count(enumerated.feasible()) + " of " + Figures.count(enumerated.combinations())
                        + " combinations may work; placing the most promising";
            case SearchEvent.Improved improved ->
                improved.degrees().shortName() + " " + worth(improved.worth()) + ", bound " + worth(improved.bound());
            case SearchEvent.Proved proved -> "proved after " + proved.placed() + " layouts";
        };
    }

    /** Says what is done now, in a few words. */
    synchronized void say(String doing) {
        state = doing;
    }

    private String worth(double worth) {
        return switch (problem.objective()) {
            case THROUGHPUT -> Figures.tokensPerSecond(worth);
            case LATENCY -> Figures.seconds(1 / worth);
            case GPUS -> Figures.number(-Math.floor(worth), "GPU");
        };
    }

    private void tick() {
        long interval = terminal.live() ? LIVE_INTERVAL : PLAIN_INTERVAL;
        try {
            Thread.sleep(QUIET_NANOSECONDS / 1_000_000);
            while (show()) {
                Thread.sleep(interval / 1_000_000);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean show() {
        if (closed) {
            return false;
        }
        String line = "searching: " + state + " (" + (System.nanoTime() - start) / 1_000_000_000L + " s)";
        if (terminal.live()) {
            String cut = line.length() > LINE_WIDTH ? line.substring(0, LINE_WIDTH) : line;
            terminal.err().print("\r\u001b[K" + cut);
            terminal.err().flush();
            shown = true;
        } else {
            terminal.say(line);
        }
        return true;
    }

    /** Clears the line. */
    @Override
    public synchronized void close() {
        closed = true;
        ticker.interrupt();
        if (shown) {
            terminal.err().print("\r\u001b[K");
            terminal.err().flush();
        }
    }
}

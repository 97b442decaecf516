package dev.meshwright.cli.terminal;

import dev.meshwright.base.fault.Visible;
import dev.meshwright.workbench.Event;
import dev.meshwright.workbench.Watch;
import java.time.Duration;

/**
 * Says on standard error what a long command is doing: nothing in the first second, then one line that is overwritten on a
 * terminal, and a line now and then elsewhere.
 */
public final class StatusLine implements AutoCloseable {

    private static final Duration QUIET = Duration.ofSeconds(1);
    private static final Duration LIVE_INTERVAL = Duration.ofMillis(200);
    private static final Duration PLAIN_INTERVAL = Duration.ofSeconds(10);
    private static final int LINE_WIDTH = 99;

    private final Terminal terminal;
    private final String work;
    private final Duration quiet;
    private final long start = System.nanoTime();
    private final Thread ticker = new Thread(this::tick, "status");
    private String state;
    private boolean shown;
    private boolean closed;

    /**
     * Begins to tick.
     *
     * @param work in one word: {@code searching}
     * @param state what is done first, in a few words
     */
    public StatusLine(Terminal terminal, String work, String state) {
        this(terminal, work, state, QUIET);
    }

    /** The same that keeps quiet for another time. */
    StatusLine(Terminal terminal, String work, String state, Duration quiet) {
        this.terminal = terminal;
        this.work = work;
        this.state = state;
        this.quiet = quiet;
        ticker.setDaemon(true);
        ticker.start();
    }

    /** Says what is done now, in a few words. */
    synchronized void say(String doing) {
        state = doing;
    }

    /** Whoever waits at the terminal and reads the line. */
    public Watch watch() {
        return new Watch(
                event -> {
                    switch (event) {
                        case Event.Begun begun -> say(begun.what());
                        case Event.Measuring measuring -> say(measuring.name());
                        case Event.Searching searching -> {}
                        case Event.Searched searched -> {}
                    }
                },
                terminal.interrupted());
    }

    private void tick() {
        try {
            Thread.sleep(quiet);
            while (show()) {
                Thread.sleep(terminal.live() ? LIVE_INTERVAL : PLAIN_INTERVAL);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean show() {
        if (closed || terminal.hushed().get()) {
            return false;
        }
        String line = work + ": " + Visible.text(state) + " (" + (System.nanoTime() - start) / 1_000_000_000L + " s)";
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

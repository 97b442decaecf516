package dev.meshwright.cli.terminal;

import dev.meshwright.workbench.Event;
import dev.meshwright.workbench.Watch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Says which case is measured, and how far each search of it is. */
public final class BenchProgress implements Consumer<Event>, AutoCloseable {

    private final Terminal terminal;
    private @Nullable Progress search;

    /** Speaks on {@code terminal}. */
    public BenchProgress(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void accept(Event event) {
        switch (event) {
            case Event.Measuring measuring -> {
                close();
                terminal.say(measuring.name() + " ...");
            }
            case Event.Searching searching -> {
                close();
                // A line that is overwritten would be lost among those of the cases.
                search = new Progress(Terminal.plain(terminal.out(), terminal.err()), searching.problem());
            }
            case Event.Searched searched -> told(searched);
            case Event.Begun begun -> told(begun);
        }
    }

    private void told(Event event) {
        if (search != null) {
            search.accept(event);
        }
    }

    /** Whoever waits at the terminal. */
    public Watch watch() {
        return new Watch(this, terminal.interrupted());
    }

    @Override
    public void close() {
        if (search != null) {
            search.close();
            search = null;
        }
    }
}

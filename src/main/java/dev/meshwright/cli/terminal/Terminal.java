package dev.meshwright.cli.terminal;

import dev.meshwright.answer.text.page.Style;
import dev.meshwright.workbench.Watch;
import java.io.PrintWriter;
import java.util.function.BooleanSupplier;

/**
 * Where a command speaks.
 *
 * @param out results
 * @param err talk and progress
 * @param style emphasis of results
 * @param live whether {@code err} is a terminal whose line can be overwritten
 * @param interrupted whether the user asked to stop
 */
public record Terminal(PrintWriter out, PrintWriter err, Style style, boolean live, BooleanSupplier interrupted) {

    /** Writers without a terminal behind them. */
    public static Terminal plain(PrintWriter out, PrintWriter err) {
        return new Terminal(out, err, Style.PLAIN, false, () -> false);
    }

    /** Whoever waits and wants to hear nothing until the answer is there. */
    public Watch quietly() {
        return new Watch(event -> {}, interrupted);
    }

    /** Prints a result. */
    public void answer(String text) {
        out.print(text);
        out.flush();
    }

    /** Prints a line of talk. */
    public void say(String line) {
        err.println(line);
        err.flush();
    }
}

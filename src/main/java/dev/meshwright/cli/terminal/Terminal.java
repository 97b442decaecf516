package dev.meshwright.cli.terminal;

import dev.meshwright.answer.text.page.Style;
import dev.meshwright.base.fault.Visible;
import dev.meshwright.workbench.Watch;
import java.io.PrintWriter;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a command speaks.
 *
 * @param out results
 * @param err talk and progress
 * @param style emphasis of results
 * @param live whether {@code err} is a terminal whose line can be overwritten
 * @param interrupted whether the user asked to stop
 * @param hushed whether nothing but results and errors is wanted, which options say later
 */
public record Terminal(
        PrintWriter out,
        PrintWriter err,
        Style style,
        boolean live,
        BooleanSupplier interrupted,
        AtomicBoolean hushed) {

    /** A terminal where talk is wanted. */
    public Terminal(PrintWriter out, PrintWriter err, Style style, boolean live, BooleanSupplier interrupted) {
        this(out, err, style, live, interrupted, new AtomicBoolean());
    }

    private static final Pattern EMPHASIS = Pattern.compile("\u001b\\[[0-9;]{0,8}m");

    /** Writers without a terminal behind them. */
    public static Terminal plain(PrintWriter out, PrintWriter err) {
        return new Terminal(out, err, Style.PLAIN, false, () -> false);
    }

    /** Whoever waits and wants to hear nothing until the answer is there. */
    public Watch quietly() {
        return new Watch(event -> {}, interrupted);
    }

    /** Prints a result; what is not seen in it is shown as escapes, our own emphasis left as it is. */
    public void answer(String text) {
        StringBuilder shown = new StringBuilder();
        Matcher emphasis = EMPHASIS.matcher(text);
        int from = 0;
        while (style.emphasised() && emphasis.find()) {
            shown.append(Visible.text(text.substring(from, emphasis.start()))).append(emphasis.group());
            from = emphasis.end();
        }
        out.print(shown.append(Visible.text(text.substring(from))));
        out.flush();
    }

    /** Prints a line of talk that nobody needs, unless none is wanted. */
    public void talk(String line) {
        if (!hushed.get()) {
            say(line);
        }
    }

    /** Prints a line that matters, such as an error, what is not seen in it as escapes. */
    public void say(String line) {
        err.println(Visible.text(line));
        err.flush();
    }

    /** Whether a result did not get through: the disk is full, or nobody reads on. */
    public boolean lost() {
        return out.checkError();
    }
}

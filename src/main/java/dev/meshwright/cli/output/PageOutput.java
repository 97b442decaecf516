package dev.meshwright.cli.output;

import dev.meshwright.cli.terminal.Terminal;
import java.util.Map;
import picocli.CommandLine.Mixin;

/** Where an answer is shown: as a page, and its charts as pictures. */
public final class PageOutput {

    @Mixin
    private ReportOutput page = new ReportOutput();

    @Mixin
    private PlotsOutput plots = new PlotsOutput();

    /** Refuses places that cannot be written, before anybody waits for the answer. */
    public void require() {
        page.require();
        plots.require();
    }

    /** Whether somebody said where. */
    public boolean wanted() {
        return page.wanted() || plots.wanted();
    }

    /** Writes what is wanted of {@code document}. */
    public void write(Map<String, Object> document, Terminal terminal) {
        page.write(document, terminal);
        plots.write(() -> document, terminal);
    }
}

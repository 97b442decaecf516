package dev.meshwright.cli.option;

import dev.meshwright.answer.text.page.FirstScreen;
import dev.meshwright.answer.text.page.Style;
import picocli.CommandLine.Option;

/** How much of an answer is told. */
public final class DetailsOption {

    @Option(
            names = "--details",
            description = "Tell everything: parts of the time, losses, memory, runners-up with their reasons, proof,"
                    + " assumptions.")
    private boolean details;

    /** {@code text} whole where that is wanted; else what of it fits on a first screen. */
    public String shown(String text, Style style) {
        return details ? text : FirstScreen.of(text, style);
    }

    /** Whether everything is told. */
    public boolean wanted() {
        return details;
    }
}

package dev.meshwright.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.answer.text.page.Style;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class StatusLineTest {

    private final StringWriter err = new StringWriter();

    private Terminal terminal(boolean live) {
        return new Terminal(new PrintWriter(new StringWriter()), new PrintWriter(err), Style.PLAIN, live, () -> false);
    }

    @Test
    void quickCommandsSayNothing() {
        try (StatusLine line = new StatusLine(terminal(true), "validating", "reading", Duration.ofDays(1))) {
            line.say("done");
        }
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void aTerminalsLineIsOverwrittenAndCleared() throws InterruptedException {
        try (StatusLine line = new StatusLine(terminal(true), "validating", "12 of 900 rows", Duration.ZERO)) {
            awaitText("12 of 900 rows");
            line.say("600 of 900 rows");
            awaitText("600 of 900 rows");
        }
        assertThat(err.toString())
                .startsWith("\r\u001b[Kvalidating: 12 of 900 rows (0 s)")
                .endsWith("\r\u001b[K")
                .doesNotContain("\n");
    }

    @Test
    void elsewhereLinesFollowEachOther() throws InterruptedException {
        try (StatusLine line = new StatusLine(terminal(false), "calibrating", "trying factors", Duration.ZERO)) {
            awaitText("(0 s)");
            assertThat(line).isNotNull();
        }
        assertThat(err.toString()).isEqualTo("calibrating: trying factors (0 s)" + System.lineSeparator());
    }

    private void awaitText(String text) throws InterruptedException {
        while (!err.toString().contains(text)) {
            Thread.sleep(1);
        }
    }
}

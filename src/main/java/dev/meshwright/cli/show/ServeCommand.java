package dev.meshwright.cli.show;

import dev.meshwright.cli.option.HelpOption;
import dev.meshwright.cli.terminal.ExitCode;
import dev.meshwright.cli.terminal.Terminal;
import dev.meshwright.serve.ServeSettings;
import dev.meshwright.serve.WorkbenchServer;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Serves the workbench to a browser. */
@Command(
        name = "serve",
        description =
                "Serves the workbench to a browser on this machine until Ctrl-C: ask by clicks, watch the search, read the answer"
                        + " as a page. The JSON API behind it is described at openapi.json.")
public final class ServeCommand implements Callable<Integer> {

    private static final int PAUSE_MILLISECONDS = 100;

    private static final int BITS_OF_A_TOKEN = 128;

    private static final int LETTERS_AND_DIGITS = 36;

    private final Terminal terminal;

    @Mixin
    @SuppressWarnings("unused") // read by picocli
    private HelpOption help = new HelpOption();

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "0",
            description = "Port to listen on (default: ${DEFAULT-VALUE}, any that is free).")
    private int port;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            description =
                    "Address to listen on, for others than this machine; the address that is printed then holds a token that"
                            + " whoever asks must know (default: 127.0.0.1, this machine alone).")
    private @Nullable String host;

    /** A command that speaks there. */
    public ServeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        ServeSettings settings = host == null
                ? ServeSettings.LOOPBACK.onPort(port)
                : new ServeSettings(host, port, Optional.of(token()));
        try (WorkbenchServer server = WorkbenchServer.start(settings)) {
            terminal.answer(server.address() + "\n");
            terminal.talk("Open that in a browser; Ctrl-C ends it.");
            while (!terminal.interrupted().getAsBoolean()) {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLISECONDS);
            }
        }
        return ExitCode.FINE.code();
    }

    private static String token() {
        return new BigInteger(BITS_OF_A_TOKEN, new SecureRandom()).toString(LETTERS_AND_DIGITS);
    }
}

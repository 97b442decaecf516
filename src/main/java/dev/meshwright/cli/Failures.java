package dev.meshwright.cli;

import dev.meshwright.base.fault.Fault;
import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.cli.terminal.ExitCode;
import dev.meshwright.cli.terminal.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.InvalidPathException;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The one door through which a command that cannot answer leaves: some lines and an exit code. */
final class Failures {

    private static final long MEGABYTE = 1_000_000;

    private final Terminal terminal;
    private final boolean debug;

    /** @param args of the command; with {@code --log-level debug} it is also said where something went wrong */
    Failures(Terminal terminal, String... args) {
        this.terminal = terminal;
        this.debug = String.join(" ", args).toLowerCase(Locale.ROOT).matches(".*--log-level[ =](debug|trace)\\b.*");
    }

    int wrongUsage(ParameterException exception) {
        CommandLine command = exception.getCommandLine();
        terminal.say("error: " + exception.getMessage());
        StringWriter suggestions = new StringWriter();
        CommandLine.UnmatchedArgumentException.printSuggestions(exception, new PrintWriter(suggestions, true));
        if (!suggestions.toString().isBlank()) {
            terminal.say(suggestions.toString().stripTrailing());
        }
        terminal.say("Try: " + command.getCommandSpec().qualifiedName() + " --help");
        return ExitCode.WRONG_USAGE.code();
    }

    int failed(Throwable thrown) {
        return switch (thrown) {
            case InvalidInputException invalid -> {
                invalid.faults().forEach(this::describe);
                yield ExitCode.INVALID_INPUT.code();
            }
            case InvalidPathException path -> {
                terminal.say("error: a file has a name that this system or its locale (LC_ALL) cannot write: "
                        + path.getInput());
                yield ExitCode.INVALID_INPUT.code();
            }
            case OutOfMemoryError full -> {
                terminal.say("error: this needs more memory than the "
                        + Runtime.getRuntime().maxMemory() / MEGABYTE + " MB that Java may take");
                terminal.say("  Maybe a smaller problem, or JAVA_TOOL_OPTIONS=-Xmx8g.");
                where(full);
                yield ExitCode.INVALID_INPUT.code();
            }
            default -> {
                String said = thrown.getMessage();
                terminal.say("internal error: " + (said == null || said.isBlank() ? "no reason is known" : said)
                        + "; please report it with the command and its files");
                where(thrown);
                yield ExitCode.INTERNAL_ERROR.code();
            }
        };
    }

    private void where(Throwable thrown) {
        if (debug) {
            thrown.printStackTrace(terminal.err());
        } else {
            terminal.say("(--log-level debug shows where)");
        }
    }

    private void describe(Fault fault) {
        String place = fault.file() + (fault.file().isEmpty() || fault.path().isEmpty() ? "" : " ") + fault.path();
        terminal.say("error: " + (place.isEmpty() ? "" : place + ": ") + fault.message());
        if (!fault.value().isEmpty()) {
            terminal.say("  value: " + fault.value());
        }
        if (!fault.maybe().isEmpty()) {
            terminal.say("  " + fault.maybe());
        }
    }
}

package dev.meshwright.cli;

import dev.meshwright.answer.text.page.Style;
import dev.meshwright.base.fault.Fault;
import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.cli.lookup.GpusCommand;
import dev.meshwright.cli.lookup.InitCommand;
import dev.meshwright.cli.lookup.ModelsCommand;
import dev.meshwright.cli.lookup.QuantitiesCommand;
import dev.meshwright.cli.lookup.SchemaCommand;
import dev.meshwright.cli.terminal.ExitCode;
import dev.meshwright.cli.terminal.Interruption;
import dev.meshwright.cli.terminal.Terminal;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;

/** Runs commands. */
public final class Main {

    private Main() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] args) {
        Interruption interruption = new Interruption();
        interruption.install();
        PrintWriter out = writer(FileDescriptor.out);
        PrintWriter err = writer(FileDescriptor.err);
        Style style = emphasised() ? Style.TERMINAL : Style.PLAIN;
        boolean live = Boolean.getBoolean("meshwright.terminal.err");
        int code = run(new Terminal(out, err, style, live, interruption::requested), args);
        out.flush();
        err.flush();
        interruption.exit(code);
    }

    /**
     * Whether standard output shows emphasis: as the launcher found out, because the platform cannot tell standard output
     * from standard error; without a launcher as picocli guesses. {@code NO_COLOR} and dumb terminals are respected.
     */
    private static boolean emphasised() {
        String told = System.getProperty("meshwright.terminal.out", "");
        boolean plain = System.getenv("NO_COLOR") != null || "dumb".equals(System.getenv("TERM"));
        return !plain && (told.isEmpty() ? Ansi.AUTO.enabled() : Boolean.parseBoolean(told));
    }

    private static PrintWriter writer(FileDescriptor descriptor) {
        return new PrintWriter(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
    }

    /**
     * Runs one command.
     *
     * @param out takes results
     * @param err takes talk and errors
     * @return the exit code, see {@link ExitCode}
     */
    public static int run(PrintWriter out, PrintWriter err, String... args) {
        return run(Terminal.plain(out, err), args);
    }

    static int run(Terminal terminal, String... args) {
        CommandLine commands = new CommandLine(new MeshwrightCommand())
                .addSubcommand(new SearchCommand(terminal))
                .addSubcommand(new CheckCommand(terminal))
                .addSubcommand(new ImportCommand(terminal))
                .addSubcommand(new ExportCommand(terminal))
                .addSubcommand(new ReportCommand(terminal))
                .addSubcommand(new ServeCommand(terminal))
                .addSubcommand(new ClaimsCommand(terminal))
                .addSubcommand(new QuantitiesCommand(terminal))
                .addSubcommand(new ScaleCommand(terminal))
                .addSubcommand(new PlaceCommand(terminal))
                .addSubcommand(new ValidateCommand(terminal))
                .addSubcommand(new CalibrateCommand(terminal))
                .addSubcommand(new BenchCommand(terminal))
                .addSubcommand(new ModelsCommand(terminal))
                .addSubcommand(new GpusCommand(terminal))
                .addSubcommand(new SchemaCommand(terminal))
                .addSubcommand(new InitCommand(terminal))
                .setOut(terminal.out())
                .setErr(terminal.err())
                .setColorScheme(
                        CommandLine.Help.defaultColorScheme(terminal.style() == Style.TERMINAL ? Ansi.ON : Ansi.OFF))
                .setUsageHelpWidth(100)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((exception, unused) -> wrongUsage(terminal, exception))
                .setExecutionExceptionHandler((exception, line, result) -> failed(terminal, exception, args));
        int code = commands.execute(args);
        terminal.out().flush();
        terminal.err().flush();
        return code;
    }

    private static int wrongUsage(Terminal terminal, ParameterException exception) {
        CommandLine command = exception.getCommandLine();
        terminal.say("error: " + exception.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(exception, terminal.err());
        terminal.say("Try: " + command.getCommandSpec().qualifiedName() + " --help");
        return ExitCode.WRONG_USAGE.code();
    }

    private static int failed(Terminal terminal, Exception exception, String[] args) {
        if (exception instanceof InvalidInputException invalid) {
            invalid.faults().forEach(fault -> describe(terminal, fault));
            return ExitCode.INVALID_INPUT.code();
        }
        terminal.say("internal error: " + exception + "; please report it with the command and its files");
        if (String.join(" ", args).toLowerCase(Locale.ROOT).matches(".*--log-level[ =](debug|trace)\\b.*")) {
            exception.printStackTrace(terminal.err());
        } else {
            terminal.say("(--log-level debug shows where)");
        }
        return ExitCode.INTERNAL_ERROR.code();
    }

    private static void describe(Terminal terminal, Fault fault) {
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

package dev.meshwright.cli;

import dev.meshwright.answer.text.page.Style;
import dev.meshwright.base.resource.MemoryLimit;
import dev.meshwright.cli.lookup.GpusCommand;
import dev.meshwright.cli.lookup.InitCommand;
import dev.meshwright.cli.lookup.ModelsCommand;
import dev.meshwright.cli.lookup.QuantitiesCommand;
import dev.meshwright.cli.lookup.SchemaCommand;
import dev.meshwright.cli.option.value.Numbers;
import dev.meshwright.cli.show.CompareCommand;
import dev.meshwright.cli.show.ReportCommand;
import dev.meshwright.cli.show.ServeCommand;
import dev.meshwright.cli.terminal.ExitCode;
import dev.meshwright.cli.terminal.Interruption;
import dev.meshwright.cli.terminal.Terminal;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** Runs commands. */
public final class Main {

    private Main() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] args) {
        // Before anything is read or written: numbers and case are the same everywhere.
        Locale.setDefault(Locale.ROOT);
        Interruption interruption = new Interruption();
        interruption.install();
        PrintWriter out = writer(FileDescriptor.out);
        PrintWriter err = writer(FileDescriptor.err);
        Style style = emphasised() ? new Style(true, columns(), true) : Style.PLAIN;
        boolean live = Boolean.getBoolean("meshwright.terminal.err");
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> err.println("error: " + thrown.getMessage()));
        int code = run(new Terminal(out, err, style, live, interruption::requested), args);
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

    /** Columns of the terminal, as the launcher found out; as many as are read with ease where nobody says. */
    private static int columns() {
        int told = Integer.getInteger("meshwright.terminal.columns", 0);
        return told > 0 ? told : Style.USUAL_COLUMNS;
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
        Failures failures = new Failures(terminal, args);
        // Libraries that change case or write numbers do so by the process's own locale: Turkish has an i of its own.
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.ROOT);
        int code;
        try {
            code = asksForVersion(args)
                    ? version(terminal)
                    : commands(terminal, failures).execute(args);
        } catch (Throwable thrown) {
            code = failures.failed(thrown);
        } finally {
            MemoryLimit.set(OptionalDouble.empty());
            Locale.setDefault(before);
        }
        terminal.err().flush();
        if (terminal.lost()) {
            terminal.say("error: standard output did not take the answer (is the disk full, or did nobody read on?)");
            return ExitCode.OUTPUT_LOST.code();
        }
        return code;
    }

    /** Asked before the commands are put together, which takes longer than the answer. */
    private static boolean asksForVersion(String... args) {
        return args.length == 1 && List.of("-V", "--version").contains(args[0]);
    }

    private static int version(Terminal terminal) {
        terminal.answer(MeshwrightCommand.Version.line() + "\n");
        return ExitCode.FINE.code();
    }

    private static CommandLine commands(Terminal terminal, Failures failures) {
        CommandLine commands = new CommandLine(new MeshwrightCommand())
                .addSubcommand(new SearchCommand(terminal))
                .addSubcommand(new CheckCommand(terminal))
                .addSubcommand(new ImportCommand(terminal))
                .addSubcommand(new ExportCommand(terminal))
                .addSubcommand(new CompareCommand(terminal))
                .addSubcommand(new ReportCommand(terminal))
                .addSubcommand(new ServeCommand(terminal))
                .addSubcommand(new ClaimsCommand(terminal))
                .addSubcommand(new QuantitiesCommand(terminal))
                .addSubcommand(new ScaleCommand(terminal))
                .addSubcommand(new PlaceCommand(terminal))
                .addSubcommand(new ValidateCommand(terminal))
                .addSubcommand(new CalibrateCommand(terminal))
                .addSubcommand(new BenchCommand(terminal))
                .addSubcommand(new SweepCommand(terminal))
                .addSubcommand(new ModelsCommand(terminal))
                .addSubcommand(new GpusCommand(terminal))
                .addSubcommand(new SchemaCommand(terminal))
                .addSubcommand(new InitCommand(terminal))
                .setOut(terminal.out())
                .setErr(terminal.err())
                .setColorScheme(
                        CommandLine.Help.defaultColorScheme(terminal.style().emphasised() ? Ansi.ON : Ansi.OFF))
                .setUsageHelpWidth(100)
                .setExecutionStrategy(parsed -> {
                    boolean quiet = parsed.asCommandLineList().stream()
                            .anyMatch(line -> line.getParseResult().hasMatchedOption("--quiet"));
                    terminal.hushed().set(quiet);
                    return new CommandLine.RunLast().execute(parsed);
                })
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((exception, unused) -> failures.wrongUsage(exception))
                .setExecutionExceptionHandler((exception, line, result) -> failures.failed(exception));
        return Numbers.readBy(commands);
    }
}

package dev.meshwright.cli.lookup;

import dev.meshwright.cli.option.HelpOption;
import dev.meshwright.cli.terminal.ExitCode;
import dev.meshwright.cli.terminal.Terminal;
import dev.meshwright.io.tree.Resources;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Prints the JSON Schemas of the files. */
@Command(name = "schema", description = "Prints the JSON Schema of problem, plan or efficiency files.")
public final class SchemaCommand implements Callable<Integer> {

    /** Files that have a schema. */
    enum Kind {
        problem,
        plan,
        efficiency
    }

    private final Terminal terminal;

    @Mixin
    @SuppressWarnings("unused") // read by picocli
    private HelpOption help = new HelpOption();

    @Parameters(
            arity = "0..1",
            paramLabel = "problem|plan|efficiency",
            defaultValue = "problem",
            description = "Which file (default: ${DEFAULT-VALUE}).")
    private Kind kind = Kind.problem;

    public SchemaCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        String schema =
                switch (kind) {
                    case problem -> Resources.problemSchema();
                    case plan -> Resources.planSchema();
                    case efficiency -> Resources.efficiencySchema();
                };
        terminal.answer(schema.endsWith("\n") ? schema : schema + "\n");
        return ExitCode.FINE.code();
    }
}

package dev.meshwright.cli;

import dev.meshwright.io.tree.Resources;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program itself: does nothing without a command. */
@Command(
        name = "meshwright",
        description = "Plans how a Mixture-of-Experts language model is laid out on a GPU cluster, and says why.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = MeshwrightCommand.Version.class,
        footer = {
            "",
            "Start with:  meshwright init problem.yaml && meshwright search problem.yaml",
            "Exit codes:  0 fine, 1 internal error, 2 wrong usage, 3 invalid input, 4 infeasible,",
            "             5 feasible but a target is missed or a claim refuted, 6 stopped by --time-limit before there",
            "             was an answer (130: by Ctrl-C), 7 the answer could not be written to standard output"
        })
final class MeshwrightCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        String commands = String.join(", ", spec.subcommands().keySet());
        throw new ParameterException(spec.commandLine(), "Say which command: " + commands + ".");
    }

    /** Version of the jar; "development" where the classes do not come from one. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {line()};
        }

        static String line() {
            return "meshwright " + Resources.version();
        }
    }
}

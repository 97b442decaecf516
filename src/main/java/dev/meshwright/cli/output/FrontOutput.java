package dev.meshwright.cli.output;

import dev.meshwright.answer.FrontAnswer;
import dev.meshwright.answer.json.front.FrontDocument;
import dev.meshwright.answer.picture.FrontPicture;
import dev.meshwright.answer.picture.chart.Plots;
import dev.meshwright.cli.terminal.Terminal;
import dev.meshwright.io.problem.ProblemDocument;
import dev.meshwright.io.tree.CsvTable;
import dev.meshwright.question.front.FrontSearch;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Whether a front is asked for, instead of one layout, and where it is written: a table, a picture, or all of it as JSON or YAML. */
public final class FrontOutput {

    private static final int MOST = 1000;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--front",
            description =
                    "Answer with the front: tokens per second of each GPU against those of a user, each point proven."
                            + " -o FILE.csv, FILE.svg or FILE.png writes it.")
    private boolean front;

    @Option(names = "--no-front", description = "Leave the front out of what --format json prints.")
    private boolean none;

    @Option(
            names = "--searches",
            paramLabel = "N",
            defaultValue = "16",
            description = "Searches that a front may take (default: ${DEFAULT-VALUE}).")
    private int searches;

    /** Whether the answer of a search comes with what is cheap of its front. */
    public boolean beside() {
        return !none;
    }

    /** Whether a front of this problem is asked for, or a curve over the concurrencies that it lists. */
    public boolean wanted(ProblemDocument problem) {
        if (front && none) {
            throw wrong("--front and --no-front exclude each other.");
        }
        boolean wanted = front || !problem.concurrencies().isEmpty();
        if (wanted && !FrontSearch.possible(problem.problem().workload())) {
            throw wrong("--front is about the time between output tokens, which "
                    + problem.problem().workload().phase() + " has not.");
        }
        return wanted;
    }

    /** Searches that it may take. */
    public int searches() {
        if (searches < 3 || searches > MOST) {
            throw wrong("--searches must be from 3 to " + MOST + ", not " + searches + ".");
        }
        return searches;
    }

    /** Writes the front to a file by its ending, and says so. */
    public static void write(FrontAnswer answer, Path file, Terminal terminal) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".png")) {
            Written.file(terminal, file, pixels(answer));
            return;
        }
        String text = name.endsWith(".csv")
                ? new CsvTable(FrontDocument.COLUMNS, FrontDocument.rows(answer)).text()
                : name.endsWith(".svg") ? FrontPicture.of(answer) : Written.text(file, FrontDocument.of(answer));
        Written.orShown(terminal, file, text, "Written: ");
    }

    private static byte[] pixels(FrontAnswer answer) {
        return Plots.of(FrontDocument.of(answer)).entrySet().stream()
                .filter(picture -> picture.getKey().endsWith(".png"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
    }

    private ParameterException wrong(String message) {
        return new ParameterException(command.commandLine(), message);
    }
}

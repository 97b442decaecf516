package dev.meshwright.cli.show;

import dev.meshwright.answer.json.compare.ComparisonDocument;
import dev.meshwright.answer.text.compare.ComparisonText;
import dev.meshwright.base.fault.Fault;
import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.cli.option.AnswerOptions;
import dev.meshwright.cli.option.ComparedOptions;
import dev.meshwright.cli.option.DetailsOption;
import dev.meshwright.cli.output.PageOutput;
import dev.meshwright.cli.terminal.ExitCode;
import dev.meshwright.cli.terminal.Terminal;
import dev.meshwright.io.plan.ContenderFile;
import dev.meshwright.io.tree.Resources;
import dev.meshwright.workbench.Workbench;
import dev.meshwright.workbench.compare.Compared;
import dev.meshwright.workbench.compare.Comparing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Puts plans side by side. */
@Command(
        name = "compare",
        description =
                "Puts plans or answers side by side: what changed, what it bought, and from which part of the cost."
                        + " With --problem every plan is checked by it first; degrees in one line are plans, too.")
public final class CompareCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private AnswerOptions options = new AnswerOptions();

    @Mixin
    private ComparedOptions compared = new ComparedOptions();

    @Mixin
    private PageOutput report = new PageOutput();

    /** A command that speaks there. */
    @Mixin
    private DetailsOption details = new DetailsOption();

    public CompareCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        report.require();
        Workbench workbench = new Workbench();
        List<ContenderFile.Read> read = new ArrayList<>();
        List<Fault> faults = new ArrayList<>();
        // All that is wrong with all of them, at once.
        for (String name : compared.names()) {
            try {
                read.add(compared.read(name, workbench, options.effort(), terminal.quietly()));
            } catch (InvalidInputException e) {
                faults.addAll(e.faults());
            }
        }
        if (!faults.isEmpty()) {
            throw new InvalidInputException(faults);
        }
        Compared answer = Comparing.of(read);
        Map<String, Object> document =
                ComparisonDocument.of(answer.comparison(), answer.answers(), "meshwright " + Resources.version());
        report.write(document, terminal);
        terminal.answer(options.rendered(
                () -> document,
                () -> details.shown(ComparisonText.of(answer.comparison(), terminal.style()), terminal.style())));
        return ExitCode.FINE.code();
    }
}

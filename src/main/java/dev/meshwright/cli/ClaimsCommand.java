package dev.meshwright.cli;

import dev.meshwright.cli.option.AnswerOptions;
import dev.meshwright.cli.output.ClaimsOutput;
import dev.meshwright.cli.terminal.ExitCode;
import dev.meshwright.cli.terminal.Terminal;
import dev.meshwright.io.document.DocumentFiles;
import dev.meshwright.io.document.DraftFile;
import dev.meshwright.io.tree.Documents;
import dev.meshwright.question.audit.drafting.Draft;
import dev.meshwright.workbench.Workbench;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Drafts claims from a document. */
@Command(
        name = "claims",
        description =
                "Drafts claims from a document: every number with a unit, its sentence, and what it is likely about;"
                        + " what is not sure stays a comment for a person to decide.")
final class ClaimsCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private AnswerOptions options = new AnswerOptions();

    @Parameters(paramLabel = "DOCUMENT", description = "Markdown, plain text (UTF-8) or Word (.docx).")
    private Path document = Path.of("");

    @Mixin
    private ClaimsOutput output = new ClaimsOutput();

    ClaimsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        output.require();
        Draft draft = new Workbench().draft(DocumentFiles.read(document));
        String text = options.json() ? Documents.toJson(DraftFile.document(draft)) : DraftFile.yaml(draft);
        output.write(text, DraftFile.counts(draft), terminal);
        if (draft.claims().isEmpty()) {
            terminal.say(document + " states no number with a unit.");
        }
        return ExitCode.FINE.code();
    }
}

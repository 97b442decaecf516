package dev.meshwright.cli;

import dev.meshwright.base.fault.Fault;
import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.cli.option.AnswerOptions;
import dev.meshwright.cli.terminal.ExitCode;
import dev.meshwright.cli.terminal.Terminal;
import dev.meshwright.io.document.DocumentFiles;
import dev.meshwright.io.document.DraftFile;
import dev.meshwright.io.tree.AtomicFiles;
import dev.meshwright.io.tree.Documents;
import dev.meshwright.question.audit.drafting.Draft;
import dev.meshwright.question.audit.drafting.Drafter;
import dev.meshwright.question.audit.vocabulary.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
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

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write the claims there instead of to standard output.")
    private @Nullable Path output;

    @Option(names = "--force", description = "Replace the file if it exists; what was edited in it is lost.")
    private boolean force;

    ClaimsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (output != null) {
            AtomicFiles.require(output);
            if (Files.isRegularFile(output) && !force) {
                throw new InvalidInputException(List.of(
                        new Fault(output.toString(), "", "", "exists already", "Maybe another name, or --force.")));
            }
        }
        Draft draft = new Drafter(Vocabulary.standard()).draft(DocumentFiles.read(document));
        String text = options.json() ? Documents.toJson(DraftFile.document(draft)) : DraftFile.yaml(draft);
        if (output == null) {
            terminal.answer(text);
        } else {
            AtomicFiles.write(output, text.getBytes(StandardCharsets.UTF_8));
            terminal.say("Wrote " + output + ": " + DraftFile.counts(draft) + ". Next: read it, then meshwright check"
                    + " PROBLEM PLAN --claims-file " + output);
        }
        if (draft.claims().isEmpty()) {
            terminal.say(document + " states no number with a unit.");
        }
        return ExitCode.FINE.code();
    }
}

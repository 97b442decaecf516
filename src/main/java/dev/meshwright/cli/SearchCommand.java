package dev.meshwright.cli;

import dev.meshwright.answer.FrontAnswer;
import dev.meshwright.answer.SearchAnswer;
import dev.meshwright.answer.TrainingRates;
import dev.meshwright.answer.WhyNotAnswer;
import dev.meshwright.answer.json.PlanDocument;
import dev.meshwright.answer.json.front.ComparedFormatsDocument;
import dev.meshwright.answer.json.front.FrontDocument;
import dev.meshwright.answer.json.pool.PoolsDocument;
import dev.meshwright.answer.json.report.ReportDocument;
import dev.meshwright.answer.launch.StartScript;
import dev.meshwright.answer.text.SearchText;
import dev.meshwright.answer.text.brief.WhyNotText;
import dev.meshwright.answer.text.front.FormatsText;
import dev.meshwright.answer.text.page.FirstScreen;
import dev.meshwright.cli.option.AnswerOptions;
import dev.meshwright.cli.option.DetailsOption;
import dev.meshwright.cli.option.ProblemInput;
import dev.meshwright.cli.option.ReplayOption;
import dev.meshwright.cli.option.RunnersUp;
import dev.meshwright.cli.option.WhyNotOption;
import dev.meshwright.cli.output.FrontOutput;
import dev.meshwright.cli.output.FrontRun;
import dev.meshwright.cli.output.PageOutput;
import dev.meshwright.cli.output.PlanOutput;
import dev.meshwright.cli.terminal.ExitCode;
import dev.meshwright.cli.terminal.Progress;
import dev.meshwright.cli.terminal.Terminal;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.io.problem.ProblemDocument;
import dev.meshwright.layout.draft.PlanDraft;
import dev.meshwright.workbench.SearchRequest;
import dev.meshwright.workbench.Workbench;
import dev.meshwright.workbench.format.ComparedFormats;
import dev.meshwright.workbench.format.FormatSearch;
import dev.meshwright.workbench.front.Fronting;
import dev.meshwright.workbench.launch.Starting;
import dev.meshwright.workbench.rival.NamedDegrees;
import dev.meshwright.workbench.rival.ResourceWorth;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Finds the best layout. */
@Command(
        name = "search",
        description = "Finds the best feasible layout of a problem and says why nothing else is better.")
final class SearchCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private AnswerOptions options = new AnswerOptions();

    @Mixin
    private ProblemInput problem = new ProblemInput();

    @Mixin
    private PlanOutput output = new PlanOutput();

    @Mixin
    private PageOutput report = new PageOutput();

    @Mixin
    private RunnersUp runnersUp = new RunnersUp();

    @Mixin
    private WhyNotOption whyNot = new WhyNotOption();

    @Mixin
    private DetailsOption details = new DetailsOption();

    @Mixin
    private FrontOutput front = new FrontOutput();

    @Mixin
    private ReplayOption replay = new ReplayOption();

    SearchCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        output.require();
        report.require();
        Optional<PlanDraft> named = whyNot.named();
        ProblemDocument document = problem.read();
        SearchRequest request =
                new SearchRequest(document, problem.constants(), runnersUp.number(), replay.wanted(), options.effort());
        if (front.wanted(document)) {
            return new FrontRun(terminal, options, output.stated(), report).answer(request, front.searches(), details);
        }
        Workbench workbench = new Workbench();
        ComparedFormats compared;
        Optional<FrontAnswer> beside = Optional.empty();
        try (Progress progress = new Progress(terminal, document.problem())) {
            compared = new FormatSearch(workbench).answer(request, progress.watch());
            if ((options.json() || report.wanted()) && front.beside()) {
                beside = new Fronting(workbench).beside(compared.request(), compared.answer(), progress.watch());
            }
        }
        SearchAnswer answer = compared.answer();
        Optional<Map<String, Object>> page = print(workbench, compared, beside, named);
        if (answer instanceof SearchAnswer.Found found) {
            output.write(PlanDocument.of(found), problem.file(), terminal);
            output.writeSimplest(() -> PlanDocument.simplest(found), terminal);
        } else if (answer instanceof SearchAnswer.Split split) {
            output.write(PoolsDocument.of(split), problem.file(), terminal);
        }
        page.ifPresent(made -> report.write(made, terminal));
        return exitCode(answer).code();
    }

    /** Prints the answer; what its page is to show, where one is asked for. */
    private Optional<Map<String, Object>> print(
            Workbench workbench, ComparedFormats compared, Optional<FrontAnswer> beside, Optional<PlanDraft> named) {
        SearchAnswer answer = compared.answer();
        SearchRequest request = compared.request();
        Optional<WhyNotAnswer> other = named.flatMap(draft -> whyNot(workbench, request, answer, draft));
        Supplier<Map<String, Object>> document = () -> {
            Map<String, Object> made = ReportDocument.of(answer, start(workbench, request, answer), other);
            compared.comparison().ifPresent(formats -> made.put("formats", ComparedFormatsDocument.of(formats)));
            beside.ifPresent(points -> made.put("front", FrontDocument.beside(points)));
            return made;
        };
        Supplier<String> text = () -> {
            String asked = compared.comparison()
                            .map(formats -> FormatsText.of(formats, terminal.style()))
                            .orElse("")
                    + other.map(found -> WhyNotText.of(found, terminal.style())).orElse("");
            String found = text(answer, rates(workbench, request, answer));
            return details.wanted() ? found + asked : FirstScreen.with(found, asked, terminal.style());
        };
        if (report.wanted()) {
            Map<String, Object> made = document.get();
            if (answer instanceof SearchAnswer.Found found) {
                ResourceWorth.of(workbench, request, found, terminal.quietly())
                        .ifPresent(rows -> ReportDocument.sensitivity(made, rows));
            }
            terminal.answer(options.rendered(() -> made, text));
            return Optional.of(made);
        }
        terminal.answer(options.rendered(document, text));
        return Optional.empty();
    }

    private String text(SearchAnswer answer, Optional<TrainingRates> rates) {
        return details.wanted()
                ? SearchText.of(answer, terminal.style())
                : SearchText.brief(answer, rates, terminal.style());
    }

    private Optional<TrainingRates> rates(Workbench workbench, SearchRequest request, SearchAnswer answer) {
        boolean trains = answer.problem().workload() instanceof Training;
        return trains && answer instanceof SearchAnswer.Found found
                ? workbench.rates(Starting.asked(request, found), terminal.quietly())
                : Optional.empty();
    }

    private Optional<WhyNotAnswer> whyNot(
            Workbench workbench, SearchRequest request, SearchAnswer answer, PlanDraft named) {
        return switch (answer) {
            case SearchAnswer.Found found ->
                Optional.of(NamedDegrees.whyNot(workbench, request, found, named, terminal.quietly()));
            case SearchAnswer.NothingFound nothing -> Optional.empty();
            case SearchAnswer.NoneYet none -> Optional.empty();
            case SearchAnswer.Split split -> Optional.empty();
            case SearchAnswer.NoPools none -> Optional.empty();
        };
    }

    private Optional<StartScript> start(Workbench workbench, SearchRequest request, SearchAnswer answer) {
        return switch (answer) {
            case SearchAnswer.Found found -> Starting.of(workbench, request, found, terminal.quietly());
            case SearchAnswer.NothingFound nothing -> Optional.empty();
            case SearchAnswer.NoneYet none -> Optional.empty();
            case SearchAnswer.Split split -> Optional.empty();
            case SearchAnswer.NoPools none -> Optional.empty();
        };
    }

    private static ExitCode exitCode(SearchAnswer answer) {
        return switch (answer) {
            case SearchAnswer.Found found -> found.missesTarget() ? ExitCode.MISSED : ExitCode.FINE;
            case SearchAnswer.NothingFound nothing -> ExitCode.INFEASIBLE;
            case SearchAnswer.NoneYet none -> ExitCode.NO_ANSWER_YET;
            case SearchAnswer.Split split -> split.argument().missesTarget() ? ExitCode.MISSED : ExitCode.FINE;
            case SearchAnswer.NoPools none -> ExitCode.INFEASIBLE;
        };
    }
}

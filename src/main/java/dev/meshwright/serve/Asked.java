package dev.meshwright.serve;

import dev.meshwright.answer.CheckAnswer;
import dev.meshwright.answer.FrontAnswer;
import dev.meshwright.answer.SearchAnswer;
import dev.meshwright.answer.json.front.FrontDocument;
import dev.meshwright.answer.json.report.ReportDocument;
import dev.meshwright.answer.launch.StartScript;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.io.plan.ClaimsFile;
import dev.meshwright.io.plan.PlanFiles;
import dev.meshwright.io.problem.ProblemDocument;
import dev.meshwright.io.tree.Documents;
import dev.meshwright.io.tree.InputFile;
import dev.meshwright.io.tree.PlainTree;
import dev.meshwright.io.tree.TreeReader;
import dev.meshwright.layout.draft.LayoutName;
import dev.meshwright.layout.draft.PlanDraft;
import dev.meshwright.question.search.SearchEvent;
import dev.meshwright.workbench.CheckRequest;
import dev.meshwright.workbench.Constants;
import dev.meshwright.workbench.Effort;
import dev.meshwright.workbench.Event;
import dev.meshwright.workbench.SearchRequest;
import dev.meshwright.workbench.Watch;
import dev.meshwright.workbench.Workbench;
import dev.meshwright.workbench.front.Fronting;
import dev.meshwright.workbench.launch.Starting;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * What a request asks.
 *
 * @param tab which of a browser's tabs asks
 * @param problem read, with nothing but what the request brought
 * @param stated the problem as it stands in the request, as JSON
 * @param plan to be checked; empty for a search
 * @param effort seed and time
 */
record Asked(String tab, ProblemDocument problem, String stated, Optional<PlanDraft> plan, Effort effort) {

    private static final List<String> FIELDS = List.of("tab", "problem", "config", "plan", "claims", "seed", "seconds");

    private static final List<String> TEXTS = List.of("tab", "problem", "config", "plan", "claims");

    /** No question takes longer. */
    private static final int MOST_SECONDS = 600;

    /**
     * Reads a request.
     *
     * @throws dev.meshwright.base.fault.InvalidInputException with everything that is wrong with it
     */
    static Asked read(String body) {
        TreeReader root = TreeReader.of(new InputFile("request.json", body.isBlank() ? "{}" : body));
        if (!root.object(FIELDS)) {
            root.finish();
        }
        root.required("problem");
        Map<String, Object> values = PlainTree.of(root);
        for (String name : TEXTS) {
            if (values.containsKey(name) && !(values.get(name) instanceof String)) {
                root.child(name).ifPresent(place -> place.fault("must be a text", ""));
            }
        }
        int seed = root.child("seed")
                .map(place -> place.integer(0, Integer.MAX_VALUE))
                .orElse(OptionalInt.empty())
                .orElse(1);
        int seconds = root.child("seconds")
                .map(place -> place.integer(1, MOST_SECONDS))
                .orElse(OptionalInt.empty())
                .orElse(MOST_SECONDS);
        root.finish();
        String problem = text(values, "problem").orElseThrow();
        return new Asked(
                text(values, "tab").orElse(""),
                Upload.problem(problem, text(values, "config")),
                Documents.toJson(PlainTree.of(TreeReader.of(new InputFile("problem", problem)))),
                text(values, "plan")
                        .filter(plan -> !plan.isBlank())
                        .map(Asked::plan)
                        .map(plan -> claimed(plan, text(values, "claims"))),
                new Effort(seed, Optional.of(Duration.ofSeconds(seconds))));
    }

    private static Optional<String> text(Map<String, Object> values, String name) {
        return values.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    private static PlanDraft plan(String text) {
        boolean line = LayoutName.parse(text.strip()).problems().isEmpty();
        return line ? PlanFiles.ofLine("plan", text.strip()) : PlanFiles.read(new InputFile("plan", text));
    }

    private static PlanDraft claimed(PlanDraft plan, Optional<String> claims) {
        return claims.filter(text -> !text.isBlank())
                .map(text -> plan.withClaims(ClaimsFile.read(new InputFile("claims", text))))
                .orElse(plan);
    }

    /** Answers it, telling {@code job} how far it is. */
    Job.State answer(Job job) {
        Workbench workbench = new Workbench();
        Watch watch = new Watch(event -> tell(job, event), job::cancelled);
        return plan.map(draft -> check(workbench, draft, watch)).orElseGet(() -> search(workbench, watch));
    }

    private Job.State search(Workbench workbench, Watch watch) {
        SearchRequest request = new SearchRequest(problem, Constants.STANDARD, SearchRequest.RUNNERS_UP, true, effort);
        SearchAnswer answer = workbench.search(request, watch);
        Optional<FrontAnswer> front = new Fronting(workbench).beside(request, answer, watch);
        return switch (answer) {
            case SearchAnswer.Found found -> {
                Optional<StartScript> start = Starting.of(workbench, request, found, Watch.NONE);
                var winner = found.argument().winner();
                yield Job.Answered.of(
                        winner.layout().degrees().shortName() + ", "
                                + Figures.tokensPerSecond(
                                        winner.evaluation().performance().tokensPerSecond()),
                        beside(ReportDocument.of(answer, start), front));
            }
            case SearchAnswer.NothingFound nothing ->
                Job.Answered.of("no feasible layout", ReportDocument.of(answer, Optional.empty()));
            case SearchAnswer.Split split ->
                Job.Answered.of(
                        split.argument().shares().stream()
                                        .map(share -> share.layout().degrees().shortName())
                                        .collect(Collectors.joining(" + "))
                                + ", "
                                + Figures.tokensPerSecond(split.argument()
                                        .evaluation()
                                        .together()
                                        .performance()
                                        .tokensPerSecond()),
                        beside(ReportDocument.of(answer, Optional.empty()), front));
            case SearchAnswer.NoPools none ->
                Job.Answered.of("no feasible plan", ReportDocument.of(answer, Optional.empty()));
            case SearchAnswer.NoneYet none ->
                Job.Answered.of("stopped before any layout was complete", ReportDocument.of(answer, Optional.empty()));
        };
    }

    private static Map<String, Object> beside(Map<String, Object> document, Optional<FrontAnswer> front) {
        front.ifPresent(points -> document.put("front", FrontDocument.beside(points)));
        return document;
    }

    private Job.State check(Workbench workbench, PlanDraft draft, Watch watch) {
        CheckRequest request =
                new CheckRequest(problem, draft, Constants.STANDARD, List.of(), OptionalInt.empty(), true, effort);
        CheckAnswer answer = workbench.check(request, watch);
        String rate = answer.assessment()
                .map(assessment -> Figures.tokensPerSecond(
                        assessment.evaluation().performance().tokensPerSecond()))
                .orElse("does not fit together");
        String verdict = answer.plan().feasible() ? "" : ", infeasible";
        return Job.Answered.of(
                answer.plan().degrees().shortName() + ", " + rate + verdict,
                ReportDocument.of(answer, Starting.of(workbench, request, Watch.NONE)));
    }

    private static void tell(Job job, Event event) {
        switch (event) {
            case Event.Searched searched -> job.tell(words(searched.event()));
            case Event.Begun begun -> job.tell(begun.what());
            case Event.Searching searching -> {}
            case Event.Measuring measuring -> {}
        }
    }

    private static String words(SearchEvent event) {
        return switch (event) {
            case SearchEvent.Enumerated enumerated ->
                Figures.count(enumerated.feasible()) + " of " + Figures.count(enumerated.combinations())
                        + " combinations may work; placing the most promising";
            case SearchEvent.Improved improved ->
                "Best so far: " + improved.degrees().shortName() + " with " + Figures.plain(improved.worth())
                        + "; nothing can exceed " + Figures.plain(improved.bound());
            case SearchEvent.Closing closing ->
                closing.best()
                                .map(best ->
                                        "Best so far: " + best.shortName() + " with " + Figures.plain(closing.worth()))
                                .orElse("No layout yet")
                        + "; nothing can exceed " + Figures.plain(closing.bound()) + "; "
                        + Figures.count(closing.looked()) + " families looked at, " + Figures.count(closing.left())
                        + " left";
            case SearchEvent.Proved proved -> "proved after " + Figures.number(proved.placed(), "layout");
        };
    }
}

package dev.meshwright.answer.json.report;

import dev.meshwright.answer.CheckAnswer;
import dev.meshwright.answer.PoolsCheckAnswer;
import dev.meshwright.answer.SearchAnswer;
import dev.meshwright.answer.TrainingRates;
import dev.meshwright.answer.WhyNotAnswer;
import dev.meshwright.answer.explain.Argument;
import dev.meshwright.answer.explain.judgement.Assessment;
import dev.meshwright.answer.json.CheckDocument;
import dev.meshwright.answer.json.DerivationDocument;
import dev.meshwright.answer.json.PlanDocument;
import dev.meshwright.answer.json.ShortageDocument;
import dev.meshwright.answer.json.pool.PoolsDocument;
import dev.meshwright.answer.json.scale.ScaleDocument;
import dev.meshwright.answer.launch.StartScript;
import dev.meshwright.question.scale.Sensitivity;
import dev.meshwright.question.search.SearchResult.Closest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An answer with what a report shows beside it, under the key {@code report}. It is what {@code --format json} prints; a plan file has
 * the answer alone.
 */
public final class ReportDocument {

    /** The key of what a report shows beside an answer. */
    public static final String KEY = "report";

    private ReportDocument() {}

    /** What a search came to; {@code start} starts the plan. */
    public static Map<String, Object> of(SearchAnswer answer, Optional<StartScript> start) {
        return of(answer, start, Optional.empty());
    }

    /** The same, with why named degrees are not the answer. */
    public static Map<String, Object> of(
            SearchAnswer answer, Optional<StartScript> start, Optional<WhyNotAnswer> whyNot) {
        return switch (answer) {
            case SearchAnswer.Found found -> {
                Map<String, Object> document = PlanDocument.of(found);
                Map<String, Object> report = report(found.argument(), start);
                whyNot.ifPresent(other -> report.put("whyNot", WhyNotDocument.of(other)));
                document.put(KEY, report);
                yield document;
            }
            case SearchAnswer.NothingFound nothing -> withoutPlan(ShortageDocument.of(nothing), nothing);
            case SearchAnswer.NoneYet none -> withoutPlan(ShortageDocument.of(none), none);
            case SearchAnswer.Split split -> {
                Map<String, Object> document = PoolsDocument.of(split);
                document.put(KEY, PoolsReport.of("search", split.argument()));
                yield document;
            }
            case SearchAnswer.NoPools none -> withoutPlan(PoolsDocument.of(none), none);
        };
    }

    /** What a plan with pools is worth. */
    public static Map<String, Object> of(PoolsCheckAnswer answer) {
        Map<String, Object> document = PoolsDocument.of(answer);
        answer.argument().ifPresent(argument -> document.put(KEY, PoolsReport.of("check", argument)));
        return document;
    }

    /** The same answer of a search with what a tenth more of each resource is worth to it. */
    public static void sensitivity(Map<String, Object> document, Sensitivity sensitivity) {
        Map<String, Object> report = new LinkedHashMap<>();
        if (document.get(KEY) instanceof Map<?, ?> known) {
            known.forEach((name, value) -> report.put(String.valueOf(name), value));
        }
        report.put("sensitivity", ScaleDocument.sensitivity(sensitivity));
        document.put(KEY, report);
    }

    private static Map<String, Object> withoutPlan(Map<String, Object> document, SearchAnswer answer) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("question", "search");
        report.put("setting", SettingDocument.of(answer.problem()));
        document.put(KEY, report);
        return document;
    }

    /** What a plan is worth; {@code start} starts it. */
    public static Map<String, Object> of(CheckAnswer answer, Optional<StartScript> start) {
        Map<String, Object> document = CheckDocument.of(answer);
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("question", "check");
        report.put("setting", SettingDocument.of(answer.plan().problem()));
        report.put("layout", answer.plan().degrees().shortName());
        answer.assessment().ifPresent(assessment -> assessment(report, assessment));
        answer.rates().ifPresent(rates -> report.put("training", rates(rates)));
        start.ifPresent(script -> report.put("start", start(script)));
        answer.assessment().ifPresent(assessment -> derivations(report, assessment));
        document.put(KEY, report);
        return document;
    }

    private static Map<String, Object> report(Argument argument, Optional<StartScript> start) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("question", "search");
        report.put("setting", SettingDocument.of(argument.problem()));
        report.put("layout", argument.winner().layout().degrees().shortName());
        assessment(report, argument.assessment());
        if (!argument.circumstances().isEmpty()) {
            report.put("givenUp", argument.circumstances());
        }
        argument.batchLimit().ifPresent(effect -> report.put("withAnEighthMoreSequences", effect));
        argument.choice().ifPresent(verdict -> report.put("choice", verdict));
        report.put("placement", argument.proof().placement());
        Map<String, Object> reasons = new LinkedHashMap<>();
        argument.proof().infeasible().forEach((reason, count) -> reasons.put(reason.label(), count));
        report.put("infeasible", reasons);
        report.put(
                "nearestMisses",
                argument.misses().stream().map(ReportDocument::miss).toList());
        start.ifPresent(script -> report.put("start", start(script)));
        derivations(report, argument.assessment());
        return report;
    }

    private static Map<String, Object> rates(TrainingRates rates) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("flopsPerGpu", rates.flopsPerGpu());
        document.put("utilisation", rates.utilisation());
        document.put("tokensPerDay", rates.tokensPerDay());
        return document;
    }

    private static Map<String, Object> miss(Closest miss) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("layout", miss.degrees().shortName());
        document.put("reason", miss.reason().label());
        document.put("excess", miss.excess());
        document.put("needed", miss.needed());
        document.put("available", miss.available());
        document.put(
                "unit",
                switch (miss.reason()) {
                    case MEMORY -> "bytes";
                    case TIME_TO_FIRST_TOKEN, TIME_PER_OUTPUT_TOKEN -> "seconds";
                    case THROUGHPUT -> "tokens/s";
                });
        return document;
    }

    private static void assessment(Map<String, Object> report, Assessment assessment) {
        report.put(
                "sequences", assessment.degrees().sequences(assessment.problem().workload()));
        report.put("uncertainty", assessment.uncertainty().sentence());
        assessment.uncertainty().pairSpread().ifPresent(spread -> report.put("pairSpread", spread));
        assessment.caveat().ifPresent(caveat -> report.put("caveat", caveat));
        report.put("targets", TargetsDocument.of(assessment));
        assessment.rankLoads().ifPresent(loads -> report.put("rankLoads", PassDocument.loads(loads)));
        report.put("pass", PassDocument.pass(assessment));
        assessment.timeline().ifPresent(timeline -> report.put("pipeline", PassDocument.pipeline(timeline)));
        assessment.served().ifPresent(served -> report.put("replay", LoopDocument.of(served)));
        report.put("losses", PassDocument.losses(assessment.evaluation().efficiency()));
        report.put("roofline", PassDocument.roofline(assessment.roofline()));
    }

    private static void derivations(Map<String, Object> report, Assessment assessment) {
        report.put(
                "derivations",
                DerivationDocument.book(assessment.evaluation().derivations().reversed()));
    }

    private static Map<String, Object> start(StartScript script) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("engine", script.engine());
        document.put("file", script.file());
        document.put("files", script.files());
        document.put("text", script.text());
        document.put("notes", script.notes());
        return document;
    }
}

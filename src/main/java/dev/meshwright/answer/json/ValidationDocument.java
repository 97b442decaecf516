package dev.meshwright.answer.json;

import dev.meshwright.cost.uncertainty.Measure;
import dev.meshwright.lab.error.ErrorSummary;
import dev.meshwright.lab.error.Grouping;
import dev.meshwright.lab.error.Regret;
import dev.meshwright.lab.error.Validation.Starts;
import dev.meshwright.lab.error.WorstRow;
import dev.meshwright.lab.error.report.ErrorReport;
import dev.meshwright.lab.error.report.LeftOut;
import dev.meshwright.lab.error.report.MeasureErrors;
import dev.meshwright.lab.error.report.ValidationAnswer;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Predictions against measurements as plain data; shares are rounded to four decimals. */
public final class ValidationDocument {

    private ValidationDocument() {}

    private static final Map<Measure, String> NAMES = Map.of(
            Measure.TIME_TO_FIRST_TOKEN, "ttft",
            Measure.TIME_PER_OUTPUT_TOKEN, "tpot",
            Measure.THROUGHPUT, "throughput",
            Measure.STEP_TIME, "training",
            Measure.LAYER_TIME, "layer",
            Measure.MEMORY, "memory",
            Measure.WEIGHTS, "weights",
            Measure.CACHE_ROOM, "cacheRoom",
            Measure.CACHE_TOKENS, "cacheTokens",
            Measure.SPEED_UP, "speedUp");

    private static final Map<Grouping, String> GROUPS = Map.of(
            Grouping.MODEL, "by_model_path",
            Grouping.GPU, "by_system",
            Grouping.ENGINE, "by_backend",
            Grouping.PHASE, "by_phase",
            Grouping.LAYOUT, "by_layout");

    /** The document: of the only file, or of each. */
    public static Map<String, Object> of(ValidationAnswer answer) {
        Map<String, Map<String, Object>> documents = new LinkedHashMap<>();
        answer.reports()
                .forEach((name, report) -> documents.put(name, of(report, answer.fittedConstants(), answer.notes())));
        if (answer.leftOut().isEmpty()) {
            return documents.size() == 1 ? documents.values().iterator().next() : Map.of("files", documents);
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("leftOut", leftOut(answer.leftOut().get()));
        document.put("files", documents);
        return document;
    }

    private static Map<String, Object> leftOut(LeftOut left) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("fittedRows", left.used());
        document.put("ttftMedianOfMedians", rounded(left.medianOfMedians(LeftOut.Campaign::firstToken)));
        document.put("tpotMedianOfMedians", rounded(left.medianOfMedians(LeftOut.Campaign::perToken)));
        Map<String, Object> campaigns = new LinkedHashMap<>();
        left.campaigns()
                .forEach(campaign -> campaigns.put(
                        campaign.name(),
                        Map.of("ttft", errors(campaign.firstToken()), "tpot", errors(campaign.perToken()))));
        document.put("campaigns", campaigns);
        return document;
    }

    private static Map<String, Object> of(ErrorReport report, Map<String, Integer> constants, List<String> notes) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("rows", report.rows());
        document.put("predicted", report.predicted());
        report.measures().forEach(errors -> document.put(name(errors.measure()), measure(errors)));
        document.put("regret", regret(report.regret()));
        document.put("unpredicted", report.unpredicted());
        if (report.starts().known() > 0) {
            Starts starts = report.starts();
            document.put("starts", Map.of("known", starts.known(), "right", starts.right(), "wrong", starts.wrong()));
        }
        document.put("fittedConstants", constants);
        if (!notes.isEmpty()) {
            document.put("notes", notes);
        }
        return document;
    }

    /** Name of a measure in documents. */
    static String name(Measure measure) {
        return Objects.requireNonNull(NAMES.get(measure));
    }

    private static Map<String, Object> measure(MeasureErrors measure) {
        Map<String, Object> document = errors(measure.all().together());
        if (measure.measure().ofStarts() && measure.all().together().count() > 0) {
            document.put("within", within(measure.all().together().within()));
        }
        measure.groups().forEach((grouping, groups) -> {
            Map<String, Object> documents = new LinkedHashMap<>();
            groups.forEach((name, errors) -> documents.put(name, errors(errors)));
            document.put(Objects.requireNonNull(GROUPS.get(grouping)), documents);
        });
        Map<String, Object> halves = new LinkedHashMap<>();
        halves.put("fitted", errors(measure.all().fitted()));
        halves.put("heldOut", errors(measure.all().heldOut()));
        document.put("halves", halves);
        document.put(
                "worst",
                measure.worst().rows().stream().map(ValidationDocument::worst).toList());
        return document;
    }

    /** Shares of rows by the largest absolute error. */
    private static Map<String, Object> within(ErrorSummary.Within within) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("0.03", rounded(within.three()));
        document.put("0.1", rounded(within.ten()));
        document.put("0.2", rounded(within.twenty()));
        return document;
    }

    private static Map<String, Object> errors(ErrorSummary errors) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("n", errors.count());
        if (errors.count() > 0) {
            document.put("mape", rounded(errors.mean()));
            document.put("medianApe", rounded(errors.median()));
            document.put("signedMedian", rounded(errors.signed()));
        }
        return document;
    }

    private static Map<String, Object> worst(WorstRow row) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("id", row.outcome().labels().id());
        document.put("measured", row.outcome().measured());
        document.put("predicted", row.outcome().predicted().orElseThrow());
        document.put("error", rounded(row.outcome().signedError().orElseThrow()));
        row.largest().ifPresent(term -> document.put("largestTerm", term.name()));
        row.suspect().ifPresent(suspect -> {
            document.put("suspectedTerm", suspect.term());
            document.put("suspectedFactor", rounded(suspect.factor()));
        });
        return document;
    }

    private static Map<String, Object> regret(Regret regret) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("choices", regret.choices());
        if (regret.choices() > 0) {
            document.put("mean", rounded(regret.mean()));
            document.put("p90", rounded(regret.ninetieth()));
            document.put("exact", rounded(regret.exact()));
        }
        return document;
    }

    /** Four decimals, halves to even, of the exact value: as the referee rounds. */
    static double rounded(double value) {
        return new BigDecimal(value).setScale(4, RoundingMode.HALF_EVEN).doubleValue();
    }
}

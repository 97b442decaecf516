package dev.meshwright.answer.json.report;

import dev.meshwright.answer.json.DerivationDocument;
import dev.meshwright.answer.json.ValidationDocument;
import dev.meshwright.lab.error.report.ErrorReport;
import dev.meshwright.lab.error.report.MeasureErrors;
import dev.meshwright.lab.error.report.PointGroup;
import dev.meshwright.lab.error.report.ValidationAnswer;
import dev.meshwright.lab.row.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Predictions against measurements with what a report shows beside them: every predicted row. */
public final class ValidationReport {

    private ValidationReport() {}

    /** The document of {@code validate}, with {@code report}. */
    public static Map<String, Object> of(ValidationAnswer answer, String tool) {
        List<Map<String, Object>> files = new ArrayList<>();
        answer.reports().forEach((name, report) -> files.add(file(name, report)));
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("question", "validate");
        report.put("files", files);
        report.put("notes", answer.notes());
        report.put("derivations", DerivationDocument.book(answer.derivations()));
        Map<String, Object> document = new LinkedHashMap<>(ValidationDocument.of(answer));
        document.put("provenance", Map.of("tool", tool));
        document.put(ReportDocument.KEY, report);
        return document;
    }

    private static Map<String, Object> file(String name, ErrorReport report) {
        List<Map<String, Object>> measures = new ArrayList<>();
        for (MeasureErrors errors : report.measures()) {
            if (errors.all().together().count() > 0) {
                measures.add(measure(name, errors));
            }
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("name", name);
        document.put("kind", report.kind());
        document.put("rows", report.rows());
        document.put("predicted", report.predicted());
        document.put("measures", measures);
        return document;
    }

    private static Map<String, Object> measure(String file, MeasureErrors errors) {
        List<Map<String, Object>> groups = new ArrayList<>();
        for (PointGroup group : errors.points()) {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("name", group.others() ? group.groups() + " others" : group.name());
            document.put("n", group.errors().count());
            document.put("median", group.errors().median());
            document.put("mean", group.errors().mean());
            document.put(
                    "points",
                    group.outcomes().stream().map(ValidationReport::point).toList());
            groups.add(document);
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("measure", errors.measure().words());
        document.put("unit", errors.measure().dimension().name().toLowerCase(Locale.ROOT));
        document.put("n", errors.all().together().count());
        document.put("mean", errors.all().together().mean());
        document.put("median", errors.all().together().median());
        document.put("signed", errors.all().together().signed());
        document.put("quantity", errors.quantity(file));
        document.put("groups", groups);
        return document;
    }

    private static Map<String, Object> point(Outcome outcome) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("id", outcome.labels().id());
        document.put("measured", outcome.measured());
        document.put("predicted", outcome.predicted().orElseThrow());
        return document;
    }
}

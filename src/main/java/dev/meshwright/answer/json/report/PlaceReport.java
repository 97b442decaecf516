package dev.meshwright.answer.json.report;

import dev.meshwright.answer.json.DerivationDocument;
import dev.meshwright.answer.json.PlacementDocument;
import dev.meshwright.question.place.PlaceAnswer;
import java.util.LinkedHashMap;
import java.util.Map;

/** A placement of experts with what a report shows beside it: loads of the ranks before and after. */
public final class PlaceReport {

    private PlaceReport() {}

    /** The document of {@code place}, with {@code report}. */
    public static Map<String, Object> of(PlaceAnswer answer, String tool) {
        Map<String, Object> before = new LinkedHashMap<>();
        before.put("name", answer.before().placer());
        before.put("maxOverMean", answer.before().maxOverMean(answer.problem()));
        Map<String, Object> loads = new LinkedHashMap<>();
        loads.put("before", answer.rankLoads(answer.before().placement()));
        loads.put("after", answer.rankLoads(answer.placed().placement()));
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("question", "place");
        report.put("ranks", answer.problem().ranks());
        report.put("nodes", answer.problem().nodes());
        report.put("layers", answer.problem().layers());
        report.put("experts", answer.problem().experts());
        report.put("slots", answer.problem().slots());
        report.put("before", before);
        report.put("rankLoads", loads);
        report.put("derivations", DerivationDocument.book(answer.derivations()));
        Map<String, Object> document = PlacementDocument.of(answer);
        document.put("provenance", Map.of("tool", tool));
        document.put(ReportDocument.KEY, report);
        return document;
    }
}

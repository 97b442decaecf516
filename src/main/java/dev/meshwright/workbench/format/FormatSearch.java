package dev.meshwright.workbench.format;

import dev.meshwright.answer.FormatComparison;
import dev.meshwright.answer.SearchAnswer;
import dev.meshwright.io.problem.ProblemDocument;
import dev.meshwright.workbench.SearchRequest;
import dev.meshwright.workbench.Watch;
import dev.meshwright.workbench.Workbench;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Searches in every format of the weights that a problem lists, one after the other.
 *
 * @param workbench that searches
 */
public record FormatSearch(Workbench workbench) {

    /** The answer in the best format; where nothing is feasible in any, that in the first. */
    public ComparedFormats answer(SearchRequest request, Watch watch) {
        Map<String, ProblemDocument> formats = request.problem().formats();
        if (formats.isEmpty()) {
            return new ComparedFormats(request, workbench.search(request, watch), Optional.empty());
        }
        Map<String, SearchRequest> requests = new LinkedHashMap<>();
        Map<String, SearchAnswer> answers = new LinkedHashMap<>();
        formats.forEach((label, document) -> {
            SearchRequest asked = request.about(document);
            requests.put(label, asked);
            answers.put(label, workbench.search(asked, watch));
        });
        FormatComparison comparison = FormatComparison.of(answers);
        String best =
                comparison.best().orElseGet(() -> formats.keySet().iterator().next());
        return new ComparedFormats(
                Objects.requireNonNull(requests.get(best)),
                Objects.requireNonNull(answers.get(best)),
                Optional.of(comparison));
    }
}

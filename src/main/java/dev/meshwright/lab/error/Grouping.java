package dev.meshwright.lab.error;

import dev.meshwright.lab.row.Outcome;
import dev.meshwright.lab.row.RowLabels;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What error tables can be broken down by. */
public enum Grouping {
    MODEL(RowLabels::model),
    GPU(RowLabels::gpu),
    ENGINE(RowLabels::engine),
    PHASE(labels -> labels.phase().words()),
    LAYOUT(RowLabels::layout);

    private final Function<RowLabels, String> label;

    Grouping(Function<RowLabels, String> label) {
        this.label = label;
    }

    /** The group of a row. */
    public String of(RowLabels labels) {
        return label.apply(labels);
    }

    /** Outcomes by group, groups in alphabetical order. */
    public Map<String, List<Outcome>> split(List<Outcome> outcomes) {
        return outcomes.stream()
                .collect(Collectors.groupingBy(outcome -> of(outcome.labels()), TreeMap::new, Collectors.toList()));
    }
}

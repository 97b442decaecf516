package dev.meshwright.answer;

import dev.meshwright.answer.explain.Rival;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.question.search.SearchResult.Candidate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The best layout of a model in each of some formats of its weights.
 *
 * @param formats in the order in which they were asked for
 * @param best label of the format whose layout is best; empty where nothing is feasible in any
 */
public record FormatComparison(List<Format> formats, Optional<String> best) {

    /** What no cost model knows. */
    public static final String ACCURACY =
            "Formats differ in the accuracy of answers, which is not modelled: whether one will do is yours to measure.";

    public FormatComparison {
        formats = List.copyOf(formats);
    }

    /**
     * One format.
     *
     * @param label of the weights
     * @param winner the best layout; empty where none is feasible or none was found in time
     * @param behind share by which it is worse than the best of all formats; empty without a layout
     * @param gap by which another layout in the same format may be better; empty without a layout
     * @param meetsTargets whether it misses no target
     */
    public record Format(
            String label,
            Optional<Candidate> winner,
            OptionalDouble behind,
            OptionalDouble gap,
            boolean meetsTargets) {}

    /** Compares answers by label: a layout that meets the targets is better than any that does not. */
    public static FormatComparison of(Map<String, SearchAnswer> answers) {
        Optional<String> best = Optional.empty();
        for (String label : answers.keySet()) {
            Optional<SearchAnswer.Found> found = found(answers, label);
            Optional<SearchAnswer.Found> leading = best.flatMap(known -> found(answers, known));
            if (found.isPresent() && (leading.isEmpty() || better(found.get(), leading.get()))) {
                best = Optional.of(label);
            }
        }
        Optional<SearchAnswer.Found> winner = best.flatMap(label -> found(answers, label));
        List<Format> formats = new ArrayList<>();
        for (String label : answers.keySet()) {
            Optional<SearchAnswer.Found> found = found(answers, label);
            formats.add(new Format(
                    label,
                    found.map(answer -> answer.argument().winner()),
                    found.isPresent() && winner.isPresent()
                            ? OptionalDouble.of(behind(winner.get(), found.get()))
                            : OptionalDouble.empty(),
                    found.isPresent()
                            ? OptionalDouble.of(found.get().argument().proof().gap())
                            : OptionalDouble.empty(),
                    found.filter(answer -> !answer.missesTarget()).isPresent()));
        }
        return new FormatComparison(formats, best);
    }

    private static Optional<SearchAnswer.Found> found(Map<String, SearchAnswer> answers, String label) {
        return answers.get(label) instanceof SearchAnswer.Found found ? Optional.of(found) : Optional.empty();
    }

    private static boolean better(SearchAnswer.Found one, SearchAnswer.Found other) {
        return one.missesTarget() == other.missesTarget() ? behind(one, other) > 0 : other.missesTarget();
    }

    private static double behind(SearchAnswer.Found winner, SearchAnswer.Found loser) {
        Problem problem = winner.problem();
        return Rival.behind(
                problem, winner.argument().winner(), loser.argument().winner());
    }
}

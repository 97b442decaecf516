package dev.meshwright.question.check;

import dev.meshwright.base.quantity.Figures;
import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.cost.evaluation.Ranking;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.layout.Violation;
import dev.meshwright.layout.rule.DegreeRules;
import dev.meshwright.question.check.Completion.Completed;
import dev.meshwright.question.check.Reading.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which of several readings of a plan its author means: one that the cluster holds before one that it does not, what the
 * engine can run and names so before anything else, what works, a product of degrees that is the number of GPUs, and
 * among equals the better one.
 */
final class ReadingChoice {

    /** Other readings that are named. */
    private static final int MOST_NAMED = 2;

    private final Problem problem;
    private final Ranking ranking;
    private final Comparator<Judged> better;

    /**
     * A reading, completed.
     *
     * @param reading which
     * @param problem with as many GPUs as it needs
     * @param costModel of that problem
     * @param completed degrees, and the layout that they make where that works
     */
    record Judged(Reading reading, Problem problem, CostModel costModel, Completed completed) {}

    ReadingChoice(Problem problem) {
        this.problem = problem;
        this.ranking = new Ranking(problem);
        this.better = Comparator.comparingLong(this::missingGpus)
                .thenComparing(judged -> !judged.reading().runsOn(problem))
                .thenComparing(judged -> !judged.reading().ownMeaning(problem))
                .thenComparing(judged -> !works(judged))
                .thenComparingInt(judged -> broken(judged).size())
                .thenComparing(judged -> !exact(judged))
                .thenComparing(judged -> worth(judged), Comparator.reverseOrder());
    }

    /** The best first; readings that are equal stay in order. */
    List<Judged> ordered(List<Judged> readings) {
        return readings.stream().sorted(better).toList();
    }

    /** What was read, why, and what else it could mean; empty where nothing had to be derived. */
    Optional<String> note(List<Judged> ordered) {
        Judged chosen = ordered.getFirst();
        String words = chosen.reading().words();
        boolean alone = ordered.size() == 1;
        if (alone && (words.isEmpty() || chosen.reading().kind() == Kind.HEADLINE)) {
            return Optional.empty();
        }
        StringBuilder note = new StringBuilder("Read as ").append(name(chosen));
        note.append(words.isEmpty() ? "" : ": " + words).append('.');
        List<String> others = new ArrayList<>();
        for (Judged other : ordered.subList(1, Math.min(ordered.size(), 1 + MOST_NAMED))) {
            others.add(name(other)
                    + (other.reading().words().isEmpty()
                            ? ""
                            : " (" + other.reading().words() + ")") + ", " + defeat(chosen, other));
        }
        if (!others.isEmpty()) {
            note.append(" Not as ").append(String.join("; nor as ", others)).append('.');
        }
        return Optional.of(note.toString());
    }

    private static String name(Judged judged) {
        return judged.completed().degrees().shortName();
    }

    /** The first point in which {@code other} is behind. */
    private String defeat(Judged chosen, Judged other) {
        if (missingGpus(other) > missingGpus(chosen)) {
            return "which takes " + Figures.count(other.reading().gpus()) + " GPUs where the cluster has "
                    + Figures.count(problem.cluster().gpus());
        }
        String engine = problem.engine().orElse("");
        if (chosen.reading().runsOn(problem) && !other.reading().runsOn(problem)) {
            return "which " + engine + " cannot run";
        }
        if (chosen.reading().ownMeaning(problem) && !other.reading().ownMeaning(problem)) {
            return "which is not how " + engine + " counts";
        }
        if (works(chosen) && !works(other)) {
            List<Violation> broken = broken(other);
            return broken.isEmpty()
                    ? "which fits into no memory or misses a target"
                    : "which breaks " + broken.getFirst().constraint().label();
        }
        if (broken(chosen).size() < broken(other).size()) {
            return "which breaks " + broken(other).getFirst().constraint().label();
        }
        if (exact(chosen) && !exact(other)) {
            return "as one instance of the other is just the "
                    + Figures.count(problem.cluster().gpus()) + " GPUs of the cluster";
        }
        return worth(chosen) > worth(other)
                ? "which reaches " + figure(other) + " where the other reaches " + figure(chosen)
                : "which is no better";
    }

    private String figure(Judged judged) {
        Performance performance =
                judged.completed().candidate().orElseThrow().evaluation().performance();
        return switch (problem.objective()) {
            case THROUGHPUT -> Figures.tokensPerSecond(performance.tokensPerSecond());
            case LATENCY -> Figures.seconds(ranking.latencySeconds(performance));
            case GPUS, COST ->
                Figures.tokensPerSecond(performance.tokensPerSecond()) + " on "
                        + Figures.number(judged.completed().degrees().gpus(), "GPU");
        };
    }

    private long missingGpus(Judged judged) {
        return Math.max(0, judged.reading().gpus() - problem.cluster().gpus());
    }

    private static boolean works(Judged judged) {
        return judged.completed().candidate().isPresent();
    }

    private List<Violation> broken(Judged judged) {
        return works(judged)
                ? List.of()
                : new DegreeRules(problem).violations(judged.completed().degrees());
    }

    /** A product of what was written that is the whole cluster is no accident. */
    private boolean exact(Judged judged) {
        return judged.reading().gpus() == problem.cluster().gpus();
    }

    private double worth(Judged judged) {
        return judged.completed()
                .candidate()
                .map(candidate -> ranking.worth(candidate.layout(), candidate.evaluation()))
                .orElse(Double.NEGATIVE_INFINITY);
    }
}

package dev.meshwright.answer.explain;

import dev.meshwright.base.quantity.Figures;
import dev.meshwright.cost.evaluation.Ranking;
import dev.meshwright.layout.Degrees;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Which of several layouts that measurements may not tell apart is the simplest to run: with fewest kinds of parallelism, then
 * by {@link Ranking#SIMPLER}. The proof is about the best; this is for who has to choose.
 */
final class Simplicity {

    /** The simplest first. */
    static final Comparator<Degrees> SIMPLEST =
            Comparator.comparingInt(Simplicity::kinds).thenComparing(Ranking.SIMPLER);

    private Simplicity() {}

    /**
     * Kinds of parallelism: tensor, data, pipeline and context parallelism, interleaving, copies of experts, and how experts are
     * shared out, which is no kind of its own where they are split like attention.
     */
    static int kinds(Degrees degrees) {
        boolean likeAttention = degrees.expert() == 1 && degrees.data() == 1;
        int experts = likeAttention
                ? 0
                : (int) IntStream.of(degrees.expert(), degrees.expertTensor())
                        .filter(ways -> ways > 1)
                        .count();
        return experts
                + (int) IntStream.of(
                                degrees.tensor(),
                                degrees.data(),
                                degrees.pipeline(),
                                degrees.context(),
                                degrees.virtualStages(),
                                degrees.expertData())
                        .filter(ways -> ways > 1)
                        .count();
    }

    /** The simplest of the rivals within the model's uncertainty; empty where none is simpler than the winner. */
    static Optional<Rival> simpler(Degrees winner, List<Rival> rivals) {
        return rivals.stream()
                .filter(Rival::withinUncertainty)
                .min(Comparator.comparing(Simplicity::degrees, SIMPLEST))
                .filter(rival -> SIMPLEST.compare(degrees(rival), winner) < 0 && kinds(degrees(rival)) < kinds(winner));
    }

    private static Degrees degrees(Rival rival) {
        return rival.candidate().layout().degrees();
    }

    /** Which of the winner and the rivals within the model's uncertainty is the simplest; empty where there are none. */
    static String sentence(Degrees winner, List<Rival> rivals) {
        if (rivals.stream().noneMatch(Rival::withinUncertainty)) {
            return "";
        }
        return simpler(winner, rivals)
                .map(rival -> " The simplest of them, with fewest kinds of parallelism, is "
                        + degrees(rival).shortName() + ", " + Figures.percent(rival.behind()) + " behind.")
                .orElse(" None of them is simpler than the winner.");
    }
}

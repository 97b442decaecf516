package dev.meshwright.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.facts.workload.RecordedLoads;
import dev.meshwright.question.place.PlaceAnswer;
import dev.meshwright.question.place.PlaceRequest;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Whoever allows more moves never gets a worse placement, and the usual number is no exception. */
class MoreMovesTest {

    private static final int USUAL = -1;

    private final Workbench workbench = new Workbench();

    private static RecordedLoads drawn(SplittableRandom random, int layers, int experts) {
        double[][] loads = new double[layers][experts];
        for (double[] layer : loads) {
            for (int expert = 0; expert < experts; expert++) {
                layer[expert] = Math.exp(random.nextDouble() * 3);
            }
        }
        return new RecordedLoads("drawn", loads, 0, 0, Optional.empty());
    }

    private double busiest(List<RecordedLoads> loads, int ranks, int slots, long moves) {
        PlaceRequest plain = PlaceRequest.of(loads, ranks);
        PlaceRequest request = new PlaceRequest(
                loads,
                new PlaceRequest.Shape(ranks, 1, slots, "same", false),
                plain.routing(),
                plain.aim(),
                plain.question(),
                plain.migration(),
                false,
                new PlaceRequest.Effort(moves, 1, Optional.empty()));
        PlaceAnswer answer = workbench.place(request, Watch.NONE);
        return answer.meanMaxOverMean();
    }

    @Test
    void moreMovesAreNeverWorse() {
        SplittableRandom random = new SplittableRandom(3);
        for (int number = 0; number < 12; number++) {
            List<RecordedLoads> loads = List.of(drawn(random, 3, 8));
            double before = Double.POSITIVE_INFINITY;
            for (long moves : new long[] {0, 70, 100, 200, 300, 1_000, 2_500, 3_000}) {
                double reached = busiest(loads, 4, 12, moves);
                assertThat(reached).as("loads %d, %d moves", number, moves).isLessThanOrEqualTo(before);
                before = reached;
            }
            assertThat(busiest(loads, 4, 12, USUAL))
                    .as("usual moves, loads %d", number)
                    .isEqualTo(before);
            assertThat(busiest(loads, 4, 12, 10_000)).isLessThanOrEqualTo(before);
        }
    }
}

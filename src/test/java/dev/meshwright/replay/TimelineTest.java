package dev.meshwright.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A loop over time in few moments. */
class TimelineTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 239, 240, 241, 480, 1_000, 100_000})
    void momentsAreEquallyFarApartAndFew(int steps) {
        Timeline timeline = new Timeline();
        for (int step = 1; step <= steps; step++) {
            timeline.step(0.5 * step, step, 2 * step, 0.25);
        }
        List<Timeline.Moment> moments = timeline.moments();
        assertThat(moments).hasSizeBetween(Math.min(steps, 120), 240);
        long stride = moments.getFirst().steps();
        for (int number = 0; number < moments.size(); number++) {
            Timeline.Moment moment = moments.get(number);
            assertThat(moment.steps()).isEqualTo(stride * (number + 1));
            assertThat(moment.seconds()).isEqualTo(0.5 * moment.steps());
            assertThat(moment.running()).isEqualTo((int) moment.steps());
            assertThat(moment.waiting()).isEqualTo(2 * (int) moment.steps());
        }
        assertThat(steps - moments.getLast().steps()).isLessThan(stride);
    }

    @Test
    void shortLoopsAreWhole() {
        Timeline timeline = new Timeline();
        timeline.step(1, 3, 0, 0.5);
        assertThat(timeline.moments()).containsExactly(new Timeline.Moment(1, 1, 3, 0, 0.5));
    }
}

package dev.meshwright.cost.bound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.Problems;
import dev.meshwright.cost.engine.EngineConstants;
import dev.meshwright.cost.engine.EngineProfile;
import dev.meshwright.cost.serving.ContinuousBatching;
import dev.meshwright.cost.serving.PassTimes;
import dev.meshwright.cost.serving.PromptSteps;
import dev.meshwright.facts.problem.Assumptions.Engine;
import dev.meshwright.facts.workload.Workload.Serving;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Family;
import dev.meshwright.layout.IntRange;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The batches of a box, and the law of steps for all of them at once, written down a second time with times of passes as given. */
class ServingFamilyTest {

    private static final Serving SERVING = (Serving) Problems.serving(3000, 200);

    private static BatchBox box(int data, int smallest, int largest, int fewest, int most) {
        Degrees degrees = Problems.degrees(8, 1, data, 1, 2, 1, smallest, fewest);
        return BatchBox.of(
                Family.of(degrees).with(IntRange.of(1), new IntRange(smallest, largest), new IntRange(fewest, most)));
    }

    /** 3 to 50 sequences in a micro-batch and 2 to 4 of them: 6 to 200 in flight. */
    @Test
    void boxesHaveEnds() {
        BatchBox box = box(1, 3, 50, 2, 4);
        assertThat(box.least()).isEqualTo(3 * 2);
        assertThat(box.inFlight()).isEqualTo(50 * 4);
        assertThat(box.small().microBatch()).isEqualTo(3);
        assertThat(box.large().microBatch()).isEqualTo(50);
        assertThat(List.of(box.small(), box.large())).allMatch(degrees -> degrees.microBatches() == 4);
    }

    /** With 61 in flight a micro-batch has 61 / 2 = 30 at most, and 61 / 3 = 20 micro-batches are more than four. */
    @Test
    void fewerSequencesInFlightNarrowABox() {
        BatchBox box = box(1, 3, 50, 2, 4);
        assertThat(box.limited(200)).isSameAs(box);
        assertThat(box.limited(1e9)).isSameAs(box);
        BatchBox fewer = box.limited(61.9);
        assertThat(List.of(
                        (long) fewer.smallest(),
                        (long) fewer.largest(),
                        (long) fewer.fewest(),
                        (long) fewer.most(),
                        fewer.inFlight()))
                .containsExactly(3L, 30L, 2L, 4L, 61L);
        assertThat(box.limited(10).most()).isEqualTo(10 / 3);
        assertThat(box.limited(1).inFlight())
                .as("never fewer than the smallest batch has")
                .isEqualTo(6);
        // 1 s, of which 0.2 s are fixed and 10 ms are of each sequence: 80 sequences.
        assertThat(box.within(1, 0.2, 0.01).inFlight()).isEqualTo(80);
        assertThat(box.within(Double.POSITIVE_INFINITY, 0.2, 0.01)).isSameAs(box);
    }

    /** Two micro-batches of 3 to 50 sequences at least, four at most. */
    @Test
    void passesHaveAFewestAndAMost() {
        BatchBox box = box(1, 3, 50, 2, 4);
        PassTimes small = new PassTimes(0.05, 0.03);
        PassTimes large = new PassTimes(1.6, 1.1);
        PassRange range = new PassRange(box, small, large, true);
        assertThat(range.cycle()).isEqualTo(2 * 0.03);
        assertThat(new PassRange(box, new PassTimes(0.05, 0.02), large, true).cycle())
                .isEqualTo(0.05);
        assertThat(range.longestPerSequence()).isEqualTo(1.1 / 50);
        assertThat(range.wayPerSequence()).isEqualTo(1.6 / (50 * 4));
        assertThat(range.cyclePerSequence()).isEqualTo(1.1 / 50);
        PassRange other = new PassRange(box, small, large, false);
        assertThat(other.longestPerSequence()).isEqualTo(0.03 / 50);
        assertThat(other.wayPerSequence()).isEqualTo(0.05 / 200);
        assertThat(new PassRange(box, new PassTimes(5, 0.03), large, true).wayPerSequence())
                .isEqualTo(5 / 200.0);
        assertThat(new PassRange(box, new PassTimes(5, 2), large, true).longestPerSequence())
                .isEqualTo(2 / 50.0);
        assertThat(new PassRange(box, new PassTimes(9, 0.03), large, false).cyclePerSequence())
                .isEqualTo(9 / 200.0);
        PassRange narrow = range.narrowed(box.limited(100));
        assertThat(narrow.large()).isEqualTo(new PassTimes(1.6, 1.1));
        assertThat(range.narrowed(box.limited(40)).large())
                .isEqualTo(new PassTimes(1.6 * (20 / 50.0), 1.1 * (20 / 50.0)));
    }

    /** Passes of which the way of all micro-batches, the slowest stage, or prompts take longest. */
    private static final List<PassTimes[]> TIMES = List.of(
            new PassTimes[] {
                new PassTimes(0.05, 0.01), new PassTimes(0.1, 0.03), new PassTimes(0.06, 0.02), new PassTimes(0.3, 0.1)
            },
            new PassTimes[] {
                new PassTimes(0.02, 0.019),
                new PassTimes(0.21, 0.2),
                new PassTimes(0.03, 0.029),
                new PassTimes(0.32, 0.3)
            },
            new PassTimes[] {
                new PassTimes(0.004, 0.001), new PassTimes(0.03, 0.02), new PassTimes(0.9, 0.2), new PassTimes(1.9, 1.2)
            },
            new PassTimes[] {
                new PassTimes(0.01, 0.008), new PassTimes(0.9, 0.7), new PassTimes(0.02, 0.015), new PassTimes(2.5, 2.2)
            });

    @ParameterizedTest
    @EnumSource(Engine.class)
    void theLawOfStepsHoldsForAllBatches(Engine engine) {
        EngineProfile profile = EngineProfile.of(engine, EngineConstants.standard());
        List<BatchBox> boxes = new ArrayList<>(
                List.of(box(1, 4, 4, 2, 2), box(1, 3, 60, 2, 4), box(1, 1, 300, 1, 3), box(1, 40, 64, 1, 1)));
        if (profile.promptHoldSteps() == 0) {
            boxes.add(box(4, 2, 90, 2, 3));
        }
        for (BatchBox box : boxes) {
            for (PassTimes[] times : TIMES) {
                says(profile, box, times);
            }
        }
    }

    private static void says(EngineProfile engine, BatchBox box, PassTimes[] times) {
        PassRange decode = new PassRange(box, times[0], times[1], true);
        ServingFamily family = ServingFamily.of(
                SERVING,
                engine,
                box,
                decode,
                (degrees, pass) -> degrees.microBatch() == box.smallest() ? times[2] : times[3]);
        boolean own = engine.ownPromptStep();
        ContinuousBatching small = new ContinuousBatching(SERVING, box.small(), engine);
        ContinuousBatching large = new ContinuousBatching(SERVING, box.large(), engine);
        PromptSteps least = small.promptSteps(box.smallest(), box.smallest());
        PromptSteps fewest = small.promptSteps(box.smallest(), box.largest());
        PromptSteps most = large.promptSteps(box.largest(), box.largest());
        PromptSteps far = large.promptSteps(box.largest(), box.smallest());
        boolean alike = !own
                && engine.launches(small.promptPass(
                                fewest.prompts(), least.chunks(), least.ranksWithPrompts(), fewest.decodingShare()))
                        == engine.launches(large.promptPass(
                                fewest.prompts(), least.chunks(), least.ranksWithPrompts(), most.decodingShare()));
        PassRange prompts =
                new PassRange(box, times[2], alike && box.smallest() < box.largest() ? times[3] : times[2], alike);
        double inFlight = box.inFlight();
        // The share of steps with prompts is lowest for the smallest batch, less the part of its own prompt.
        double perStep = 1 / engine.stepsPerAnswer(200);
        double low = engine.promptInterference()
                * Math.max(0, least.perDecodeStep() - perStep / (fewest.prompts() * box.fewest()));
        double high = engine.promptInterference()
                * Math.max(0, most.perDecodeStep() - perStep / (far.prompts() * box.most()));
        double middle = Math.clamp(1, low, Math.max(low, high));

        double decodeStep =
                engine.stepSeconds(box.least()) + Math.max(box.fewest() * times[0].maxSeconds(), times[0].sumSeconds());
        double overhead = own ? engine.stepSeconds() : engine.stepSeconds(box.least());
        double round = overhead + Math.max(box.fewest() * times[2].maxSeconds(), times[2].sumSeconds());
        double token = Math.min(
                engine.secondsPerToken(low, decodeStep, round), engine.secondsPerToken(middle, decodeStep, round));
        close(family.stepSeconds(), decodeStep);
        close(family.perOutputToken(), token / engine.tokensPerDecodeStep());

        double handling = engine.requestSeconds() + 3000 * engine.inputTokenSeconds();
        double reading = least.chunks()
                * (own
                        ? engine.stepSeconds() + times[2].sumSeconds()
                        : engine.stepSeconds(box.least())
                                + Math.max(
                                        (box.fewest() - 1) * times[0].maxSeconds() + times[2].maxSeconds(),
                                        times[2].sumSeconds()));
        double first = handling + engine.waitSteps() * token + reading;
        close(family.firstToken(), first);
        double answering = engine.stepsPerAnswer(200) - 1;
        close(family.life(), first + answering * token);

        // The same per sequence in flight, where larger batches are cheaper.
        double fixed = engine.stepSeconds(box.inFlight()) / inFlight;
        double stepEach = fixed + decode.cyclePerSequence();
        double roundEach = (own ? engine.stepSeconds() / inFlight : fixed) + prompts.cyclePerSequence();
        double readingEach = own
                ? reading / inFlight
                : Math.max(
                        reading / inFlight,
                        least.chunks()
                                * (fixed
                                        + Math.max(
                                                (1 - 1.0 / box.fewest()) * decode.longestPerSequence()
                                                        + prompts.longestPerSequence() / box.most(),
                                                prompts.wayPerSequence())));
        double sharedEach = engine.promptInterference()
                * far.perDecodeStep()
                / box.largest()
                * Math.max(0, 1 - most.ranksWithPrompts() / box.least());
        double tokenEach = Math.max(
                token / inFlight,
                Math.max(
                        Math.min(
                                engine.secondsPerToken(low, stepEach, roundEach),
                                engine.secondsPerToken(middle, stepEach, roundEach)),
                        (own ? 1 : Math.max(0, 1 - high)) * stepEach
                                + sharedEach * (engine.stepSeconds() / box.most() + times[2].maxSeconds())));
        double lifeEach = handling / inFlight + readingEach + (engine.waitSteps() + answering) * tokenEach;
        close(family.lifePerSequence(), Math.max((first + answering * token) / inFlight, lifeEach));
    }

    private static void close(double actual, double expected) {
        assertThat(actual).isPositive().isCloseTo(expected, within(1e-12 * Math.max(1, expected)));
    }
}

package dev.meshwright.cost.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.meshwright.cost.exact.BenchmarkSimulation;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromptStepsTest {

    @Test
    void promptsArriveAsPoissonsProcess() {
        PromptSteps steps = PromptSteps.of(64, 1, 900, 8, 1, 0, false);
        double arrivals = 64.0 / 900;
        assertThat(steps.perDecodeStep()).isCloseTo(1 - Math.exp(-arrivals), within(1e-12));
        assertThat(steps.prompts()).isCloseTo(arrivals / (1 - Math.exp(-arrivals)), within(1e-12));
        assertThat(steps.ofOthers()).isCloseTo(steps.perDecodeStep() * 63 / 64, within(1e-12));
    }

    /** Eight micro-batches of one sequence: it waits for the prompts of the seven others, as one of eight in a micro-batch does. */
    @Test
    void sequencesWaitForThePromptsOfOtherMicroBatches() {
        PromptSteps steps = PromptSteps.of(1, 8, 1000, 8, 1, 0, false);
        assertThat(steps.perDecodeStep()).isCloseTo(1 - Math.exp(-1.0 / 1000), within(1e-12));
        assertThat(steps.ofOthers()).isCloseTo(steps.perDecodeStep() * 7 / 8, within(1e-12));
        double together = PromptSteps.of(8, 1, 1000, 8, 1, 0, false).ofOthers();
        assertThat(8 * steps.ofOthers()).isCloseTo(together, withinPercentage(1));
    }

    @Test
    void aStepTakesNoMorePromptsThanItHasRoomFor() {
        PromptSteps steps = PromptSteps.of(128, 1, 128, 1, 1, 0, false);
        assertThat(steps.prompts()).isEqualTo(1);
        assertThat(steps.perDecodeStep()).isEqualTo(1);
    }

    @Test
    void aLoneSequenceSeesNoOthers() {
        assertThat(PromptSteps.of(1, 1, 1000, 8, 1, 0, false).ofOthers()).isZero();
    }

    /** Prompts on one of four ranks hold up all: a step is free of them with (1 - p)^4. Their number stays the same. */
    @Test
    void ranksThatStepTogetherWaitForEachOthersPrompts() {
        PromptSteps alone = PromptSteps.of(64, 1, 900, 8, 1, 0, false);
        PromptSteps together = PromptSteps.of(64, 1, 900, 8, 4, 0, false);
        double p = alone.perDecodeStep();
        assertThat(together.perDecodeStep()).isCloseTo(1 - Math.pow(1 - p, 4), within(1e-12));
        assertThat(together.ofOthers()).isCloseTo(together.perDecodeStep() - p / 64, within(1e-12));
        assertThat(together.prompts()).isEqualTo(alone.prompts());
        assertThat(together.ranksWithPrompts() * together.perDecodeStep()).isCloseTo(p, within(1e-12));
    }

    /** Ranks that wait for each other without end wait for the slowest of the seven others: 1 + 1/2 + ... + 1/7 arrivals. */
    @Test
    void promptsAreHeldUntilAllRanksHaveSome() {
        PromptSteps steps = PromptSteps.of(10, 1, 1000, 1000, 8, 1_000_000, false);
        double harmonic = 1 + 1 / 2.0 + 1 / 3.0 + 1 / 4.0 + 1 / 5.0 + 1 / 6.0 + 1 / 7.0;
        double wait = 100 * harmonic;
        double gathered = 1 / 8.0 + harmonic;
        assertThat(steps.perDecodeStep()).isCloseTo(1 / (100 / 8.0 + wait), within(1e-9));
        assertThat(steps.ranksWithPrompts()).isCloseTo(1, within(1e-12));
        assertThat(steps.prompts()).isCloseTo(gathered, within(1e-12));
        assertThat(steps.heldSteps()).isCloseTo(wait * (1 + 4 * harmonic) / (1 + 8 * harmonic), within(1e-9));
        assertThat(PromptSteps.of(10, 1, 1000, 1000, 1, 1_000_000, false).heldSteps())
                .isZero();
    }

    /** The same against ranks with Poisson arrivals, step by step. */
    @ParameterizedTest
    @CsvSource({"32, 920, 8, 50", "8, 920, 4, 50", "64, 7373, 8, 50", "128, 1000, 16, 20"})
    void heldPromptsAgreeWithASimulation(double sequences, int outputTokens, int ranks, int mostHeld) {
        PromptSteps steps = PromptSteps.of(sequences, 1, outputTokens, 1000, ranks, mostHeld, false);
        Random random = new Random(1);
        double arrivals = sequences / outputTokens;
        long decodeSteps = 400_000;
        double[] waiting = new double[ranks];
        double held = 0;
        double prompts = 0;
        long withPrompts = 0;
        long ranksWithPrompts = 0;
        int since = -1;
        for (long step = 0; step < decodeSteps; step++) {
            for (int rank = 0; rank < ranks; rank++) {
                waiting[rank] += random.nextDouble() < arrivals ? 1 : 0;
            }
            double all = Arrays.stream(waiting).sum();
            boolean everywhere = Arrays.stream(waiting).allMatch(count -> count > 0);
            since = all > 0 ? since + 1 : -1;
            if (everywhere || since >= mostHeld) {
                withPrompts++;
                prompts += all;
                ranksWithPrompts +=
                        Arrays.stream(waiting).filter(count -> count > 0).count();
                Arrays.fill(waiting, 0);
                since = -1;
            } else {
                held += all;
            }
        }
        assertThat(steps.perDecodeStep()).isCloseTo((double) withPrompts / decodeSteps, withinPercentage(6));
        assertThat(steps.heldSteps()).isCloseTo(held / prompts, withinPercentage(6));
        assertThat(steps.ranksWithPrompts())
                .isCloseTo((double) ranksWithPrompts / (withPrompts * ranks), withinPercentage(6));
        assertThat(steps.prompts()).isCloseTo(prompts / ranksWithPrompts, withinPercentage(6));
    }

    /** A prompt of ten steps: as many steps with a tenth of it each. A fifth of a sequence's life of 50 steps has its own. */
    @Test
    void promptsLongerThanAStepAreReadInParts() {
        PromptSteps steps = PromptSteps.of(1, 1, 41, 0.1, 1, 0, false);
        assertThat(steps.prompts()).isEqualTo(0.1);
        assertThat(steps.chunks()).isEqualTo(10);
        assertThat(steps.ofOneRank()).isCloseTo(10.0 / 41, within(1e-12));
        assertThat(steps.ofOthers()).isCloseTo(0, within(1e-12));
        assertThat(steps.decodingShare()).isCloseTo(41.0 / 50, within(1e-12));
        PromptSteps four = PromptSteps.of(1, 1, 41, 0.1, 4, 0, false);
        assertThat(four.ofOthers()).isCloseTo((50 * (1 - Math.pow(0.8, 4)) - 10) / 41, within(1e-12));
    }

    /** More parts than steps: ten sequences take 100 steps in turn, of which one writes 20 tokens; two of ten decode. */
    @Test
    void fullStepsAreTakenInTurn() {
        PromptSteps steps = PromptSteps.of(10, 1, 20, 0.1, 1, 0, false);
        assertThat(20 * steps.perDecodeStep()).isCloseTo(100, within(1e-9));
        assertThat(20 * steps.ofOthers()).isCloseTo(90, within(1e-9));
        assertThat(10 * steps.decodingShare()).isCloseTo(2, within(1e-9));
    }

    /** Ranks of one sequence each that read c steps and write for 1 to 2 O - 3, step by step. */
    @ParameterizedTest
    @CsvSource({"8, 10, 60", "8, 122, 64", "4, 3, 200", "16, 1, 100"})
    void partsOnSeveralRanksAgreeWithASimulation(int ranks, int chunks, int outputTokens) {
        PromptSteps steps = PromptSteps.of(1, 1, outputTokens, 1.0 / chunks, ranks, 0, false);
        Random random = new Random(1);
        int[] reading = new int[ranks];
        int[] writing = new int[ranks];
        long decoded = 0;
        long beside = 0;
        long all = 400_000;
        for (long step = 0; step < all; step++) {
            for (int rank = 0; rank < ranks; rank++) {
                if (reading[rank] + writing[rank] == 0) {
                    reading[rank] = chunks;
                    writing[rank] = 1 + random.nextInt(2 * outputTokens - 3);
                }
            }
            boolean prompts = Arrays.stream(reading).anyMatch(left -> left > 0);
            if (reading[0] == 0) {
                decoded++;
                beside += prompts ? 1 : 0;
            }
            for (int rank = 0; rank < ranks; rank++) {
                writing[rank] -= reading[rank] > 0 ? 0 : 1;
                reading[rank] -= reading[rank] > 0 ? 1 : 0;
            }
        }
        double share = steps.ofOthers() * outputTokens / (outputTokens - 1);
        assertThat((double) beside / decoded).isCloseTo(share, within(0.02 + 0.03 * share));
    }

    /** The closed forms against the engine step by step; per mean length 0.9 of the nominal one. */
    @ParameterizedTest
    @CsvSource({
        "4, 8192, 1024, 0.020, 1.3e-4",
        "16, 8192, 1024, 0.024, 1.3e-4",
        "32, 8192, 1024, 0.028, 1.3e-4",
        "8, 1024, 1024, 0.010, 3e-5",
        "64, 1024, 1024, 0.015, 3e-5",
        "128, 1024, 1024, 0.020, 3e-5"
    })
    void agreesWithASimulation(int clients, int input, int output, double decode, double perToken) {
        BenchmarkSimulation.Result simulated =
                new BenchmarkSimulation(clients, input, output, decode, perToken, 8192, 0.8, false).run(1);
        double prompt = 0.9 * input * perToken;
        double room = (8192.0 - clients) / (0.9 * input);
        PromptSteps steps = PromptSteps.of(clients, 1, (int) (0.9 * output), room, 1, 0, false);
        double timePerOutputToken = decode + steps.ofOthers() * steps.prompts() * prompt;
        assertThat(timePerOutputToken).isCloseTo(simulated.timePerOutputToken(), within(0.04 * timePerOutputToken));
        double full = Math.min(clients, Math.max(1, Math.floor(room)));
        double burst = (Math.max(1, clients / full) + 1) / 2 * (decode + full * prompt);
        double alone = timePerOutputToken + decode + steps.prompts() * prompt;
        double mean = alone + (burst - alone) / BenchmarkSimulation.REQUESTS_PER_CLIENT;
        assertThat(mean).isCloseTo(simulated.timeToFirstToken(), within(0.12 * mean));
    }

    /**
     * Equal answers on an engine that lets nobody decode while prompts wait: all are read, then all decode. C prompts take
     * C/K full steps, of which a sequence waits for (C/K + 1)/2 until its own is read and for (C/K - 1)/2 after it.
     */
    @ParameterizedTest
    @CsvSource({"64, 1024, 128, 0.010, 3e-5", "32, 4096, 512, 0.012, 5e-5", "128, 1024, 512, 0.020, 3e-5"})
    void equalAnswersGoInWavesWherePromptsAreReadApart(
            int clients, int input, int output, double decode, double perToken) {
        BenchmarkSimulation.Result simulated =
                new BenchmarkSimulation(clients, input, output, decode, perToken, 16384, 1, true).run(1);
        double full = Math.floor(16384.0 / input);
        double waves = clients / full;
        double untilRead = (waves + 1) / 2 * full * input * perToken;
        double behind = (waves - 1) / 2 * full * input * perToken;
        double timePerOutputToken = decode + behind / (output - 1);
        assertThat(timePerOutputToken).isCloseTo(simulated.timePerOutputToken(), within(0.05 * timePerOutputToken));
        assertThat(untilRead).isCloseTo(simulated.timeToFirstToken(), within(0.12 * untilRead));
    }
}

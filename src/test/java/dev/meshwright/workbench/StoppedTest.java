package dev.meshwright.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.answer.SearchAnswer;
import dev.meshwright.answer.text.SearchText;
import dev.meshwright.answer.text.accuracy.CalibrationText;
import dev.meshwright.answer.text.page.Style;
import dev.meshwright.io.measured.MeasurementFiles;
import dev.meshwright.io.problem.ProblemDocument;
import dev.meshwright.io.problem.ProblemFiles;
import dev.meshwright.lab.fit.CalibrationAnswer;
import dev.meshwright.lab.fit.CalibrationFit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every long work ends soon after it is stopped, with what it has, wherever it is. */
@Tag("slow")
class StoppedTest {

    /** A second, and what a machine with other work to do takes longer. */
    private static final Duration SOON = Duration.ofSeconds(4);

    private final Workbench workbench = new Workbench();

    /** Ends patience after some time and measures how long the work goes on. */
    private static final class Stop {
        private final long start = System.nanoTime();
        private final long after;

        Stop(Duration after) {
            this.after = after.toNanos();
        }

        Watch watch() {
            return new Watch(event -> {}, () -> System.nanoTime() - start > after);
        }

        Duration late() {
            return Duration.ofNanos(System.nanoTime() - start - after);
        }
    }

    private static ProblemDocument manyGpus(Path folder, int nodes) throws IOException {
        return ProblemFiles.open(Files.writeString(folder.resolve("many.yaml"), """
                name: many
                model: {catalog: deepseek-v3}
                cluster:
                  nodes: [{count: %d, gpus: 8, gpu: h100-sxm}]
                workload: {phase: serving, inputTokens: 1000, outputTokens: 100}
                objective: throughput
                search: {maximumInstance: 100000}
                """.formatted(nodes)));
    }

    /** Without a stop these 20,000 GPUs take minutes: the search is stopped while it counts, places or replays. */
    @ParameterizedTest
    @ValueSource(longs = {1, 100, 600, 2000})
    void aSearchEndsWhereverItIs(long milliseconds, @TempDir Path folder) throws IOException {
        SearchRequest request = SearchRequest.of(manyGpus(folder, 2500));
        Stop stop = new Stop(Duration.ofMillis(milliseconds));
        SearchAnswer answer = workbench.search(request, stop.watch());
        assertThat(stop.late()).isLessThan(SOON);
        String text = SearchText.of(answer, Style.PLAIN);
        assertThat(text).containsAnyOf("cut off", "there is no bound yet", "none can exceed");
        assertThat(text).doesNotContain("is feasible.", "Infinity", "NaN", "\u221e");
    }

    @Test
    void whatWasNotCountedHasNoBound(@TempDir Path folder) throws IOException {
        Watch never = new Watch(event -> {}, () -> true);
        SearchAnswer answer = workbench.search(SearchRequest.of(manyGpus(folder, 12_500)), never);
        assertThat(answer).isInstanceOf(SearchAnswer.NoneYet.class);
        assertThat(((SearchAnswer.NoneYet) answer).unfinished().bound()).isEmpty();
    }

    @Test
    void aTimeLimitIsAStop(@TempDir Path folder) throws IOException {
        SearchRequest whole = SearchRequest.of(manyGpus(folder, 2500));
        SearchRequest limited = new SearchRequest(
                whole.problem(),
                whole.constants(),
                whole.runnersUp(),
                whole.replayed(),
                new Effort(1, Optional.of(Duration.ofMillis(300))));
        Stop stop = new Stop(Duration.ofMillis(300));
        workbench.search(limited, Watch.NONE);
        assertThat(stop.late()).isLessThan(SOON);
    }

    /** Many rows are fitted twice, a few first; whoever is stopped in the second fit has the first. The last line is no known model. */
    @Test
    void aStoppedCalibrationKeepsItsFirstFit(@TempDir Path folder) throws IOException {
        List<String> lines = Files.readAllLines(Path.of("src/test/resources/transcripts/measured.csv"));
        List<String> rows = new ArrayList<>(List.of(lines.getFirst()));
        for (int input = 512; rows.size() <= 3 * CalibrationFit.FIRST_ROWS; input += 64) {
            for (String line : lines.subList(1, lines.size() - 1)) {
                rows.add(line.replace(",1024,1024,", "," + input + ",1024,"));
            }
        }
        var measured = MeasurementFiles.read(Files.write(folder.resolve("many.csv"), rows));
        int[] steps = {0};
        Watch second =
                new Watch(event -> steps[0] += event.toString().contains("trying factors") ? 1 : 0, () -> steps[0] > 1);
        CalibrationAnswer answer = workbench.calibrate(measured, second).orElseThrow();
        assertThat(answer.stopped()).isTrue();
        assertThat(answer.fit().rows()).isEqualTo(CalibrationFit.FIRST_ROWS);
        assertThat(answer.fit().measured()).isEqualTo(rows.size() - 1);
        assertThat(CalibrationText.of(answer, Style.PLAIN)).contains("SHA-256: stopped before more");
    }

    @Test
    void validatingKeepsTheRowsSoFarAndCalibratingKeepsNothing() {
        var measured = MeasurementFiles.read(Path.of("src/test/resources/transcripts/measured.csv"));
        int[] asked = {0};
        Watch soon = new Watch(event -> {}, () -> asked[0]++ > 20_000);
        var some = workbench.validate(ValidateRequest.of(List.of(measured)), soon);
        assertThat(some.stopped()).isTrue();
        assertThat(some.predicted()).isLessThan(measured.rows().size());
        Watch over = new Watch(event -> {}, () -> true);
        assertThat(workbench.calibrate(measured, over)).isEmpty();
        assertThat(workbench
                        .validate(ValidateRequest.of(List.of(measured)), over)
                        .predicted())
                .isZero();
    }
}

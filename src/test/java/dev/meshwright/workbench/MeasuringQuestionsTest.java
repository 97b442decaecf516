package dev.meshwright.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.facts.workload.RecordedLoads;
import dev.meshwright.io.measured.BenchFiles;
import dev.meshwright.io.measured.MeasurementFiles;
import dev.meshwright.lab.bench.BenchAnswer;
import dev.meshwright.lab.bench.BenchRow;
import dev.meshwright.lab.error.report.ValidationAnswer;
import dev.meshwright.lab.fit.CalibrationAnswer;
import dev.meshwright.question.place.PlaceAnswer;
import dev.meshwright.question.place.PlaceRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Placing, measuring and calibrating without a command line. */
class MeasuringQuestionsTest {

    private static final Path MEASURED = Path.of("src/test/resources/transcripts/measured.csv");

    private final Workbench workbench = new Workbench();

    private static RecordedLoads loads(double[]... layers) {
        return new RecordedLoads("drawn", layers, 0, 0, Optional.empty());
    }

    /** Loads 4, 2, 1, 1 on two ranks of three slots: 4 split in two, so that 2 + 1 + 1 and 2 + 2 remain: 4 of 8 each. */
    @Test
    void placesBalanced() {
        PlaceRequest plain = PlaceRequest.of(List.of(loads(new double[] {4, 2, 1, 1})), 2);
        PlaceRequest request = new PlaceRequest(
                plain.loads(),
                new PlaceRequest.Shape(2, 1, 6, "same", false),
                plain.routing(),
                plain.aim(),
                plain.question(),
                plain.migration(),
                true,
                plain.effort());
        PlaceAnswer answer = workbench.place(request, Watch.NONE);
        assertThat(answer.meanMaxOverMean()).isEqualTo(1);
        assertThat(answer.meanBalancedness()).isEqualTo(1);
        assertThat(answer.lowerBounds()).containsExactly(1.0);
        assertThat(answer.logicalReplicas().getFirst().stream()
                        .mapToInt(Integer::intValue)
                        .sum())
                .isEqualTo(6);
        assertThat(answer.rivals())
                .extracting(PlaceAnswer.Rival::placement)
                .containsExactly("today (experts in order)", "EPLB-style", "meshwright");
        assertThat(workbench.place(request, Watch.NONE).placed()).isEqualTo(answer.placed());
    }

    @Test
    void allThatIsWrongWithARequestIsSaidAtOnce() {
        PlaceRequest plain = PlaceRequest.of(List.of(loads(new double[] {4, 2, 1, 1})), 0);
        PlaceRequest request = new PlaceRequest(
                plain.loads(),
                plain.shape(),
                plain.routing(),
                new PlaceRequest.Aim(Optional.of(PlaceRequest.Goal.time), List.of(1.0, -1.0), "most"),
                plain.question(),
                plain.migration(),
                false,
                plain.effort());
        assertThatThrownBy(() -> workbench.place(request, Watch.NONE))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContainingAll(
                        "--ranks", "--robust", "--objective", "--weights: must be one per profile", "-1.0");
    }

    /** Whoever waits is told of each case; the bound is a row beside ours, and at or below it. */
    @Test
    void measuresPoliciesInOneTable(@TempDir Path folder) throws IOException {
        Path config = Files.writeString(folder.resolve("bench.yaml"), """
                algorithms: [meshwright, lower-bound]
                cases:
                  - {name: small, ranks: 4, slots: 20, drawn: {distribution: zipf, parameter: 0.5, layers: 2, experts: 16},
                     require: {mean: 0.5}}
                """);
        List<Event> told = new ArrayList<>();
        BenchAnswer answer = workbench.bench(
                BenchRequest.of(BenchFiles.read(config)), new Watch(told::add, () -> false), soFar -> {});
        assertThat(told).containsExactly(new Event.Measuring("small"));
        assertThat(answer.missed()).isTrue();
        BenchRow ours = answer.rows().getFirst();
        BenchRow bound = answer.rows().getLast();
        assertThat(bound.value("meanMaxOverMean").orElseThrow())
                .isBetween(1 - 1e-6, ours.value("meanMaxOverMean").orElseThrow());
        assertThat(bound.value("layers")).hasValue(0);
        assertThat(ours.value("nodesPerToken")).isEmpty();
    }

    @Test
    void validatesAndCalibratesTheSameRows() {
        MeasurementFiles.Measurements measurements = MeasurementFiles.read(MEASURED);
        List<Event> told = new ArrayList<>();
        ValidationAnswer validated = workbench.validate(
                ValidateRequest.of(List.of(measurements, measurements)), new Watch(told::add, () -> false));
        assertThat(validated.files().keySet()).containsExactly("measured.csv", "measured.csv (2)");
        assertThat(validated.unpredictable()).isEmpty();
        assertThat(told).hasSize(2 * measurements.table().rows().size());
        CalibrationAnswer calibrated =
                workbench.calibrate(measurements, Watch.NONE).orElseThrow();
        assertThat(calibrated.source()).isEqualTo("measured.csv");
        assertThat(calibrated.standard().outcomes())
                .isEqualTo(validated.files().get("measured.csv").outcomes());
    }

    /** Without a row that can be predicted the answer says why; a calibration has nothing to go by. */
    @Test
    void rowsThatNobodyCanPredict(@TempDir Path folder) throws IOException {
        String unknown = Files.readString(MEASURED).replace("h100", "x100").replace("h200", "x200");
        Path file = Files.writeString(folder.resolve("unknown.csv"), unknown);
        MeasurementFiles.Measurements measurements = MeasurementFiles.read(file);
        ValidationAnswer answer = workbench.validate(ValidateRequest.of(List.of(measurements)), Watch.NONE);
        assertThat(answer.unpredictable()).isNotEmpty().allSatisfy(fault -> assertThat(fault.message())
                .startsWith("no row can be predicted: "));
        assertThatThrownBy(() -> workbench.calibrate(measurements, Watch.NONE))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("a calibration needs 5");
    }
}

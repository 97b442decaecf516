package dev.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.meshwright.SharedData;
import dev.meshwright.cli.terminal.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** {@code validate} and {@code calibrate} as a user meets them. */
@Tag("slow")
class ValidateCommandTest extends CommandRun {

    private static final String MEASURED = "src/test/resources/transcripts/measured.csv";

    /** The referee reads the predictions file; both must say the same to the last digit. */
    @Test
    void agreesWithTheReferee() throws IOException, InterruptedException {
        Path serving = SharedData.require("data/measurements/serving.csv");
        Path referee = SharedData.require("tools/score_serving.py");
        assumeTrue(python(List.of("--version")).isPresent(), "skipped: python3 is missing");

        assertThat(run("validate", serving.toString(), "--predictions", file("p.csv"), "--format", "json"))
                .isEqualTo(ExitCode.FINE.code());

        ObjectMapper json = new ObjectMapper();
        JsonNode ours = json.readTree(out.toString());
        JsonNode theirs =
                json.readTree(python(List.of(referee.toString(), file("p.csv"))).orElseThrow());
        assertThat(ours.path("rows")).isEqualTo(theirs.path("rows"));
        assertThat(ours.path("predicted")).isEqualTo(theirs.path("predicted"));
        for (String measure : List.of("tpot", "ttft")) {
            assertErrors(ours.path(measure), theirs.path(measure));
            for (String by : List.of("by_model_path", "by_system", "by_backend")) {
                assertThat(ours.path(measure).path(by).propertyNames())
                        .containsExactlyElementsOf(theirs.path(measure).path(by).propertyNames());
                theirs.path(measure)
                        .path(by)
                        .properties()
                        .forEach(group ->
                                assertErrors(ours.path(measure).path(by).path(group.getKey()), group.getValue()));
            }
        }
        for (String field : List.of("choices", "mean", "p90", "exact")) {
            assertThat(ours.path("regret").path(field).asDouble())
                    .as("regret " + field)
                    .isEqualTo(theirs.path("regret").path(field).asDouble());
        }
        assertThat(ours.path("predicted").asInt()).isGreaterThan(1700);
    }

    private static void assertErrors(JsonNode ours, JsonNode theirs) {
        for (String field : List.of("n", "mape", "medianApe")) {
            assertThat(ours.path(field).asDouble())
                    .as(field)
                    .isEqualTo(theirs.path(field).asDouble());
        }
    }

    private static java.util.Optional<String> python(List<String> arguments) throws InterruptedException {
        List<String> command = new java.util.ArrayList<>(List.of("python3"));
        command.addAll(arguments);
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? java.util.Optional.of(said) : java.util.Optional.empty();
        } catch (IOException exception) {
            return java.util.Optional.empty();
        }
    }

    @Test
    void predictionsKeepTheRowsAndSayWhyThereIsNone() throws IOException {
        assertThat(run("validate", MEASURED, "--predictions", file("p.csv"))).isEqualTo(ExitCode.FINE.code());
        List<String> measured = Files.readAllLines(Path.of(MEASURED));
        List<String> predicted = Files.readAllLines(folder.resolve("p.csv"));
        assertThat(predicted).hasSameSizeAs(measured);
        assertThat(predicted.getFirst()).isEqualTo(measured.getFirst() + ",predicted_ttft_ms,predicted_tpot_ms,reason");
        assertThat(predicted.getLast()).isEqualTo(measured.getLast() + ",,,unknown model no-such-model");
        // A file of predictions is a file of measurements: what was predicted is replaced.
        assertThat(run("validate", file("p.csv"), "--predictions", file("q.csv")))
                .isEqualTo(ExitCode.FINE.code());
        assertThat(Files.readAllLines(folder.resolve("q.csv"))).isEqualTo(predicted);
    }

    /** Deployments that nobody has measured yet are predicted, too. */
    @Test
    void rowsWithoutMeasuredFiguresArePredicted() throws IOException {
        String row = "vllm,llama-3.1-8b,h100_sxm,512,128,8,,\n";
        String header = "backend,model_path,system,isl,osl,concurrency,silicon_ttft_ms,silicon_tpot_ms\n";
        String file = written("planned.csv", header + row + row);
        for (String format : List.of("text", "json")) {
            assertThat(run("validate", file, "--predictions", file("p.csv"), "--format", format))
                    .as(err.toString())
                    .isEqualTo(ExitCode.FINE.code());
        }
        assertThat(Files.readAllLines(folder.resolve("p.csv")).getLast().split(",", -1)[9])
                .isNotEmpty();
    }

    /** The reasons are what the file is for; the exit code says that there is nothing to compare. */
    @Test
    void predictionsAreWrittenWhereNoRowHasOne() throws IOException {
        List<String> lines = Files.readAllLines(Path.of(MEASURED));
        String file = written("unknown.csv", lines.getFirst() + "\n" + lines.getLast() + "\n");
        assertThat(run("validate", file, "--predictions", file("p.csv"))).isEqualTo(ExitCode.INVALID_INPUT.code());
        assertThat(Files.readAllLines(folder.resolve("p.csv")).getLast()).endsWith(",,,unknown model no-such-model");
    }

    @Test
    void reasonsComeWithAGuessAndAreNotThousands() throws IOException {
        String header = "backend,model_path,system,isl,osl,concurrency,silicon_tpot_ms\n";
        String rows = "vllm,Qwen3-23B,h100_sxm,512,128,8,10\nvllm,llama-3.1-8b,h102_sxm,512,128,8,10\n";
        assertThat(run("validate", written("near.csv", header + rows))).isEqualTo(ExitCode.INVALID_INPUT.code());
        assertThat(err.toString()).contains("unknown model Qwen3-23B").contains("Maybe qwen3-32b.");
        assertThat(err.toString()).contains("unknown GPU h102_sxm").contains("h100-sxm");
        StringBuilder many = new StringBuilder(header);
        for (int row = 0; row < 1000; row++) {
            many.append("vllm,nothing-like-it-").append(row).append(",h100_sxm,512,128,8,10\n");
        }
        assertThat(run("validate", written("many.csv", many.toString()))).isEqualTo(ExitCode.INVALID_INPUT.code());
        assertThat(err.toString().lines()).hasSizeLessThan(70);
        assertThat(err.toString()).contains("980 more reasons");
    }

    /** Written as they were measured: only the reading forgives. */
    @Test
    void spacesAroundValuesAreForgivenAndKept() throws IOException {
        String spaced = Files.readString(Path.of(MEASURED)).replace(",", " , ");
        assertThat(run("validate", written("spaced.csv", spaced), "--predictions", file("p.csv")))
                .as(err.toString())
                .isEqualTo(ExitCode.FINE.code());
        assertThat(run("validate", MEASURED, "--predictions", file("q.csv"))).isEqualTo(ExitCode.FINE.code());
        List<String> forgiven = Files.readAllLines(folder.resolve("p.csv"));
        List<String> plain = Files.readAllLines(folder.resolve("q.csv"));
        for (int line = 1; line < plain.size(); line++) {
            String[] cells = plain.get(line).split(",", -1);
            String predicted = String.join(",", List.of(cells).subList(cells.length - 3, cells.length));
            assertThat(forgiven.get(line)).contains(" , ").endsWith(predicted);
        }
    }

    @Test
    void nothingInARowSteersTheTerminal() throws IOException {
        String text = Files.readString(Path.of(MEASURED)).replace("no-such-model", "\u001b[2Jmodel\u202e");
        assertThat(run("validate", written("escapes.csv", text))).isEqualTo(ExitCode.FINE.code());
        assertThat(out.toString()).contains("unknown model  [2Jmodel").doesNotContain("\u001b", "\u202e");
        String wide = Files.readString(Path.of(MEASURED)).replace("no-such-model", "m".repeat(5000));
        assertThat(run("validate", written("wide.csv", wide))).isEqualTo(ExitCode.FINE.code());
        assertThat(out.toString().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(500));
        String first = Files.readAllLines(Path.of(MEASURED)).get(1);
        String id = first.substring(0, first.indexOf(','));
        String ids = Files.readString(Path.of(MEASURED)).replace(id, "\u001b[31m" + id);
        assertThat(run("validate", written("ids.csv", ids), "--worst", "99")).isEqualTo(ExitCode.FINE.code());
        assertThat(out.toString()).contains("[31m" + id.substring(0, 20)).doesNotContain("\u001b");
    }

    @Test
    void filesOfOneNameAreToldApart() throws IOException {
        Files.createDirectory(folder.resolve("other"));
        String text = Files.readString(Path.of(MEASURED));
        assertThat(run("validate", written("m.csv", text), written("other/m.csv", text)))
                .isEqualTo(ExitCode.FINE.code());
        assertThat(out.toString()).contains("m.csv: ").contains("m.csv (2): ");
    }

    @Test
    void mistakesOfTablesAreNamed() throws IOException {
        String text = Files.readString(Path.of(MEASURED));
        String header = text.lines().findFirst().orElseThrow();
        assertThat(run("validate", written("joined.csv", text + header + "\n")))
                .isEqualTo(ExitCode.INVALID_INPUT.code());
        assertThat(err.toString()).contains("repeats the header").contains("Maybe several files were joined.");
        assertThat(run("validate", written("suffix.csv", text.replaceFirst(",4,", ",4d,"))))
                .isEqualTo(ExitCode.INVALID_INPUT.code());
        assertThat(err.toString()).contains("is not a number").contains("4d");
        assertThat(run("validate", written("none.csv", text.replace("silicon_tpot_ms", "tpot"))))
                .isEqualTo(ExitCode.INVALID_INPUT.code());
        assertThat(err.toString()).doesNotContain("Maybe it is called silicon_ttft_ms here.");
    }

    /** Before a minute of predictions, not after it. */
    @Test
    void placesThatCannotBeWrittenAreSaidAtOnce() throws IOException {
        String bad = written("bad.csv", "not read\n");
        for (String command : List.of("validate --predictions", "calibrate -o")) {
            String[] words = command.split(" ");
            assertThat(run(words[0], bad, words[1], folder.toString())).isEqualTo(ExitCode.INVALID_INPUT.code());
            assertThat(err.toString()).contains("is a directory, not a file").doesNotContain("bad.csv");
        }
    }

    @Test
    void writesAPictureForEveryMeasure() throws IOException {
        assertThat(run("validate", MEASURED, "--plots", file("plots"))).isEqualTo(ExitCode.FINE.code());
        for (String measure : List.of("time-to-first-token", "time-per-output-token")) {
            String svg = Files.readString(folder.resolve("plots/measured-" + measure + ".svg"));
            // A dot for each of the 11 predicted rows, axes with units, and the band.
            assertThat(svg.split("<circle", -1)).hasSize(11 + 1);
            assertThat(svg).contains("milliseconds").contains("within 20 %");
        }
    }

    @Test
    void nothingIsWrittenWhereARowIsBroken() throws IOException {
        String text = Files.readString(Path.of(MEASURED)).replaceFirst(",4,", ",four,");
        assertThat(run("validate", written("bad.csv", text), "--predictions", file("p.csv")))
                .isEqualTo(ExitCode.INVALID_INPUT.code());
        assertThat(err.toString()).contains("bad.csv line 2, column ").contains("is not a number");
        assertThat(folder.resolve("p.csv")).doesNotExist();
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void filesOfNoKindSayWhatIsMissing() throws IOException {
        String text = Files.readString(Path.of(MEASURED)).replaceFirst("model_path", "modelpath");
        assertThat(run("validate", written("near.csv", text))).isEqualTo(ExitCode.INVALID_INPUT.code());
        assertThat(err.toString())
                .contains("column model_path is missing")
                .contains("Maybe it is called modelpath here.");
        assertThat(run("validate", file("naer.csv"))).isEqualTo(ExitCode.INVALID_INPUT.code());
        assertThat(err.toString()).contains("does not exist").contains("Maybe near.csv");
        assertThat(run("validate", written("empty.csv", ""))).isEqualTo(ExitCode.INVALID_INPUT.code());
        String header = Files.readAllLines(Path.of(MEASURED)).getFirst() + "\n";
        assertThat(run("validate", written("header.csv", header))).isEqualTo(ExitCode.INVALID_INPUT.code());
        assertThat(err.toString()).contains("has a header and no rows");
        String last = Files.readAllLines(Path.of(MEASURED)).getLast() + "\n";
        assertThat(run("validate", written("unknown.csv", header + last))).isEqualTo(ExitCode.INVALID_INPUT.code());
        assertThat(err.toString()).contains("no row can be predicted: unknown model no-such-model");
    }

    @Test
    void fourRowsAreTooFewToCalibrate() throws IOException {
        List<String> lines = Files.readAllLines(Path.of(MEASURED)).subList(0, 5);
        assertThat(run("calibrate", written("few.csv", String.join("\n", lines)), "-o", file("e.yaml")))
                .isEqualTo(ExitCode.INVALID_INPUT.code());
        assertThat(err.toString()).contains("has 4 measured rows that can be predicted; a calibration needs 5");
        assertThat(folder.resolve("e.yaml")).doesNotExist();
    }

    @Test
    void copiesOfOneMeasurementAreOneToACalibration() throws IOException {
        List<String> lines = Files.readAllLines(Path.of(MEASURED));
        String copies = lines.getFirst() + "\n" + (lines.get(1) + "\n").repeat(10);
        assertThat(run("calibrate", written("copies.csv", copies), "-o", file("e.yaml")))
                .isEqualTo(ExitCode.INVALID_INPUT.code());
        assertThat(err.toString()).contains("repeats 1 deployment; a calibration needs 5 different ones");
        assertThat(folder.resolve("e.yaml")).doesNotExist();
    }

    @Test
    void aCalibrationIsReadBackByTheOtherCommands() throws IOException {
        String file = written(
                "slow.yaml", "gpus: [h200-sxm]\nengines: [vllm]\nfactors: {memoryRate: 0.5, computeRate: 0.5}\n");
        assertThat(run("validate", MEASURED, "--format", "json")).isEqualTo(ExitCode.FINE.code());
        double standard = signedMedian(out.toString());
        assertThat(run("validate", MEASURED, "--format", "json", "--efficiency", file))
                .isEqualTo(ExitCode.FINE.code());
        assertThat(new ObjectMapper().readTree(out.toString()).path("notes").toString())
                .contains("Constants calibrated by slow.yaml: computeRate x 0.500, memoryRate x 0.500");
        // Half the rates: kernels take twice as long, what an engine does beside them does not.
        assertThat(signedMedian(out.toString())).isGreaterThan(standard + 0.2);
        String elsewhere = written("mi300x.yaml", "gpus: [mi300x]\nengines: []\nfactors: {memoryRate: 0.5}\n");
        run("validate", MEASURED, "--efficiency", elsewhere);
        assertThat(out.toString()).contains("The calibration has no measurement of h200-sxm");
        String problem = "problems/mixtral-8x7b-8xh100.yaml";
        String plan = written("plan.yaml", "layout: {tensor: 1, data: 8, expert: 8, pipeline: 1, microBatch: 64}\n");
        String other = written("other.yaml", "gpus: [h100-sxm]\nengines: []\nfactors: {memoryRate: 0.5}\n");
        run("check", problem, plan, "--format", "json");
        double fast = new ObjectMapper()
                .readTree(out.toString())
                .at("/evaluation/stepTime")
                .asDouble();
        run("check", problem, plan, "--format", "json", "--efficiency", other);
        JsonNode slow = new ObjectMapper().readTree(out.toString());
        assertThat(slow.at("/evaluation/stepTime").asDouble()).isGreaterThan(1.2 * fast);
        assertThat(slow.path("notes").toString()).contains("Constants calibrated by other.yaml: memoryRate x 0.500");
        assertThat(run("search", problem, "-o", file("found.yaml"), "--efficiency", file("missing.yaml")))
                .isEqualTo(ExitCode.INVALID_INPUT.code());
    }

    private static double signedMedian(String json) {
        return new ObjectMapper().readTree(json).at("/tpot/signedMedian").asDouble();
    }
}

package dev.meshwright.answer.picture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.cli.Main;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Charts as files: each is well-formed, has something on it, and both kinds are of one size. */
class PlotsTest {

    private static final String TRANSCRIPTS = "src/test/resources/transcripts/";

    @TempDir
    private Path folder;

    private int run(StringWriter err, String... arguments) {
        return Main.run(new PrintWriter(new StringWriter()), new PrintWriter(err), arguments);
    }

    static Stream<List<String>> questions() {
        return Stream.of(
                List.of("search", "problems/mixtral-8x7b-8xh100.yaml", "-o"),
                List.of("check", "problems/qwen3-235b-pools-16xh200.yaml", "solutions/qwen3-235b-pools-16xh200.yaml"),
                List.of(
                        "check",
                        "problems/deepseek-v3-training-2048xh800.yaml",
                        "solutions/deepseek-v3-training-2048xh800.yaml"),
                List.of("place", TRANSCRIPTS + "loads.csv", "--ranks", "4", "--slots", "12"),
                List.of("validate", TRANSCRIPTS + "measured.csv"),
                List.of("scale", TRANSCRIPTS + "small.yaml", "--target", "20 tokens/ms", "--max-gpus", "16"),
                List.of("compare", "solutions/mixtral-8x7b-8xh100.yaml", "solutions/gpt-oss-120b-1xb200.yaml"));
    }

    @ParameterizedTest
    @MethodSource("questions")
    void everyChartIsAPictureOfBothKinds(List<String> question) throws Exception {
        List<String> arguments = new ArrayList<>(question);
        if (question.getLast().equals("-o")) {
            arguments.add(folder.resolve("plan.yaml").toString());
        }
        arguments.addAll(List.of("--plots", folder.resolve("plots").toString()));
        StringWriter err = new StringWriter();
        assertThat(run(err, arguments.toArray(String[]::new)))
                .as(err.toString())
                .isIn(0, 4, 5);
        List<Path> pictures;
        try (Stream<Path> files = Files.list(folder.resolve("plots"))) {
            pictures = files.filter(file -> file.toString().endsWith(".png"))
                    .sorted()
                    .toList();
        }
        assertThat(pictures).isNotEmpty();
        for (Path png : pictures) {
            BufferedImage image = ImageIO.read(png.toFile());
            Path svg = Path.of(png.toString().replace(".png", ".svg"));
            var root = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(svg.toFile())
                    .getDocumentElement();
            assertThat(image.getWidth()).isEqualTo(2 * Integer.parseInt(root.getAttribute("width")));
            assertThat(image.getHeight()).isEqualTo(2 * Integer.parseInt(root.getAttribute("height")));
            assertThat(colours(image)).as(png + " has ink of several colours").isGreaterThan(3);
            assertThat(Files.readString(svg)).doesNotContain("NaN", "Infinity");
        }
    }

    private static long colours(BufferedImage image) {
        return Stream.iterate(0, pixel -> pixel + 1)
                .limit((long) image.getWidth() * image.getHeight())
                .map(pixel -> image.getRGB(pixel % image.getWidth(), pixel / image.getWidth()))
                .distinct()
                .limit(10)
                .count();
    }

    @Test
    void reportMakesPicturesOfAKeptAnswer() throws IOException {
        StringWriter err = new StringWriter();
        String plots = folder.resolve("plots").toString();
        assertThat(run(err, "report", "solutions/mixtral-8x7b-8xh100.yaml", "--plots", plots))
                .as(err.toString())
                .isZero();
        assertThat(Files.readString(folder.resolve("plots/memory-stack.svg"))).contains("weights.experts", "<rect");
        assertThat(run(err, "report", "solutions/mixtral-8x7b-8xh100.yaml")).isEqualTo(2);
        assertThat(err.toString()).contains("-o FILE.html for the page, --plots DIR for its charts");
    }
}

package dev.meshwright;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.cli.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** DeepSeek-V3's own training layout, PP16 and EP64 on 2,048 H800, is feasible and near the best that search finds. */
class PublishedLayoutTest {

    private static final Pattern SYSTEM = Pattern.compile("\"?system\"?: ([0-9.]+)");

    @Test
    void deepSeekV3TrainingLayoutIsNearTheTop() throws IOException {
        StringWriter out = new StringWriter();
        int exit = Main.run(
                new PrintWriter(out),
                new PrintWriter(new StringWriter()),
                "check",
                "problems/deepseek-v3-training-2048xh800.yaml",
                "solutions/deepseek-v3-training-2048xh800.published.yaml",
                "--format",
                "json");
        assertThat(exit).isZero();
        double published = system(out.toString());
        double best = system(Files.readString(Path.of("solutions/deepseek-v3-training-2048xh800.yaml")));
        assertThat(published).isBetween(0.95 * best, best);
    }

    private static double system(String document) {
        Matcher matcher = SYSTEM.matcher(document);
        assertThat(matcher.find()).isTrue();
        return Double.parseDouble(matcher.group(1));
    }
}

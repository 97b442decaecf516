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

/**
 * DeepSeek-V3's own training layout, PP16 and EP64 on 2,048 H800: feasible, within a quarter of the best that search finds,
 * which interleaves stages, and as fast as its makers measured (Insights into DeepSeek-V3, table 4: 19.926 s a step).
 */
class PublishedLayoutTest {

    private static final Pattern SYSTEM = Pattern.compile("\"?system\"?: ([0-9.]+)");

    @Test
    void deepSeekV3TrainingLayoutTakesWhatWasMeasured() throws IOException {
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
        assertThat(published).isBetween(0.75 * best, best);
        double measured = 15_360 * 4096.0 / 19.926;
        assertThat(published).isBetween(0.9 * measured, 1.1 * measured);
    }

    private static double system(String document) {
        Matcher matcher = SYSTEM.matcher(document);
        assertThat(matcher.find()).isTrue();
        return Double.parseDouble(matcher.group(1));
    }
}

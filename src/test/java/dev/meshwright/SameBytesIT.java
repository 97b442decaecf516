package dev.meshwright;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.cli.Main;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same question in processes that differ in everything that is none of its business: the same bytes. */
@Tag("slow")
class SameBytesIT {

    private static final Path TRANSCRIPTS =
            Path.of("src/test/resources/transcripts").toAbsolutePath();

    @TempDir
    Path folder;

    /**
     * A process.
     *
     * @param java home of its JDK
     * @param options of its virtual machine
     * @param environment what is set there
     * @param folder that it runs in
     */
    private record Surroundings(Path java, List<String> options, Map<String, String> environment, Path folder) {}

    private Map<String, Surroundings> surroundings() throws IOException {
        Path own = Path.of(System.getProperty("java.home"));
        Path here = Path.of("").toAbsolutePath();
        Path elsewhere = Files.createDirectories(folder.resolve("else where"));
        Map<String, Surroundings> all = new LinkedHashMap<>();
        all.put(
                "Turkish, one core, Apia",
                new Surroundings(
                        own,
                        List.of("-Duser.language=tr", "-Duser.country=TR", "-XX:ActiveProcessorCount=1"),
                        Map.of("TZ", "Pacific/Apia"),
                        here));
        all.put(
                "Arabic, two cores, Kolkata",
                new Surroundings(
                        own,
                        List.of("-Duser.language=ar", "-Duser.country=EG", "-XX:ActiveProcessorCount=2"),
                        Map.of("TZ", "Asia/Kolkata", "LC_ALL", "C.UTF-8"),
                        here));
        all.put(
                "Hindi in its own digits, another folder",
                new Surroundings(
                        own,
                        List.of("-Duser.language=hi", "-Duser.country=IN", "-Duser.extensions=u-nu-deva"),
                        Map.of(),
                        elsewhere));
        all.put(
                "German, eight cores, another collector and compiler",
                new Surroundings(
                        own,
                        List.of(
                                "-Duser.language=de",
                                "-Duser.country=DE",
                                "-XX:ActiveProcessorCount=8",
                                "-XX:+UseParallelGC",
                                "-XX:-TieredCompilation"),
                        Map.of(),
                        here));
        all.put(
                "C",
                new Surroundings(own, List.of("-Dfile.encoding=US-ASCII"), Map.of("LC_ALL", "C", "LANG", "C"), here));
        OtherJavas.of(own).forEach(jdk -> all.put(jdk.toString(), new Surroundings(jdk, List.of(), Map.of(), here)));
        return all;
    }

    private static String classes() throws Exception {
        Path own = Path.of(
                Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        // The packaged jar has everything in it.
        return Files.isRegularFile(own)
                ? own.toString()
                : Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                        .map(part -> Path.of(part).toAbsolutePath().toString())
                        .reduce((one, other) -> one + File.pathSeparator + other)
                        .orElseThrow();
    }

    /** What a search, a check of its plan and a placement print and write. */
    private Map<String, String> answers(Surroundings there, Path output) throws Exception {
        Files.createDirectories(output);
        String problem = TRANSCRIPTS.resolve("small.yaml").toString();
        String plan = output.resolve("plan.yaml").toString();
        String loads = TRANSCRIPTS.resolve("loads.csv").toString();
        Map<String, String> answers = new LinkedHashMap<>();
        answers.put("search", run(there, output, "search", problem, "-o", plan, "--details"));
        answers.put("plan", Files.readString(output.resolve("plan.yaml")));
        answers.put("check", run(there, output, "check", problem, plan, "--format", "json"));
        answers.put("place", run(there, output, "place", loads, "--ranks", "4", "--slots", "12", "--format", "json"));
        return answers;
    }

    private static String run(Surroundings there, Path output, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                there.java().resolve("bin/java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx512m"));
        if (there.options().contains("-XX:-TieredCompilation")) {
            command.removeIf(option -> option.startsWith("-XX:"));
        }
        command.addAll(there.options());
        command.addAll(List.of("-cp", classes(), Main.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(there.folder().toFile())
                .redirectError(output.resolve("err.txt").toFile())
                .redirectOutput(output.resolve("out.txt").toFile());
        builder.environment().putAll(there.environment());
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS))
                .as("%s in %s", command, there)
                .isTrue();
        assertThat(process.exitValue())
                .as("%s: %s", command, Files.readString(output.resolve("err.txt"), StandardCharsets.ISO_8859_1))
                .isZero();
        String printed = Files.readString(output.resolve("out.txt"));
        // How long it took is measured, and differs.
        return printed.replace(output.toString(), "OUTPUT").replaceFirst("\"milliseconds\": [0-9.E]+", "");
    }

    @Test
    void answersAreTheSameWhereverTheyAreGiven() throws Exception {
        Path own = Path.of(System.getProperty("java.home"));
        Surroundings plain =
                new Surroundings(own, List.of(), Map.of(), Path.of("").toAbsolutePath());
        Map<String, String> expected = answers(plain, folder.resolve("plain"));
        assertThat(expected.get("search")).contains("TP");
        int number = 0;
        for (Map.Entry<String, Surroundings> other : surroundings().entrySet()) {
            Map<String, String> answers = answers(other.getValue(), folder.resolve("o" + number++));
            expected.forEach((what, text) -> assertThat(answers.get(what))
                    .as(what + ": " + other.getKey())
                    .isEqualTo(text));
        }
        System.out.println("The same bytes: " + surroundings().keySet());
        if (OtherJavas.of(own).isEmpty()) {
            System.out.println("No other Java than " + Runtime.version().feature() + " was found to compare with.");
        }
    }
}

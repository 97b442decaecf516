package dev.meshwright.benchmark;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/**
 * Runs the JMH benchmarks. Surefire knows the class path, so that a clean clone needs nothing but Maven:
 *
 * <pre>
 *   mvn -q test -Dtest=Benchmarks -Dbenchmarks=DegreeBound
 * </pre>
 *
 * <p>{@code benchmarks} is a regular expression over the names of benchmark methods, with any options of JMH after it, apart
 * by spaces: {@code -Dbenchmarks="wholeSpace -f 3"}. Not a test: its name keeps it out of the suite, and
 * without the property it does nothing.
 */
class Benchmarks {

    @Test
    @EnabledIfSystemProperty(named = "benchmarks", matches = ".+")
    void run() throws Exception {
        // JMH locks a file in the temporary folder; keep it inside the build, where it may always write.
        Path folder = Files.createDirectories(Path.of("target", "jmh"));
        System.setProperty("java.io.tmpdir", folder.toAbsolutePath().toString());
        System.setProperty(
                "java.class.path",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        new Runner(new CommandLineOptions(System.getProperty("benchmarks").split(" +"))).run();
    }
}

package dev.meshwright.io;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Text files that come with the program. */
public final class Resources {

    private Resources() {}

    /** Version of the program, filled in by the build. */
    public static String version() {
        return text("/dev/meshwright/version.txt").strip();
    }

    /** The commented problem file that {@code init} writes. */
    public static String starterProblem() {
        return text("/dev/meshwright/starter-problem.yaml");
    }

    /** JSON Schema (draft 2020-12) of problem files. */
    public static String problemSchema() {
        return text("/dev/meshwright/schema/problem.schema.json");
    }

    /** JSON Schema (draft 2020-12) of plan files. */
    public static String planSchema() {
        return text("/dev/meshwright/schema/plan.schema.json");
    }

    /** JSON Schema (draft 2020-12) of files that calibrate writes. */
    public static String efficiencySchema() {
        return text("/dev/meshwright/schema/efficiency.schema.json");
    }

    /** A resource that is part of the program; its absence is a bug. */
    static String text(String name) {
        try (InputStream stream = Resources.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("Resource " + name + " is missing from the program.");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.meshwright.io.tree;

import dev.meshwright.base.resource.ResourceText;

/** Text files that come with the program. */
public final class Resources {

    private Resources() {}

    /** Version of the program, filled in by the build. */
    public static String version() {
        return ResourceText.of("/dev/meshwright/version.txt").strip();
    }

    /** The commented problem file that {@code init} writes. */
    public static String starterProblem() {
        return ResourceText.of("/dev/meshwright/starter-problem.yaml");
    }

    /** JSON Schema (draft 2020-12) of problem files. */
    public static String problemSchema() {
        return ResourceText.of("/dev/meshwright/schema/problem.schema.json");
    }

    /** JSON Schema (draft 2020-12) of plan files. */
    public static String planSchema() {
        return ResourceText.of("/dev/meshwright/schema/plan.schema.json");
    }

    /** JSON Schema (draft 2020-12) of files that calibrate writes. */
    public static String efficiencySchema() {
        return ResourceText.of("/dev/meshwright/schema/efficiency.schema.json");
    }
}

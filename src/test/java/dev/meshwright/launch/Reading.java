package dev.meshwright.launch;

import dev.meshwright.base.fault.Fault;
import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.facts.engine.EngineVersion;
import dev.meshwright.io.launch.LaunchFiles;
import dev.meshwright.launch.engine.Asked;
import dev.meshwright.launch.pool.Launch;
import dev.meshwright.launch.pool.Pool;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Launches from texts. */
final class Reading {

    private Reading() {}

    /** What one file launches. */
    static Launch of(String name, String text) {
        return LaunchFiles.of(List.of(new LaunchFile(name, text)), Asked.NOTHING, Map.of());
    }

    /** The only pool of a script. */
    static Pool script(String text) {
        List<Pool> pools = of("run.sh", text).pools();
        if (pools.size() != 1) {
            throw new AssertionError(pools.size() + " pools");
        }
        return pools.getFirst();
    }

    /** What a script launches for a release. */
    static Launch script(String text, String release) {
        Asked asked = new Asked(
                Optional.empty(), Optional.empty(), EngineVersion.of(release), Optional.empty(), OptionalInt.empty());
        return LaunchFiles.of(List.of(new LaunchFile("run.sh", text)), asked, Map.of());
    }

    /** Several files, by name and text in turn. */
    static Launch of(String... namesAndTexts) {
        return LaunchFiles.of(files(namesAndTexts), Asked.NOTHING, Map.of());
    }

    static List<LaunchFile> files(String... namesAndTexts) {
        List<LaunchFile> files = new ArrayList<>();
        for (int i = 0; i < namesAndTexts.length; i += 2) {
            files.add(new LaunchFile(namesAndTexts[i], namesAndTexts[i + 1]));
        }
        return files;
    }

    /** Everything that keeps a file from being read, as a user sees it. */
    static List<String> faults(String name, String text) {
        try {
            of(name, text);
        } catch (InvalidInputException invalid) {
            return invalid.faults().stream().map(Fault::describe).toList();
        }
        return List.of();
    }
}

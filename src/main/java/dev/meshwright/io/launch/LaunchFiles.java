package dev.meshwright.io.launch;

import dev.meshwright.base.fault.Fault;
import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.io.tree.InputFile;
import dev.meshwright.launch.Findings;
import dev.meshwright.launch.LaunchFile;
import dev.meshwright.launch.engine.Asked;
import dev.meshwright.launch.engine.LaunchReading;
import dev.meshwright.launch.option.Server;
import dev.meshwright.launch.option.Servers;
import dev.meshwright.launch.pool.Launch;
import dev.meshwright.launch.shell.Doubt;
import dev.meshwright.launch.shell.Doubts;
import dev.meshwright.launch.source.Sources;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the files of a launch: scripts, manifests, recipes and settings of engines, in any number and any order. */
public final class LaunchFiles {

    /** Nobody launches with a larger one; what is, is another kind of file. */
    private static final int LARGEST = 2_000_000;

    private LaunchFiles() {}

    /**
     * Reads a launch.
     *
     * @param set variables that the files leave open
     * @throws InvalidInputException with everything that keeps it from being read
     */
    public static Launch read(List<Path> files, Asked asked, Map<String, String> set) {
        List<LaunchFile> texts = new ArrayList<>();
        List<Fault> faults = new ArrayList<>();
        for (Path file : files) {
            try {
                InputFile input = InputFile.read(file);
                texts.add(new LaunchFile(input.name(), input.text()));
                if (input.text().length() > LARGEST) {
                    faults.add(new Fault(input.name(), "", "", "is larger than any launch file", ""));
                }
            } catch (InvalidInputException unreadable) {
                faults.addAll(unreadable.faults());
            }
        }
        if (!faults.isEmpty()) {
            throw new InvalidInputException(faults);
        }
        return of(texts, asked, set);
    }

    /**
     * The launch that texts describe.
     *
     * @throws InvalidInputException with everything that keeps it from being read
     */
    public static Launch of(List<LaunchFile> files, Asked asked, Map<String, String> set) {
        Doubts doubts = new Doubts(Map.of());
        Launch launch = of(files, asked, set, doubts);
        Findings open = new Findings();
        for (Doubt doubt : doubts.found()) {
            if (changes(doubt, launch, files, asked, set)) {
                open.add(
                        doubt.place(),
                        doubt.test(),
                        "cannot be known here, and the layout follows from it",
                        doubt.variables().isEmpty()
                                ? "Maybe give the script with the branch alone that is meant."
                                : "Maybe --set " + doubt.variables().getFirst() + "=VALUE.");
            }
        }
        open.throwIfAny();
        return launch.taking(doubts.found().stream().map(Doubt::note).toList());
    }

    /** Whether another outcome of a test, all others as they are, launches another layout or model. */
    private static boolean changes(
            Doubt doubt, Launch launch, List<LaunchFile> files, Asked asked, Map<String, String> set) {
        for (int outcome = 0; outcome < doubt.outcomes().size(); outcome++) {
            if (outcome == doubt.taken()) {
                continue;
            }
            try {
                Launch other = of(files, asked, set, new Doubts(Map.of(doubt.key(), outcome)));
                if (!layouts(other).equals(layouts(launch))) {
                    return true;
                }
            } catch (InvalidInputException none) {
                // That outcome launches nothing that can be read, as where a script ends with a message.
            }
        }
        return false;
    }

    private static Set<Object> layouts(Launch launch) {
        return launch.pools().stream()
                .map(pool -> List.of(launch.engine(), pool.role(), pool.model(), pool.layout()))
                .collect(Collectors.toSet());
    }

    private static Launch of(List<LaunchFile> files, Asked asked, Map<String, String> set, Doubts doubts) {
        Findings findings = new Findings();
        YamlTrees trees = new YamlTrees();
        Sources sources = new Sources(files, set, trees, findings, doubts);
        List<Server> servers = new Servers(OptionFiles.standard(), sources, trees, findings, asked.version()).read();
        return new LaunchReading(OptionFiles.standard(), Checkpoints.standard(), asked, findings)
                .read(servers, files.stream().map(LaunchFile::name).toList());
    }
}

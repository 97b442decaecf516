package dev.meshwright.launch.option;

import dev.meshwright.facts.engine.option.EngineOption;
import dev.meshwright.facts.engine.option.Meaning;
import dev.meshwright.facts.engine.option.Purpose;
import dev.meshwright.launch.LaunchFile;
import dev.meshwright.launch.source.Deployment;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** GPUs of a node that variables leave to a process: {@code CUDA_VISIBLE_DEVICES=0,1,2,3} gives a server no more than four. */
final class VisibleGpus {

    /** They start processes, on nodes that nobody counts here. */
    private static final Set<String> LAUNCHERS =
            Set.of("mpirun", "mpiexec", "srun", "trtllm-llmapi-launch", "torchrun", "ray");

    private VisibleGpus() {}

    /**
     * The same deployment on the GPUs that are seen; as it was where nobody can say on how many nodes.
     *
     * @param before words in front of the engine's own
     */
    static Deployment around(Deployment deployment, List<Setting> settings, List<String> before) {
        OptionalInt seen = settings.stream()
                .filter(setting -> of(setting, Purpose.VISIBLE_GPUS))
                .mapToInt(setting -> count(setting.value()))
                .filter(count -> count > 0)
                .min();
        OptionalInt nodes = nodes(deployment, settings, before);
        if (seen.isEmpty() || nodes.isEmpty()) {
            return deployment;
        }
        int gpus = Math.min(seen.getAsInt(), deployment.gpusPerNode().orElse(Integer.MAX_VALUE));
        return deployment.on(nodes, OptionalInt.of(gpus));
    }

    /** Nodes of a server that is one process on each; empty where copies are processes, or others start them elsewhere. */
    private static OptionalInt nodes(Deployment deployment, List<Setting> settings, List<String> before) {
        boolean copies = settings.stream()
                .anyMatch(setting -> means(setting, Meaning.DATA_LOCAL)
                        || (means(setting, Meaning.RANK) && !of(setting, Purpose.NODE_RANK))
                        || setting.value().matches("ray|external_launcher"));
        if (copies) {
            return OptionalInt.empty();
        }
        Optional<Setting> stated = settings.stream()
                .filter(setting -> means(setting, Meaning.NODES))
                .reduce((first, second) -> second);
        if (stated.isPresent()) {
            String value = stated.get().value();
            return value.matches("[1-9]\\d{0,4}") ? OptionalInt.of(Integer.parseInt(value)) : OptionalInt.empty();
        }
        if (deployment.nodes().isPresent()) {
            return deployment.nodes();
        }
        boolean launched = before.stream().anyMatch(word -> LAUNCHERS.contains(new LaunchFile(word, "").baseName()))
                || settings.stream().anyMatch(setting -> means(setting, Meaning.RANK));
        return launched ? OptionalInt.empty() : OptionalInt.of(1);
    }

    /** Devices by number or by their long names; 0 for all, for none, and for what only a run would tell. */
    private static int count(String value) {
        String[] devices = value.strip().split("\\s*,\\s*", -1);
        for (String device : devices) {
            if (!device.matches("\\d{1,4}|GPU-[0-9a-fA-F-]+")) {
                return 0;
            }
        }
        return devices.length;
    }

    private static boolean means(Setting setting, Meaning meaning) {
        return setting.option()
                .flatMap(EngineOption::means)
                .filter(meaning::equals)
                .isPresent();
    }

    private static boolean of(Setting setting, Purpose purpose) {
        return setting.option()
                .flatMap(EngineOption::purpose)
                .filter(purpose::equals)
                .isPresent();
    }
}

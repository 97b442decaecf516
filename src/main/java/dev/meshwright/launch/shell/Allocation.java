package dev.meshwright.launch.shell;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a batch system tells a job of its allocation, by the options that it was asked for with ({@code sbatch}'s manual, output
 * environment variables): nodes, tasks and GPUs in numbers; names of nodes are known to nobody before.
 */
final class Allocation {

    private Allocation() {}

    /** Variables by name, those that follow from {@code options}. */
    static Map<String, String> environment(List<String> options) {
        Map<String, String> variables = new TreeMap<>();
        Optional<Integer> nodes = number(options, "--nodes", "-N");
        Optional<Integer> tasks = number(options, "--ntasks-per-node");
        Optional<Integer> gpus = number(options, "--gpus-per-node").or(() -> number(options, "--gres"));
        nodes.ifPresent(count -> List.of("SLURM_NNODES", "SLURM_JOB_NUM_NODES", "SLURM_JOB_NODES")
                .forEach(name -> variables.put(name, String.valueOf(count))));
        tasks.ifPresent(count -> variables.put("SLURM_NTASKS_PER_NODE", String.valueOf(count)));
        number(options, "--ntasks", "-n")
                .or(() -> nodes.flatMap(count -> tasks.map(each -> count * each)))
                .ifPresent(count -> variables.put("SLURM_NTASKS", String.valueOf(count)));
        gpus.ifPresent(count -> List.of("SLURM_GPUS_PER_NODE", "SLURM_GPUS_ON_NODE")
                .forEach(name -> variables.put(name, String.valueOf(count))));
        return variables;
    }

    /** The number behind one of the names, as a word of its own or behind a sign; the last part of {@code gpu:h100:8}. */
    private static Optional<Integer> number(List<String> options, String... names) {
        for (int at = 0; at < options.size(); at++) {
            String word = options.get(at);
            String next = at + 1 < options.size() ? options.get(at + 1) : "";
            Optional<Integer> found = Stream.of(names)
                    .flatMap(name -> word.equals(name)
                            ? Stream.of(next)
                            : word.startsWith(name + "=")
                                    ? Stream.of(word.substring(name.length() + 1))
                                    : Stream.empty())
                    .map(value -> value.substring(value.lastIndexOf(':') + 1))
                    .filter(value -> value.matches("[1-9]\\d{0,4}"))
                    .map(Integer::valueOf)
                    .findFirst();
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }
}

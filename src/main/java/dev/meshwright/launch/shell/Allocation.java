package dev.meshwright.launch.shell;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
        Optional<Integer> gpus = perNode(options);
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

    private static Optional<Integer> perNode(List<String> options) {
        return number(options, "--gpus-per-node").or(() -> gres(options));
    }

    /**
     * Nodes of the job; one where neither nodes nor tasks are counted ({@code sbatch}'s manual). Parts of a heterogeneous job, and
     * nodes in a range, are no number.
     */
    static OptionalInt nodes(List<String> options) {
        boolean counted = options.stream()
                .anyMatch(word -> word.matches("(--nodes|--ntasks|--nodelist)(=.*)?|-[Nnw].*|hetjob|packjob"));
        Optional<Integer> nodes = number(options, "--nodes", "-N");
        boolean parts = options.contains("hetjob") || options.contains("packjob");
        return parts || options.isEmpty()
                ? OptionalInt.empty()
                : nodes.map(OptionalInt::of).orElse(counted ? OptionalInt.empty() : OptionalInt.of(1));
    }

    /** GPUs of a node of {@link #nodes}; empty where either is not sure. */
    static OptionalInt gpus(List<String> options) {
        Optional<Integer> perNode = perNode(options);
        return perNode.isPresent() && nodes(options).isPresent() ? OptionalInt.of(perNode.get()) : OptionalInt.empty();
    }

    private static final Pattern GRES =
            Pattern.compile("(?:.*,)?(?:gres[/:])?gpu(?::[A-Za-z][^:,]*)?(?::(\\d{1,5}))?(?:[(,].*)?");

    /** {@code gpu:8}, {@code gpu:h100:8,nvme:1}; {@code gpu} alone is one. */
    private static Optional<Integer> gres(List<String> options) {
        for (int at = 0; at < options.size(); at++) {
            String word = options.get(at);
            boolean apart = word.equals("--gres") && at + 1 < options.size();
            String value = apart ? options.get(at + 1) : word.startsWith("--gres=") ? word.substring(7) : "";
            Matcher gpus = GRES.matcher(value);
            if (gpus.matches()) {
                return Optional.of(gpus.group(1) == null ? 1 : Integer.parseInt(gpus.group(1)));
            }
        }
        return Optional.empty();
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

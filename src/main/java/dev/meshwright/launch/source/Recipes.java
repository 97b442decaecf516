package dev.meshwright.launch.source;

import dev.meshwright.launch.LaunchFile;
import dev.meshwright.launch.Place;
import dev.meshwright.launch.shell.Call;
import dev.meshwright.launch.shell.Script;
import dev.meshwright.launch.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * Files from which a program of its own writes the command: recipes of srt-slurm, roles of llm-d's benchmark scripts, values of
 * llm-d's modelservice chart and of vLLM's production stack.
 */
final class Recipes {

    private final String file;
    private final Script script;

    Recipes(String file, Script script) {
        this.file = file;
        this.script = script;
    }

    /** {@code resources} says how many workers of how many GPUs, {@code backend.*_config} what each is started with. */
    List<Start> slurm(Tree document) {
        List<Start> starts = new ArrayList<>();
        document.entries("backend").forEach((key, config) -> {
            if (key.endsWith("_config") && config instanceof Tree.Mapping) {
                config.entries().forEach((name, settings) -> {
                    if (settings instanceof Tree.Mapping) {
                        starts.add(worker(document, key.replace("_config", ""), name, settings));
                    }
                });
            }
        });
        return starts;
    }

    private Start worker(Tree document, String engine, String name, Tree settings) {
        Tree resources = document.at("resources").orElseThrow();
        Optional<Role> role = Role.in(name);
        String prefix = role.map(Role::label).orElse("agg");
        int workers = number(resources, prefix + "_workers").orElse(1);
        OptionalInt perNode = number(resources, "gpus_per_node");
        OptionalInt own = number(resources, "gpus_per_" + prefix);
        OptionalInt nodes = OptionalInt.empty();
        OptionalInt gpus = own;
        if (own.isPresent() && perNode.isPresent() && own.getAsInt() > perNode.getAsInt()) {
            nodes = OptionalInt.of(Math.ceilDiv(own.getAsInt(), perNode.getAsInt()));
            gpus = perNode;
        }
        Deployment deployment = Deployment.BARE
                .withReplicas(workers)
                .on(nodes, gpus)
                .as(role, resources.text("gpu_type"))
                .weighing(document.text("model", "precision"));
        Place place = new Place(file, settings.line());
        return Start.of(settings, Optional.of(engine), document.text("model", "path"), deployment, place);
    }

    private static OptionalInt number(Tree tree, String key) {
        return Containers.whole(tree.text(key).orElse(""));
    }

    /** Each role runs the script that came with it, which reads sizes and further flags from its environment. */
    List<Start> topology(Tree document) {
        List<Start> starts = new ArrayList<>();
        OptionalInt perNode =
                Containers.whole(document.text("topology", "gpus_per_node").orElse(""));
        for (Role role : List.of(Role.PREFILL, Role.DECODE)) {
            Optional<Tree> section = document.at(role.label());
            if (section.isEmpty()) {
                continue;
            }
            Map<String, String> environment = new TreeMap<>();
            String nodes = document.text("topology", role.label() + "_nodes").orElse("1");
            String workers =
                    document.text("topology", role.label() + "_workers").orElse("1");
            environment.put("ROLE", role.label());
            environment.put("ROLE_NODES", nodes);
            environment.put("ROLE_WORKERS", workers);
            perNode.ifPresent(gpus -> environment.put("GPUS_PER_NODE", String.valueOf(gpus)));
            section.get().text("tp").ifPresent(tp -> environment.put("TP_SIZE", tp));
            environment.put("ROLE_EXTRA_ARGS", section.get().text("extra-args").orElse(""));
            environment.putAll(Containers.environment(section.get()));
            int replicas = Containers.whole(workers).orElse(1);
            int ofRole = Containers.whole(nodes).orElse(1);
            Deployment deployment = Deployment.BARE
                    .withReplicas(replicas)
                    .on(OptionalInt.of(Math.max(1, ofRole / Math.max(1, replicas))), perNode)
                    .as(Optional.of(role), Gpus.in(new LaunchFile(file, "").baseName()));
            script.given("server.sh").ifPresent(server -> {
                script.called(server);
                for (Call call : script.run(server.name(), server.text(), 1, environment)) {
                    starts.add(Start.of(call, deployment));
                }
            });
        }
        return starts;
    }

    /** Whether a file is values of the modelservice chart. */
    static boolean modelService(Tree document) {
        return List.of("decode", "prefill").stream()
                .anyMatch(role -> document.at(role, "containers").isPresent()
                        || document.at(role, "parallelism").isPresent());
    }

    /** The chart writes the command: the model's name, then {@code --tensor-parallel-size} and the like from parallelism. */
    List<Start> values(Tree document) {
        List<Start> starts = new ArrayList<>();
        for (Role role : List.of(Role.DECODE, Role.PREFILL)) {
            Optional<Tree> section = document.at(role.label())
                    .filter(found -> !found.text("create").orElse("true").equals("false"));
            section.ifPresent(found -> found.items("containers")
                    .forEach(container -> starts.addAll(container(document, role, found, container))));
        }
        return starts;
    }

    private List<Start> container(Tree document, Role role, Tree section, Tree container) {
        String written = container.text("modelCommand").orElse("custom");
        List<String> words = new ArrayList<>();
        if (written.equals("vllmServe") || written.equals("imageDefault")) {
            String model = document.text("modelArtifacts", "name")
                    .or(() -> document.text("modelArtifacts", "uri").map(uri -> uri.replaceFirst("^\\w+://", "")))
                    .orElse("");
            words.addAll(List.of("vllm", "serve", model));
            parallel(section, "tensor", "--tensor-parallel-size", words);
            parallel(section, "data", "--data-parallel-size", words);
            parallel(section, "dataLocal", "--data-parallel-size-local", words);
        } else {
            words.addAll(Containers.words(container, "command"));
        }
        words.addAll(Containers.words(container, "args"));
        Optional<String> gpu = Gpus.in(section.entries("nodeSelector"))
                .or(() -> document.text("accelerator", "type").flatMap(Gpus::in));
        Deployment deployment = Deployment.BARE
                .withReplicas(number(section, "replicas").orElse(1))
                .on(workers(section), Containers.gpus(container))
                .as(alone(document, role, words) ? Optional.empty() : Optional.of(role), gpu)
                .by("", container.text("image").orElse(""))
                .programmed(Containers.programmed(container));
        int line = container.at("args").orElse(container).line();
        return new Containers(file, script)
                .calls(words, Containers.environment(container), line).stream()
                        .map(call -> Start.of(call, deployment))
                        .toList();
    }

    /** A pool whose counterpart is switched off, and which hands no caches over, serves requests from end to end. */
    private static boolean alone(Tree document, Role role, List<String> words) {
        Optional<Tree> other = document.at((role == Role.DECODE ? Role.PREFILL : Role.DECODE).label());
        boolean off = other.filter(
                        pool -> pool.text("create").filter("false"::equals).isPresent()
                                || pool.text("replicas").filter("0"::equals).isPresent())
                .isPresent();
        return off
                && words.stream()
                        .noneMatch(word -> word.startsWith("--kv-transfer") || word.startsWith("--kv_transfer"));
    }

    /** Pods of a server: as stated, or as many as its ranks need that a pod holds {@code dataLocal} of. */
    private static OptionalInt workers(Tree section) {
        OptionalInt stated = parallelism(section, "workers");
        int data = parallelism(section, "data").orElse(1);
        int local = parallelism(section, "dataLocal").orElse(data);
        return stated.isPresent() ? stated : OptionalInt.of(Math.ceilDiv(data, Math.max(1, local)));
    }

    private static OptionalInt parallelism(Tree section, String key) {
        return Containers.whole(section.text("parallelism", key).orElse(""));
    }

    /** Values of vLLM's production-stack chart, whose {@code vllmConfig} becomes options of {@code vllm serve}. */
    private static final Map<String, String> STACK = Map.of(
            "tensorParallelSize", "--tensor-parallel-size",
            "pipelineParallelSize", "--pipeline-parallel-size",
            "maxModelLen", "--max-model-len",
            "maxNumSeqs", "--max-num-seqs",
            "gpuMemoryUtilization", "--gpu-memory-utilization",
            "dtype", "--dtype");

    /** A server for each model of {@code servingEngineSpec.modelSpec}. */
    List<Start> stack(Tree document) {
        List<Start> starts = new ArrayList<>();
        for (Tree model : document.items("servingEngineSpec", "modelSpec")) {
            List<String> words = new ArrayList<>(
                    List.of("vllm", "serve", model.text("modelURL").orElse("")));
            Optional<Tree> config = model.at("vllmConfig");
            new TreeMap<>(STACK).forEach((key, flag) -> config.flatMap(found -> found.text(key))
                    .filter(value -> !value.isBlank())
                    .ifPresent(value -> words.addAll(List.of(flag, value))));
            config.ifPresent(found -> words.addAll(Containers.words(found, "extraArgs")));
            String image = model.text("repository").orElse("") + ":"
                    + model.text("tag").orElse("");
            Deployment deployment = Deployment.BARE
                    .withReplicas(number(model, "replicaCount").orElse(1))
                    .on(OptionalInt.of(1), number(model, "requestGPU"))
                    .as(Optional.empty(), Gpus.in(model.entries("nodeSelector")))
                    .by("", image);
            new Containers(file, script)
                    .calls(words, Containers.environment(model), model.line())
                    .forEach(call -> starts.add(Start.of(call, deployment)));
        }
        return starts;
    }

    private static void parallel(Tree section, String key, String flag, List<String> words) {
        section.text("parallelism", key).ifPresent(size -> words.addAll(List.of(flag, size)));
    }
}

package dev.meshwright.launch.source;

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
import java.util.stream.Stream;

/**
 * Values of charts that put a list of arguments behind an image, under whatever key, and KServe's InferenceService ({@code
 * serving.kserve.io/v1beta1}) and LLMInferenceService ({@code v1alpha1}), whose controllers write the command.
 */
final class Charts {

    private static final List<String> ARGUMENTS = List.of("extraArgs", "args", "engineArgs", "serverArgs", "vllmArgs");

    private static final List<String> MODELS = List.of("model", "modelName", "modelId", "modelURI", "modelUrl");

    private final String file;
    private final Containers containers;

    Charts(String file, Script script) {
        this.file = file;
        this.containers = new Containers(file, script);
    }

    /** The part of a file of values that has an image and arguments; empty where none has. */
    static Optional<Tree> in(Tree document) {
        Stream<Tree> parts = document instanceof Tree.Mapping mapping
                ? Stream.concat(Stream.of(document), mapping.entries().values().stream())
                : Stream.empty();
        return parts.filter(
                        part -> part.at("image").isPresent() && !arguments(part).isEmpty())
                .findFirst();
    }

    private static List<String> arguments(Tree part) {
        return ARGUMENTS.stream()
                .map(key -> Containers.words(part, key))
                .filter(words -> words.stream().anyMatch(word -> word.startsWith("-")))
                .findFirst()
                .orElse(List.of());
    }

    List<Start> values(Tree document, Tree part) {
        List<String> command = Containers.words(part, "command");
        List<String> words = new ArrayList<>(command);
        words.addAll(arguments(part));
        String image = part.text("image")
                .orElseGet(() -> part.text("image", "repository").orElse("") + ":"
                        + part.text("image", "tag").orElse(""));
        Deployment deployment = Deployment.BARE
                .withReplicas(number(part, "replicaCount")
                        .orElse(number(part, "replicas").orElse(1)))
                .on(OptionalInt.of(1), Containers.gpus(part))
                .as(Optional.empty(), Gpus.in(part.entries("nodeSelector")))
                .by("", image)
                .programmed(!command.isEmpty());
        Optional<String> model = Stream.of(part, document)
                .flatMap(tree -> MODELS.stream().flatMap(key -> tree.text(key).stream()))
                .map(Charts::plain)
                .findFirst();
        return containers.calls(words, Containers.environment(part), part.line()).stream()
                .map(call -> new Start(call, Optional.empty(), Optional.empty(), model, deployment))
                .toList();
    }

    /** Weights by an address: {@code hf://Qwen/Qwen3-30B-A3B}. */
    private static String plain(String model) {
        return model.replaceFirst("^\\w+://", "");
    }

    private static OptionalInt number(Tree tree, String... path) {
        return Containers.whole(tree.text(path).orElse(""));
    }

    /** A model that a runtime serves; containers of a predictor are those of any pod. */
    List<Start> inferenceService(Tree predictor) {
        Optional<Tree> model = predictor.at("model");
        if (model.isEmpty()) {
            return List.of();
        }
        List<String> words = new ArrayList<>(List.of("vllm", "serve"));
        model.get().text("storageUri").map(Charts::plain).ifPresent(words::add);
        words.addAll(Containers.words(model.get(), "args"));
        Deployment deployment = Deployment.BARE
                .withReplicas(number(predictor, "minReplicas").orElse(1))
                .on(OptionalInt.empty(), Containers.gpus(model.get()))
                .as(Optional.empty(), Gpus.in(predictor.entries("nodeSelector")));
        return containers
                .calls(words, Containers.environment(model.get()), model.get().line())
                .stream()
                .map(call -> Start.of(call, deployment))
                .toList();
    }

    /** A model with its parallelism, and with pools where prompts have servers of their own. */
    List<Start> largeModelService(Tree spec) {
        String model =
                spec.text("model", "uri").or(() -> spec.text("model", "name")).orElse("");
        Optional<Tree> prefill = spec.at("prefill");
        List<Start> starts = new ArrayList<>(parallel(spec, plain(model), prefill.map(unused -> Role.DECODE)));
        prefill.ifPresent(pool -> starts.addAll(parallel(pool, plain(model), Optional.of(Role.PREFILL))));
        return starts;
    }

    private List<Start> parallel(Tree pool, String model, Optional<Role> role) {
        List<String> words = new ArrayList<>(List.of("vllm", "serve", model));
        new TreeMap<>(Map.of(
                        "tensor", "--tensor-parallel-size",
                        "data", "--data-parallel-size",
                        "dataLocal", "--data-parallel-size-local",
                        "pipeline", "--pipeline-parallel-size"))
                .forEach((key, flag) ->
                        pool.text("parallelism", key).ifPresent(size -> words.addAll(List.of(flag, size))));
        pool.text("parallelism", "expert")
                .filter("true"::equals)
                .ifPresent(on -> words.add("--enable-expert-parallel"));
        OptionalInt gpus = OptionalInt.empty();
        Map<String, String> environment = new TreeMap<>();
        for (Tree container : pool.items("template", "containers")) {
            words.addAll(Containers.words(container, "args"));
            environment.putAll(Containers.environment(container));
            gpus = Containers.gpus(container);
        }
        words.addAll(Arguments.words(environment.getOrDefault("VLLM_ADDITIONAL_ARGS", "")));
        Deployment deployment = Deployment.BARE
                .withReplicas(number(pool, "replicas").orElse(1))
                .on(nodes(pool), gpus)
                .as(role, Optional.empty());
        Call call = new Call(words, environment, List.of(), new Place(file, pool.line()));
        return List.of(Start.of(call, deployment));
    }

    /** Copies of attention are spread over nodes, so many on each. */
    private static OptionalInt nodes(Tree pool) {
        OptionalInt copies = number(pool, "parallelism", "data");
        OptionalInt local = number(pool, "parallelism", "dataLocal");
        return copies.isPresent() && local.orElse(0) > 0
                ? OptionalInt.of(Math.ceilDiv(copies.getAsInt(), local.getAsInt()))
                : OptionalInt.empty();
    }
}

package dev.meshwright.launch.source;

import dev.meshwright.launch.shell.Call;
import dev.meshwright.launch.shell.Script;
import dev.meshwright.launch.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * Kubernetes: Deployments and what looks like them, LeaderWorkerSets, DisaggregatedSets, and Dynamo's graphs in both of their
 * versions ({@code nvidia.com/v1alpha1}: {@code spec.services}; {@code v1beta1}: {@code spec.components}).
 */
final class Manifests {

    private final String file;
    private final Containers containers;
    private final Charts charts;

    Manifests(String file, Script script) {
        this.file = file;
        this.containers = new Containers(file, script);
        this.charts = new Charts(file, script);
    }

    /** What a manifest of that kind starts. */
    List<Start> read(String kind, Tree document) {
        String name = document.text("metadata", "name").orElse(file);
        return switch (kind) {
            case "DynamoGraphDeployment" -> dynamo(document);
            case "LeaderWorkerSet" ->
                document.at("spec").map(spec -> set(spec, name)).orElse(List.of());
            case "DisaggregatedSet" -> {
                List<Start> starts = new ArrayList<>();
                for (Tree role : document.items("spec", "roles")) {
                    String named = role.text("name").orElse(name);
                    role.at("spec").ifPresent(spec -> starts.addAll(set(spec, named)));
                    role.at("template", "spec").ifPresent(spec -> starts.addAll(set(spec, named)));
                }
                yield starts;
            }
            case "Deployment", "StatefulSet", "Job", "ReplicaSet", "DaemonSet" -> alike(document, name);
            case "InferenceService" ->
                document.at("spec", "predictor")
                        .map(predictor -> predicting(predictor, name))
                        .orElse(List.of());
            case "LLMInferenceService" ->
                document.at("spec").map(charts::largeModelService).orElse(List.of());
            case "Pod" ->
                document.at("spec")
                        .map(pod -> pod(pod, Deployment.BARE.as(Role.in(name), Optional.empty()), Map.of()))
                        .orElse(List.of());
            default -> List.of();
        };
    }

    /** Pods of one template. */
    private List<Start> alike(Tree document, String name) {
        int replicas = document.text("spec", "replicas")
                .map(Containers::whole)
                .orElse(OptionalInt.of(1))
                .orElse(1);
        Optional<Role> role = labelled(document.entries("spec", "template", "metadata", "labels"), name);
        return document.at("spec", "template", "spec")
                .map(pod -> pod(pod, Deployment.BARE.withReplicas(replicas).as(role, Optional.empty()), Map.of()))
                .orElse(List.of());
    }

    private List<Start> predicting(Tree predictor, String name) {
        List<Start> starts = new ArrayList<>(charts.inferenceService(predictor));
        starts.addAll(pod(predictor, Deployment.BARE.as(Role.in(name), Optional.empty()), Map.of()));
        return starts;
    }

    /** What a label says is its role, else what the name does. */
    private static Optional<Role> labelled(Map<String, Tree> labels, String name) {
        for (Tree label : labels.values()) {
            Optional<Role> role = label.text().flatMap(Role::in);
            if (role.isPresent()) {
                return role;
            }
        }
        return Role.in(name);
    }

    /** Containers of a pod that ask for GPUs; all of them where none says. */
    private List<Start> pod(Tree pod, Deployment around, Map<String, String> environment) {
        Optional<String> gpu = Gpus.in(pod.entries("nodeSelector"));
        List<Start> starts = new ArrayList<>();
        for (Tree container : pod.items("containers")) {
            Deployment deployment = around.as(Optional.empty(), gpu)
                    .on(OptionalInt.empty(), Containers.gpus(container))
                    .by(around.operator(), container.text("image").orElse(""))
                    .programmed(Containers.programmed(container));
            List<Call> calls = containers.calls(container, environment);
            calls.forEach(call -> starts.add(Start.of(call, deployment)));
        }
        return starts;
    }

    /** A group of pods that are one server: the leader's command says what it is. */
    private List<Start> set(Tree spec, String name) {
        int replicas = spec.text("replicas")
                .map(Containers::whole)
                .orElse(OptionalInt.of(1))
                .orElse(1);
        OptionalInt size =
                Containers.whole(spec.text("leaderWorkerTemplate", "size").orElse("1"));
        Map<String, String> environment = new TreeMap<>();
        environment.put("LWS_GROUP_SIZE", String.valueOf(size.orElse(1)));
        environment.put("LWS_WORKER_INDEX", "0");
        Deployment around = Deployment.BARE
                .withReplicas(replicas)
                .on(size, OptionalInt.empty())
                .as(
                        labelled(spec.entries("leaderWorkerTemplate", "leaderTemplate", "metadata", "labels"), name),
                        Optional.empty());
        return spec.at("leaderWorkerTemplate", "leaderTemplate", "spec")
                .or(() -> spec.at("leaderWorkerTemplate", "workerTemplate", "spec"))
                .map(pod -> pod(pod, around, environment))
                .orElse(List.of());
    }

    private List<Start> dynamo(Tree document) {
        List<Start> starts = new ArrayList<>();
        Map<String, String> shared = new TreeMap<>();
        document.at("spec").ifPresent(spec -> shared.putAll(Containers.environment(spec)));
        document.entries("spec", "services").forEach((name, service) -> starts.addAll(service(name, service, shared)));
        for (Tree component : document.items("spec", "components")) {
            starts.addAll(service(component.text("name").orElse(""), component, shared));
        }
        return starts;
    }

    private List<Start> service(String name, Tree service, Map<String, String> shared) {
        String type = service.text("componentType")
                .or(() -> service.text("type"))
                .orElse("worker")
                .toLowerCase(Locale.ROOT);
        if (List.of("frontend", "planner", "router", "epp").contains(type)) {
            return List.of();
        }
        int replicas = service.text("replicas")
                .map(Containers::whole)
                .orElse(OptionalInt.of(1))
                .orElse(1);
        OptionalInt nodes =
                Containers.whole(service.text("multinode", "nodeCount").orElse("1"));
        Optional<Role> role = service.text("subComponentType")
                .flatMap(Role::in)
                .or(() -> Role.in(type))
                .or(() -> named(name));
        Map<String, String> environment = new TreeMap<>(shared);
        environment.putAll(Containers.environment(service));
        Deployment around = Deployment.BARE
                .withReplicas(replicas)
                .on(nodes, Containers.gpus(service))
                .as(role, Optional.empty())
                .by("dynamo", "");
        List<Start> starts = new ArrayList<>();
        service.at("extraPodSpec", "mainContainer").ifPresent(container -> {
            Optional<String> gpu = Gpus.in(service.entries("extraPodSpec", "nodeSelector"));
            Deployment deployment = around.as(Optional.empty(), gpu)
                    .by("dynamo", container.text("image").orElse(""))
                    .programmed(Containers.programmed(container));
            containers.calls(container, environment).forEach(call -> starts.add(Start.of(call, deployment)));
        });
        service.at("podTemplate", "spec").ifPresent(pod -> starts.addAll(pod(pod, around, environment)));
        return starts;
    }

    /** A worker named decode beside no other is a whole server; its arguments say whether it has a role. */
    private static Optional<Role> named(String name) {
        return name.equals("decode") ? Optional.empty() : Role.in(name);
    }
}

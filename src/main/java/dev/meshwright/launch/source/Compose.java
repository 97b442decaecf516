package dev.meshwright.launch.source;

import dev.meshwright.launch.shell.Call;
import dev.meshwright.launch.shell.Script;
import dev.meshwright.launch.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** Services of a compose file; an image may be the program, so that its command begins with what the program takes. */
final class Compose {

    private final Containers containers;
    private final Interpolation interpolation;

    /** @param set values of variables that the file leaves open */
    Compose(String file, Script script, Map<String, String> set) {
        this.containers = new Containers(file, script);
        this.interpolation = new Interpolation(set);
    }

    List<Start> read(Tree document) {
        List<Start> starts = new ArrayList<>();
        interpolation
                .filled(document)
                .entries("services")
                .forEach((name, service) -> starts.addAll(service(name, service)));
        return starts;
    }

    private List<Start> service(String name, Tree service) {
        String image = service.text("image").orElse("");
        List<String> words = new ArrayList<>(Containers.words(service, "entrypoint"));
        words.addAll(Containers.words(service, "command"));
        int replicas = service.text("deploy", "replicas")
                .map(Containers::whole)
                .orElse(OptionalInt.of(1))
                .orElse(1);
        Deployment deployment = Deployment.BARE
                .withReplicas(replicas)
                .on(OptionalInt.of(1), gpus(service))
                .as(Role.in(name), Optional.empty())
                .by("", image)
                .programmed(Containers.programmed(
                        Containers.words(service, "entrypoint"), Containers.words(service, "command")));
        int line = service.at("command").orElse(service).line();
        List<Start> starts = new ArrayList<>();
        for (Call call : containers.started(words, new TreeMap<>(Containers.environment(service)), line)) {
            Start start = Start.of(call, deployment);
            starts.add(new Start(start.call(), start.settings(), start.engine(), mounted(service, call), deployment));
        }
        return starts;
    }

    /** The model behind a mounted path is named where it is mounted from. */
    private static Optional<String> mounted(Tree service, Call call) {
        for (Tree volume : service.items("volumes")) {
            String[] sides = volume.text().orElse("").split(":", -1);
            if (sides.length > 1 && call.words().contains(sides[1])) {
                return Optional.of(sides[0]);
            }
        }
        return Optional.empty();
    }

    private static OptionalInt gpus(Tree service) {
        for (Tree device : service.items("deploy", "resources", "reservations", "devices")) {
            int listed = device.items("device_ids").size();
            OptionalInt counted = Containers.whole(device.text("count").orElse(""));
            if (listed > 0 || counted.isPresent()) {
                return listed > 0 ? OptionalInt.of(listed) : counted;
            }
        }
        Map<String, String> environment = Containers.environment(service);
        String visible = environment.getOrDefault(
                "CUDA_VISIBLE_DEVICES", environment.getOrDefault("NVIDIA_VISIBLE_DEVICES", ""));
        return visible.matches("\\d+(,\\d+)*+") ? OptionalInt.of(visible.split(",", -1).length) : OptionalInt.empty();
    }
}

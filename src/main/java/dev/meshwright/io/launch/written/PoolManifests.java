package dev.meshwright.io.launch.written;

import static dev.meshwright.io.launch.written.Pods.mapping;

import dev.meshwright.answer.launch.ExportedPool;
import dev.meshwright.io.launch.OptionFiles;
import dev.meshwright.launch.export.shell.RouterScript;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Both pools on Kubernetes, and a Deployment that leads requests through them: its Service is the one door. */
final class PoolManifests {

    private final List<ExportedPool> pools;
    private final Map<String, String> files;
    private final Pods pods;

    /** @param files that commands of either pool name */
    PoolManifests(List<ExportedPool> pools, Map<String, String> files) {
        this.pools = List.copyOf(pools);
        this.files = files;
        this.pods = new Pods(pools.getFirst(), files);
    }

    String text() {
        List<Map<String, Object>> documents = new ArrayList<>(pods.configMap());
        pools.forEach(pool -> documents.addAll(new Manifest(pool, files).servers()));
        String name = pods.name() + "-router";
        documents.add(router(name));
        documents.add(Manifest.service(name, mapping("app", name), false));
        return Manifest.text(documents);
    }

    private Map<String, Object> router(String name) {
        ExportedPool first = pools.getFirst();
        String script = RouterScript.inPod(
                OptionFiles.router(first.ordered().book().engine()),
                pools.stream()
                        .map(pool -> new RouterScript.Pool(
                                pool.ordered(), pool.parts(), Optional.of(new Pods(pool, files).servers())))
                        .toList());
        Map<String, Object> container = mapping(
                "name",
                "router",
                "image",
                first.image(),
                "command",
                List.of("/bin/bash", "-ec", Pods.literal(script)),
                "ports",
                List.of(mapping("containerPort", Manifest.PORT)));
        Map<String, Object> template = mapping(
                "metadata", mapping("labels", mapping("app", name)), "spec", mapping("containers", List.of(container)));
        return mapping(
                "apiVersion",
                "apps/v1",
                "kind",
                "Deployment",
                "metadata",
                mapping("name", name),
                "spec",
                mapping("replicas", 1, "selector", mapping("matchLabels", mapping("app", name)), "template", template));
    }
}

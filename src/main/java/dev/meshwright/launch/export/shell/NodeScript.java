package dev.meshwright.launch.export.shell;

import dev.meshwright.launch.export.Exported;
import dev.meshwright.launch.export.Ordered;
import dev.meshwright.launch.export.node.Addresses;
import dev.meshwright.launch.export.node.NodePart;
import dev.meshwright.layout.PoolRole;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The scripts of the nodes of a plan: each starts what lies on its node and waits for it. */
public final class NodeScript {

    private static final int FIRST_PORT = 8000;

    private NodeScript() {}

    /** The beginning of every script. */
    static String head(String what) {
        return "#!/usr/bin/env bash\n" + ShellWords.comment(what) + "\nset -euo pipefail\n"
                + "cd \"$(dirname \"${BASH_SOURCE[0]}\")\"\n\n";
    }

    /** Port of a server: the first one of a node answers at 8000, the next at 8001. */
    public static int port(NodePart part, List<NodePart> parts) {
        long before = parts.stream()
                .filter(other ->
                        other.rank() == 0 && other.leaderNode() == part.leaderNode() && other.server() < part.server())
                .count();
        return FIRST_PORT + (int) before;
    }

    /** Where the part of a server is. */
    static Addresses addresses(Ordered ordered, NodePart part, List<NodePart> parts) {
        return Addresses.ofNodes(
                part.leaderNode(), part.node(), part.rank(), first(ordered) + port(part, parts) - FIRST_PORT);
    }

    /** Port of the first server of a node: pools may share one. */
    private static int first(Ordered ordered) {
        return FIRST_PORT
                + ordered.role()
                        .map(role -> role == PoolRole.PREFILL ? PREFILL_PORTS : DECODE_PORTS)
                        .orElse(0);
    }

    /** Port of what answers requests of two pools. */
    static final int ROUTER_PORT = FIRST_PORT;

    /** A node has fewer servers. */
    private static final int PREFILL_PORTS = 100;

    private static final int DECODE_PORTS = 200;

    /** Scripts by file name, node by node; a node on which the engine's launcher starts processes itself has none. */
    public static Map<String, String> all(Ordered ordered, Exported exported, List<NodePart> parts) {
        Map<Integer, List<NodePart>> byNode = new TreeMap<>();
        parts.forEach(part ->
                byNode.computeIfAbsent(part.node(), node -> new ArrayList<>()).add(part));
        boolean remote =
                !ordered.book().trains() && !ordered.book().start().launcher().isEmpty();
        Map<String, String> scripts = new LinkedHashMap<>();
        byNode.forEach((node, there) -> {
            List<NodePart> started =
                    there.stream().filter(part -> !remote || part.rank() == 0).toList();
            if (!started.isEmpty()) {
                scripts.put(
                        ordered.role().map(role -> role.label() + "-").orElse("") + "node-" + node + ".sh",
                        script(ordered, exported, started, parts));
            }
        });
        return scripts;
    }

    private static String script(Ordered ordered, Exported exported, List<NodePart> there, List<NodePart> parts) {
        boolean several = there.size() > 1;
        StringBuilder text = new StringBuilder(head("Node " + there.getFirst().node() + ": starts its part of "
                + ordered.book().engine() + " and waits."));
        for (NodePart part : there) {
            Addresses addresses = addresses(ordered, part, parts);
            text.append(ServerCommand.of(
                            ordered, exported, part, addresses, !part.whole(), several ? List.of() : List.of("\"$@\"")))
                    .append(several ? " &\n\n" : "\n");
        }
        return ShellWords.literal(text.append(several ? "wait\n" : "").toString());
    }
}

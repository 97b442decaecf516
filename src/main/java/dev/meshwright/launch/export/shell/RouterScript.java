package dev.meshwright.launch.export.shell;

import dev.meshwright.facts.engine.option.OptionBook;
import dev.meshwright.facts.engine.option.Purpose;
import dev.meshwright.launch.export.Flag;
import dev.meshwright.launch.export.Ordered;
import dev.meshwright.launch.export.node.Addresses;
import dev.meshwright.launch.export.node.NodePart;
import dev.meshwright.layout.PoolRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Starts what leads requests through two pools: each goes to a server of prompts first and to one of answers then. */
public final class RouterScript {

    /** What TensorRT-LLM's server in front reads: a file with the addresses, which the script writes. */
    private static final String FILE = "disaggregated.yaml";

    private final OptionBook router;
    private final List<Server> servers = new ArrayList<>();

    private RouterScript(OptionBook router) {
        this.router = router;
    }

    private record Server(PoolRole role, String address, int port, int handover, int copies) {}

    /**
     * A pool that it leads to.
     *
     * @param ordered what is started
     * @param parts of its servers
     * @param name of its pods, whose servers are reached at {@code name-0.name}, {@code name-1.name}; empty where nodes have the
     *     servers
     */
    public record Pool(Ordered ordered, List<NodePart> parts, Optional<String> name) {
        public Pool {
            parts = List.copyOf(parts);
        }
    }

    /** The script of a node. */
    public static String of(OptionBook router, List<Pool> pools) {
        RouterScript script = new RouterScript(router);
        pools.forEach(script::add);
        String head = NodeScript.head(
                "Leads requests through both pools, at port " + NodeScript.ROUTER_PORT + " of the node it runs on.");
        return ShellWords.literal(head + script.fileIfAny() + script.command(List.of("\"$@\"")));
    }

    /** The script of a container: a router that is a package of its own is installed where the container lacks it. */
    public static String inPod(OptionBook router, List<Pool> pools) {
        RouterScript script = new RouterScript(router);
        pools.forEach(script::add);
        String program = router.start().program().getFirst();
        String installed = router.engine().equals("vllm")
                ? "command -v " + program + " >/dev/null || python3 -m pip install " + program + "\n"
                : "";
        return "cd /tmp\n" + installed + script.fileIfAny() + script.command(List.of());
    }

    private void add(Pool pool) {
        for (NodePart part : pool.parts()) {
            if (part.rank() == 0) {
                String node = "\"${NODE_" + part.node() + "_ADDRESS:?the address of node " + part.node() + "}\"";
                Addresses addresses = pool.name().isPresent()
                        ? Addresses.ofPods(NodeScript.ROUTER_PORT)
                        : NodeScript.addresses(pool.ordered(), part, pool.parts());
                servers.add(new Server(
                        pool.ordered().role().orElseThrow(),
                        "http://"
                                + pool.name()
                                        .map(name -> name + "-" + part.server() + "." + name)
                                        .orElse(node),
                        addresses.port(),
                        addresses.handover(),
                        pool.ordered().degrees().data() / part.nodes()));
            }
        }
    }

    private String fileIfAny() {
        return router.engine().equals("tensorrt-llm") ? file() : "";
    }

    /** @param further words of shell behind all options */
    private String command(List<String> further) {
        List<String> lines = new ArrayList<>();
        if (router.engine().equals("tensorrt-llm")) {
            put(Purpose.POOLS, FILE, lines);
        } else {
            put(Purpose.POOLS, "", lines);
            put(Purpose.TRANSFER_BACKEND, "nixl", lines);
            put(Purpose.ROUTING_POLICY, "round_robin", lines);
            servers.forEach(server -> put(
                    server.role() == PoolRole.PREFILL ? Purpose.PREFILL_ADDRESS : Purpose.DECODE_ADDRESS,
                    server.address() + ":" + server.port() + asked(server),
                    lines));
            int copies = servers.stream().mapToInt(Server::copies).max().orElse(1);
            if (copies > 1) {
                put(Purpose.COPIES_OF_NODE, String.valueOf(copies), lines);
            }
            put(Purpose.HOST, "0.0.0.0", lines);
            put(Purpose.PORT, String.valueOf(NodeScript.ROUTER_PORT), lines);
        }
        lines.addAll(further);
        return "exec " + ShellWords.line(router.start().program()) + " \\\n    " + String.join(" \\\n    ", lines)
                + "\n";
    }

    /** SGLang's router is told where a prefill server's caches are asked for. */
    private String asked(Server server) {
        boolean told = router.engine().equals("sglang") && server.role() == PoolRole.PREFILL;
        return told ? " " + server.handover() : "";
    }

    private void put(Purpose purpose, String value, List<String> lines) {
        router.of(purpose, Optional.empty())
                .map(option -> new Flag(option, value, ""))
                .ifPresent(flag -> lines.addAll(CommandLine.raw(List.of(flag))));
    }

    private String file() {
        StringBuilder text = new StringBuilder("cat > " + FILE + " <<END\nhostname: 0.0.0.0\nport: "
                + NodeScript.ROUTER_PORT + "\nbackend: pytorch\n");
        for (PoolRole role : PoolRole.values()) {
            List<Server> of =
                    servers.stream().filter(server -> server.role() == role).toList();
            text.append(role == PoolRole.PREFILL ? "context_servers:\n" : "generation_servers:\n")
                    .append("  num_instances: ")
                    .append(of.size())
                    .append("\n  urls:\n");
            of.forEach(server -> text.append("    - ")
                    .append(server.address().replace("http://", "").replace("\"", ""))
                    .append(':')
                    .append(server.port())
                    .append('\n'));
        }
        return text.append("END\n\n").toString();
    }
}

package dev.meshwright.launch.export;

import dev.meshwright.facts.engine.option.Meaning;
import dev.meshwright.facts.engine.option.Purpose;
import dev.meshwright.facts.workload.Workload;
import dev.meshwright.launch.export.node.Addresses;
import dev.meshwright.launch.export.node.NodePart;
import dev.meshwright.launch.pool.Balancing;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.PoolRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** vLLM: experts are whole on all ranks of a stage or cut over all of them; no release reads a map ({@code vllm/config}). */
final class VllmExport implements EngineExport {

    /** The engine's own, where the interval is no shorter. */
    private static final long WINDOW = 1000;

    @Override
    public Exported exported(Ordered ordered) {
        Flags flags = new Flags(ordered.book(), ordered.version());
        List<String> notes = new ArrayList<>();
        degrees(ordered, flags);
        balancing(ordered, flags, notes);
        exchange(ordered, flags);
        ServerLimits.put(ordered, flags, 1, 1);
        ordered.role().ifPresent(role -> flags.put(
                        Meaning.TRANSFER_CONNECTOR, "NixlConnector", "Caches travel between pools.")
                .put(
                        Meaning.TRANSFER_ROLE,
                        role == PoolRole.PREFILL ? "kv_producer" : "kv_consumer",
                        "Which pool it is: a router decides, the connector does not."));
        EngineExport.share(ordered, flags, false);
        ordered.room()
                .filter(room -> room.bytesPerGpu() > 0)
                .ifPresent(room -> flags.put(
                        Meaning.CACHE_BYTES,
                        (long) room.bytesPerGpu(),
                        "The cache of a GPU in bytes, as the plan counts with; it wins over any share of memory."));
        EngineExport.require(ordered, flags);
        return new Exported(
                EngineExport.program(ordered.book(), ordered.checkpoint()),
                flags.environment(),
                flags.flags(),
                List.of(),
                Optional.empty(),
                notes);
    }

    private static void degrees(Ordered ordered, Flags flags) {
        Degrees degrees = ordered.degrees();
        flags.put(Meaning.TENSOR, degrees.tensor(), "GPUs that split attention.")
                .put(
                        degrees.data() > 1,
                        Meaning.DATA,
                        degrees.data(),
                        "Copies of attention, each with its own requests.")
                .put(degrees.pipeline() > 1, Meaning.PIPELINE, degrees.pipeline(), "Stages.")
                .put(
                        degrees.context() > 1,
                        Meaning.DECODE_CONTEXT,
                        degrees.context(),
                        "Tensor ranks that share the cache of a sequence.")
                .put(
                        degrees.expert() > 1,
                        Meaning.EXPERT_SWITCH,
                        true,
                        "Experts are whole, " + degrees.expert() + " ranks share them out.");
        flags.put(
                degrees.pipeline() > 1,
                Meaning.LAYER_PARTITION,
                EngineExport.partition(ordered),
                "Layers of each stage, as the plan has them.");
    }

    private static void balancing(Ordered ordered, Flags flags, List<String> notes) {
        if (ordered.degrees().expert() == 1) {
            return;
        }
        ExpertMap map = ExpertMap.of(ordered.layout().experts(), ordered.model());
        int redundant = ordered.redundantExperts();
        Balancing balancing = ordered.balancing();
        if (redundant == 0 && !balancing.moves()) {
            return;
        }
        long interval = balancing.intervalSteps();
        flags.put(Meaning.BALANCER, true, "Experts move while it serves: vLLM reads no map of them.")
                .put(redundant > 0, Meaning.REDUNDANT_EXPERTS, redundant, "Expert slots beyond one for each expert.")
                .add(interval > 0, Purpose.BALANCER_INTERVAL, interval, "Steps between rearrangements, see below.")
                .add(
                        interval > 0,
                        Purpose.BALANCER_WINDOW,
                        Math.min(interval, WINDOW),
                        "Steps whose loads decide a rearrangement.")
                .add(Purpose.EXPERT_BALANCE, true, "Logs how even the ranks' loads are.");
        if (!map.trivial(ordered.model().experts())) {
            notes.add(
                    "The plan's map of experts cannot be given to vLLM: its balancer has to come to one as good, after its first"
                            + " window of steps. Measure after that.");
        }
    }

    /** Only work of one phase has one exchange that is best for it. */
    private static void exchange(Ordered ordered, Flags flags) {
        Degrees degrees = ordered.degrees();
        boolean dispatches = degrees.expert() > 1 && degrees.data() > 1;
        if (dispatches && ordered.problem().workload() instanceof Workload.Decode) {
            flags.put(Meaning.EXCHANGE, "deepep_low_latency", "Tokens go straight to their experts, as predicted.");
        } else if (dispatches && ordered.problem().workload() instanceof Workload.Prefill) {
            flags.put(Meaning.EXCHANGE, "deepep_high_throughput", "Tokens go once to each node, as predicted.");
        }
    }

    @Override
    public List<Flag> ofNode(Ordered ordered, NodePart part, Addresses addresses) {
        Flags flags = new Flags(ordered.book(), ordered.version());
        flags.add(Purpose.PORT, addresses.port(), "")
                .add(ordered.role().isPresent(), Purpose.HANDOVER_HOST, addresses.own(), "")
                .add(ordered.role().isPresent(), Purpose.HANDOVER_PORT, addresses.handover(), "");
        if (part.nodes() == 1) {
            return flags.all();
        }
        int gpusOfCopy = ordered.degrees().tensor() * ordered.degrees().pipeline();
        if (ordered.degrees().data() == 1) {
            flags.put(Meaning.NODES, part.nodes(), "")
                    .add(Purpose.NODE_RANK, addresses.rank(), "")
                    .add(Purpose.LEADER_ADDRESS, addresses.leader(), "")
                    .add(Purpose.LEADER_PORT, addresses.inner(), "");
        } else {
            if (part.gpus() % gpusOfCopy != 0) {
                throw Inexpressible.of(
                        "a copy of attention of " + gpusOfCopy + " GPUs lies on several nodes beside other copies",
                        "Maybe fewer tensor ranks or stages, so that copies fit on a node.");
            }
            int local = part.gpus() / gpusOfCopy;
            flags.put(Meaning.DATA_LOCAL, local, "")
                    .add(part.rank() > 0, Purpose.FIRST_COPY, addresses.times(local), "")
                    .add(Purpose.COPIES_ADDRESS, addresses.leader(), "")
                    .add(Purpose.COPIES_PORT, addresses.inner(), "");
        }
        flags.add(part.rank() > 0, Purpose.WORKER, true, "");
        EngineExport.require(ordered, flags);
        return flags.all();
    }
}

package dev.meshwright.launch.export;

import dev.meshwright.base.quantity.Figures;
import dev.meshwright.cost.evaluation.CacheRoom;
import dev.meshwright.facts.engine.option.Meaning;
import dev.meshwright.facts.engine.option.Purpose;
import dev.meshwright.facts.model.FeedForward.Dense;
import dev.meshwright.facts.model.Model;
import dev.meshwright.launch.export.node.Addresses;
import dev.meshwright.launch.export.node.NodePart;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.PoolRole;
import java.util.List;
import java.util.Optional;

/** SGLang: all ranks of a stage are its tensor degree, limits are the server's ({@code python/sglang/srt/server_args.py}). */
final class SglangExport implements EngineExport {

    /** The engine's own number of steps whose loads decide a rearrangement. */
    private static final long MOST_BUFFERED = 1000;

    /** Enough to log the balance of a step. */
    private static final long LOGGED = 100;

    @Override
    public Exported exported(Ordered ordered) {
        Flags flags = new Flags(ordered.book(), ordered.version());
        degrees(ordered, flags);
        Optional<ExpertMap> map = map(ordered, flags);
        ServerLimits.put(ordered, flags, ordered.degrees().data(), 1);
        ordered.role().ifPresent(role -> flags.put(Meaning.ROLE, role.label(), "Which pool it is.")
                .add(Purpose.TRANSFER_BACKEND, "mooncake", "Caches travel between pools by the engine's own."));
        ordered.setup()
                .mixedChunks()
                .filter(on -> on)
                .ifPresent(on -> flags.put(Meaning.MIXED_CHUNKS, true, "Stated by the problem."));
        // Its default shrinks with the tokens of a step, of which attention copies have the sum: large steps leave
        // nothing.
        EngineExport.share(ordered, flags, true);
        ordered.room()
                .filter(room -> room.tokensPerRank() > 0)
                .ifPresent(room -> flags.put(
                        Meaning.CACHE_TOKENS,
                        tokensBesideLoads(ordered, room),
                        "The cache of an attention rank in tokens, as the plan counts with"
                                + (bufferedSteps(ordered) > 0 ? ", less what kept loads take." : ".")));
        EngineExport.require(ordered, flags);
        return new Exported(
                EngineExport.program(ordered.book(), ordered.checkpoint()),
                flags.environment(),
                flags.flags(),
                List.of(),
                map,
                List.of());
    }

    private static void degrees(Ordered ordered, Flags flags) {
        Degrees degrees = ordered.degrees();
        int ranks = degrees.tensor() * degrees.data();
        flags.put(Meaning.MODEL, ordered.checkpoint(), "The weights.")
                .put(
                        Meaning.STAGE_RANKS,
                        ranks,
                        "Ranks of a stage: " + degrees.tensor() + " that split attention in " + degrees.data()
                                + " copies.");
        if (degrees.data() > 1) {
            flags.put(Meaning.DATA, degrees.data(), "Copies of attention, each with its own requests.")
                    .put(Meaning.ATTENTION_DATA, true, "The copies share a stage instead of being servers.");
        }
        flags.put(degrees.pipeline() > 1, Meaning.PIPELINE, degrees.pipeline(), "Stages.")
                .put(degrees.expert() > 1, Meaning.EXPERT, degrees.expert(), "Ranks that share the experts out.")
                .put(
                        degrees.context() > 1,
                        Meaning.DECODE_CONTEXT,
                        degrees.context(),
                        "Tensor ranks that share the cache of a sequence.")
                .put(
                        degrees.data() > 1 && degrees.expert() == ranks,
                        Meaning.EXCHANGE,
                        "deepep",
                        "Tokens travel to their experts, as predicted.");
        flags.put(
                degrees.tensor() == 1 && degrees.data() > 1 && mixedDepth(ordered.model()),
                Meaning.DENSE_TENSOR,
                1,
                "Layers without experts are whole on every rank, as attention is; they would be split over all ranks.");
        flags.put(
                degrees.pipeline() > 1,
                Meaning.LAYER_PARTITION,
                EngineExport.partition(ordered),
                "Layers of each stage, as the plan has them.");
    }

    /** Steps whose loads the engine keeps, for logs alone or for its balancer; none where no expert is on another rank. */
    private static long bufferedSteps(Ordered ordered) {
        boolean logs =
                ordered.book().of(Purpose.EXPERT_BALANCE, ordered.version()).isPresent();
        boolean moves = moves(ordered);
        if (ordered.degrees().expert() == 1 || !(logs || moves)) {
            return 0;
        }
        long interval = ordered.balancing().intervalSteps();
        return moves ? (interval > 0 ? Math.min(interval, MOST_BUFFERED) : MOST_BUFFERED) : LOGGED;
    }

    private static boolean moves(Ordered ordered) {
        return ordered.balancing().moves() && ordered.degrees().pipeline() == 1;
    }

    /** Every rank keeps the tokens of every slot of every layer, four bytes each ({@code eplb/expert_distribution.py}). */
    static double loadBytes(Ordered ordered) {
        double slots =
                (double) ordered.degrees().slotsPerRank() * ordered.degrees().expert();
        return 4.0 * bufferedSteps(ordered) * ordered.model().layers().size() * slots;
    }

    private static long tokensBesideLoads(Ordered ordered, CacheRoom room) {
        double left = room.bytesPerGpu() > 0 ? 1 - loadBytes(ordered) / room.bytesPerGpu() : 1;
        return Math.max(1, (long) (room.tokensPerRank() * Math.max(0, left)));
    }

    /** Whether a mixture has layers without experts. */
    private static boolean mixedDepth(Model model) {
        return model.experts() > 0 && model.layers().stream().anyMatch(layer -> layer.feedForward() instanceof Dense);
    }

    private static Optional<ExpertMap> map(Ordered ordered, Flags flags) {
        if (ordered.degrees().expert() == 1) {
            return Optional.empty();
        }
        int redundant = ordered.redundantExperts();
        ExpertMap map = ExpertMap.of(ordered.layout().experts(), ordered.model());
        flags.put(redundant > 0, Meaning.REDUNDANT_EXPERTS, redundant, "Expert slots beyond one for each expert.")
                .add(Purpose.EXPERT_BALANCE, "server_log", "Logs how even the ranks' loads are.")
                .add(
                        bufferedSteps(ordered) > 0,
                        Purpose.BALANCER_BUFFER,
                        bufferedSteps(ordered),
                        "Steps whose loads every GPU keeps, " + Figures.bytes(loadBytes(ordered))
                                + "; without it as many as lie between rearrangements.");
        if (moves(ordered)) {
            flags.put(Meaning.BALANCER, true, "Experts move while it serves.")
                    .add(
                            Purpose.BALANCER_INTERVAL,
                            ordered.balancing().intervalSteps(),
                            "Steps between rearrangements, see below.");
        }
        if (map.trivial(ordered.model().experts())) {
            return Optional.empty();
        }
        flags.put(
                Meaning.EXPERT_MAP, ordered.file(Exported.MAP), "Which expert lies in which slot, as the plan has it.");
        return Optional.of(map);
    }

    @Override
    public List<Flag> ofNode(Ordered ordered, NodePart part, Addresses addresses) {
        Flags flags = new Flags(ordered.book(), ordered.version());
        flags.add(Purpose.PORT, addresses.port(), "")
                .add(
                        ordered.role().filter(PoolRole.PREFILL::equals).isPresent(),
                        Purpose.HANDOVER_PORT,
                        addresses.handover(),
                        "");
        if (part.nodes() > 1) {
            flags.put(Meaning.NODES, part.nodes(), "")
                    .add(Purpose.NODE_RANK, addresses.rank(), "")
                    .add(Purpose.LEADER, addresses.leader() + ":" + addresses.inner(), "");
        }
        return flags.flags();
    }
}

package dev.meshwright.launch.export;

import dev.meshwright.facts.engine.option.Meaning;
import dev.meshwright.facts.engine.option.Purpose;
import dev.meshwright.facts.model.FeedForward.Dense;
import dev.meshwright.facts.model.Model;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.PoolRole;
import java.util.List;
import java.util.Optional;

/** SGLang: all ranks of a stage are its tensor degree, limits are the server's ({@code python/sglang/srt/server_args.py}). */
final class SglangExport implements EngineExport {

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
        ordered.room()
                .filter(room -> room.tokensPerRank() > 0)
                .ifPresent(room -> flags.put(
                        Meaning.CACHE_TOKENS,
                        room.tokensPerRank(),
                        "The cache of an attention rank in tokens, as the plan counts with."));
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
                .add(Purpose.EXPERT_BALANCE, "server_log", "Logs how even the ranks' loads are.");
        if (ordered.balancing().moves() && ordered.degrees().pipeline() == 1) {
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

package dev.meshwright.launch.export;

import dev.meshwright.facts.engine.option.Meaning;
import dev.meshwright.facts.engine.option.Purpose;
import dev.meshwright.launch.export.node.Addresses;
import dev.meshwright.launch.export.node.NodePart;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.PoolRole;
import java.util.List;
import java.util.Optional;

/** TensorRT-LLM: a file of settings; attention is split or copied over all ranks of a stage (reference of TorchLlmArgs). */
final class TensorRtExport implements EngineExport {

    @Override
    public Exported exported(Ordered ordered) {
        Degrees degrees = ordered.degrees();
        int ranks = degrees.tensor() * degrees.data();
        boolean experts = ordered.model().experts() > 0;
        Flags settings = new Flags(ordered.book(), ordered.version());
        settings.put(Meaning.STAGE_RANKS, ranks, "Ranks of a stage, which split attention or hold copies of it.")
                .put(degrees.data() > 1, Meaning.ATTENTION_DATA, true, "Each rank has a copy of attention.")
                .put(experts, Meaning.EXPERT, degrees.expert(), "Ranks that share the experts out.")
                .put(experts, Meaning.EXPERT_TENSOR, degrees.expertTensor(), "Ranks that split an expert.")
                .put(degrees.pipeline() > 1, Meaning.PIPELINE, degrees.pipeline(), "Stages.");
        if (degrees.pipeline() > 1
                && ordered.book().of(Meaning.LAYER_PARTITION, ordered.version()).isPresent()) {
            settings.put(
                    Meaning.LAYER_PARTITION,
                    EngineExport.partition(ordered),
                    "Layers of each stage, as the plan has them.");
        }
        Optional<ExpertMap> map = map(ordered, settings);
        ServerLimits.put(ordered, settings, 1, degrees.pipeline());
        handover(ordered, settings);
        EngineExport.share(ordered, settings, false);
        ordered.room()
                .filter(room -> room.tokensPerRank() > 0)
                .ifPresent(room -> settings.put(
                        Meaning.CACHE_TOKENS,
                        room.tokensPerRank(),
                        "The cache of an attention rank in tokens, as the plan counts with."));
        Flags flags = new Flags(ordered.book(), ordered.version());
        flags.put(Meaning.CONFIG_FILE, ordered.file(Exported.SETTINGS), "All other settings.");
        EngineExport.require(ordered, flags, settings);
        return new Exported(
                EngineExport.program(ordered.book(), ordered.checkpoint()),
                settings.environment(),
                flags.flags(),
                settings.flags(),
                map,
                List.of());
    }

    /** Caches travel from one pool to the other by what the library finds best. */
    private static void handover(Ordered ordered, Flags settings) {
        if (ordered.role().isEmpty()) {
            return;
        }
        settings.add(Purpose.TRANSFER_BACKEND, "DEFAULT", "Caches travel between pools.")
                .add(Purpose.TRANSFER_TOKENS, ordered.longestSequence(), "A prompt's cache travels as a whole.")
                .put(
                        ordered.role().filter(PoolRole.PREFILL::equals).isPresent(),
                        Meaning.OVERLAP_OFF,
                        true,
                        "Servers of prompts alone plan no step ahead.");
    }

    private static Optional<ExpertMap> map(Ordered ordered, Flags settings) {
        if (ordered.degrees().expert() == 1 || ordered.degrees().data() == 1) {
            return Optional.empty();
        }
        ExpertMap map = ExpertMap.of(ordered.layout().experts(), ordered.model());
        int redundant = ordered.redundantExperts();
        boolean moves = ordered.balancing().moves();
        if (!moves && redundant == 0 && map.trivial(ordered.model().experts())) {
            return Optional.empty();
        }
        settings.put(
                        Meaning.EXPERT_SLOTS,
                        ordered.model().experts() + redundant,
                        "Slots of a layer; those beyond one for each expert are redundant.")
                .put(
                        Meaning.BALANCER_UPDATES,
                        moves ? 1 : 0,
                        moves ? "Layers that move in a step." : "Experts stay where the map puts them.")
                .put(Meaning.EXPERT_MAP, "{}", "Which expert lies in which slot, as the plan has it.");
        return Optional.of(map);
    }

    @Override
    public List<Flag> ofNode(Ordered ordered, NodePart part, Addresses addresses) {
        Flags flags = new Flags(ordered.book(), ordered.version());
        return flags.add(Purpose.PORT, addresses.port(), "")
                .put(part.nodes() > 1, Meaning.GPUS_PER_NODE, part.gpus(), "")
                .flags();
    }
}

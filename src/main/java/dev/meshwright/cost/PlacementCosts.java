package dev.meshwright.cost;

import dev.meshwright.base.derivation.Ledger;
import dev.meshwright.cost.engine.Site;
import dev.meshwright.cost.evaluation.Component;
import dev.meshwright.cost.evaluation.MemoryComponent;
import dev.meshwright.cost.exact.LayerLoads;
import dev.meshwright.cost.exact.Replicas;
import dev.meshwright.cost.exact.StageTable;
import dev.meshwright.cost.layer.ModelKinds;
import dev.meshwright.cost.layer.Pass;
import dev.meshwright.cost.layer.RoutedExperts;
import dev.meshwright.cost.layer.Spread;
import dev.meshwright.cost.pass.CostParts;
import dev.meshwright.cost.pass.Span;
import dev.meshwright.cost.tally.Tally;
import dev.meshwright.facts.model.FeedForward.Mixture;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.DeviceMap;
import dev.meshwright.layout.ExpertSlots;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What placing experts, layers and ranks costs under given degrees: the numbers that placement problems are made of,
 * from the same passes that evaluate the complete layout.
 *
 * <p>The main pass counts: the decode step in serving, one micro-batch forward and backward in training.
 */
public final class PlacementCosts {

    private final CostParts parts;
    private final Degrees degrees;
    private final Pass pass;
    private final @Nullable RoutedExperts[] routedByKind;
    private final int[] kindOfRouted;

    PlacementCosts(CostParts parts, Degrees degrees) {
        this.parts = parts;
        this.degrees = degrees;
        this.pass = parts.timing().mainPass(degrees);
        this.routedByKind = new RoutedExperts[parts.kinds().count()];
        this.kindOfRouted = new int[parts.kinds().routedLayers()];
        for (int layer = 0; layer < parts.kinds().depth(); layer++) {
            int kind = parts.kinds().kindOf(layer);
            if (parts.kinds().mixture(kind) != null) {
                routedByKind[kind] = parts.timer().routed(kind, pass, degrees);
                kindOfRouted[parts.kinds().routedNumber(layer)] = kind;
            }
        }
    }

    /** Number of kinds of places, one per node group of the cluster. */
    public int sites() {
        return parts.sites().size();
    }

    /** Share of each expert in the assignments of every routed layer, {@code [routed layer][expert]}. */
    public double[][] shares() {
        ModelKinds kinds = parts.kinds();
        double[][] shares = new double[kinds.routedLayers()][];
        for (int layer = 0; layer < kinds.depth(); layer++) {
            Mixture mixture = kinds.mixture(kinds.kindOf(layer));
            if (mixture != null) {
                int routed = kinds.routedNumber(layer);
                shares[routed] = parts.problem().expertLoad().shares(routed, mixture.experts());
            }
        }
        return shares;
    }

    /**
     * Seconds that a rank of the first site spends on a slot, launches left out.
     *
     * @param routedLayer number among the routed layers
     * @param share of the layer's assignments that the slot receives
     */
    public double slotSeconds(int routedLayer, double share) {
        return slotSeconds(routedLayer, share, 0);
    }

    /** The same on a rank of {@code site}. */
    public double slotSeconds(int routedLayer, double share, int site) {
        RoutedExperts routed = Objects.requireNonNull(routedByKind[kindOfRouted[routedLayer]]);
        return parts.exposed().passes(Component.EXPERTS, pass, degrees)
                * routed.slotSeconds(parts.sites().get(site).kernels(pass), share);
    }

    /** Number of the kind of a routed layer: slots of layers of one kind cost the same at the same share. */
    public int kindOfRouted(int routedLayer) {
        return kindOfRouted[routedLayer];
    }

    /**
     * Exposed seconds of one micro-batch in every layer on one site.
     *
     * @param experts placement of the experts
     * @param site number of the site
     * @param expertIslands islands of fast links that the stage lies on, copies of the experts on their part of them
     * @return {@code [layer]}, then the embedding, the LM head, a hop inside an island and a hop between islands
     */
    public StageSeconds stageSeconds(ExpertSlots experts, int site, int expertIslands) {
        Site place = parts.sites().get(site);
        int tensorIslands = Math.ceilDiv(degrees.tensor(), place.links().islandSize());
        LayerLoads[] loads = Replicas.loads(parts, degrees, experts, pass, place);
        int copy = degrees.gpusPerExpertCopy();
        Spread spread = Spread.even(copy, Math.ceilDiv(expertIslands * copy, degrees.gpusPerStage()));
        StageTable near = table(place, new Span(tensorIslands, spread, true), loads);
        StageTable far = table(place, new Span(tensorIslands, spread, false), loads);
        List<Double> layers = new ArrayList<>();
        for (int layer = 0; layer < parts.kinds().depth(); layer++) {
            layers.add(near.layerSeconds(layer));
        }
        return new StageSeconds(
                layers, near.embeddingSeconds(), near.headSeconds(), near.hopSeconds(), far.hopSeconds());
    }

    private StageTable table(Site place, Span span, LayerLoads[] loads) {
        return new StageTable(parts, place, span, pass, degrees, loads);
    }

    /**
     * Exposed seconds of one micro-batch on one site.
     *
     * @param layers by layer
     * @param embedding look-up
     * @param head LM head
     * @param hopInside to a stage on the same island
     * @param hopAcross to a stage on another island
     */
    public record StageSeconds(List<Double> layers, double embedding, double head, double hopInside, double hopAcross) {

        public StageSeconds {
            layers = List.copyOf(layers);
        }
    }

    /** What splits of the layers cost on {@code devices} of one site. */
    public StageCosts stageCosts(ExpertSlots experts, int site, DeviceMap devices) {
        return new StageCosts(parts, degrees, experts, site, devices);
    }

    /** Bytes of a slot of one routed layer on a GPU, the heaviest kind of layer. */
    public double slotBytes() {
        double most = 0;
        for (int kind = 0; kind < parts.kinds().count(); kind++) {
            if (routedByKind[kind] != null) {
                double weights = parts.memory().weights(kind).expertParametersPerGpu(degrees) / degrees.slotsPerRank();
                most = Math.max(
                        most, weights * parts.problem().model().precisions().expertBytes());
            }
        }
        return most;
    }

    /** Seconds in which a rank receives {@code bytes} of others of its stage: over the network where that leaves an island. */
    public double sendSeconds(double bytes) {
        Tally tally = new Tally();
        Site place = parts.sites().getFirst();
        place.links().hop(tally, bytes, degrees.gpusPerStage() <= place.links().islandSize());
        return tally.seconds(Component.PIPELINE_HOP);
    }

    /** Bytes that a stage with a range of layers claims of a GPU, which {@link #usableBytes} is the limit of. */
    public double stageBytes(int stage, int firstLayer, int lastLayer) {
        double[] bytes = new double[MemoryComponent.COUNT];
        parts.memory().fill(degrees, parts.stageShape(degrees, stage, firstLayer, lastLayer), bytes, Ledger.NONE);
        return parts.memory().limits().claimedBytes(degrees, bytes);
    }

    /** Bytes that a layout may fill of a GPU of a site. */
    public double usableBytes(int site) {
        return parts.usableBytes(parts.sites().get(site).gpu());
    }
}

package dev.meshwright.cost.exact;

import dev.meshwright.cost.engine.Site;
import dev.meshwright.cost.layer.ModelKinds;
import dev.meshwright.cost.layer.Pass;
import dev.meshwright.cost.layer.Spread;
import dev.meshwright.cost.pass.CostParts;
import dev.meshwright.cost.pass.Span;
import dev.meshwright.cost.serving.PassTimes;
import dev.meshwright.facts.cluster.Device;
import dev.meshwright.facts.model.FeedForward.Mixture;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.ExpertSlots;
import dev.meshwright.layout.Layout;
import dev.meshwright.layout.Stage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

/** The stages of every replica of a layout on their GPUs, and what a pass takes there. */
public final class Replicas {

    private final CostParts parts;
    private final Layout layout;
    private final List<Device> devices;
    private final int[] siteOfDevice;
    private final int[] islandOfDevice;

    /** The replicas of {@code layout} on {@code devices}. */
    public Replicas(CostParts parts, Layout layout, List<Device> devices) {
        this.parts = parts;
        this.layout = layout;
        this.devices = devices;
        this.siteOfDevice = parts.siteOfDevice();
        this.islandOfDevice = devices.stream().mapToInt(Device::island).toArray();
    }

    private LayerLoads[] loads(Pass pass, Site site, IdentityHashMap<Site, LayerLoads[]> known) {
        return known.computeIfAbsent(site, place -> loads(parts, layout.degrees(), layout.experts(), pass, place));
    }

    /** Routed work of every layer when {@code experts} are in their slots on ranks of {@code site}. */
    public static LayerLoads[] loads(CostParts parts, Degrees degrees, ExpertSlots experts, Pass pass, Site site) {
        ModelKinds kinds = parts.kinds();
        LayerLoads[] loads = new LayerLoads[kinds.depth()];
        int before = -1;
        double[] sharesBefore = {};
        for (int layer = 0; layer < loads.length; layer++) {
            int kind = kinds.kindOf(layer);
            Mixture mixture = kinds.mixture(kind);
            if (mixture == null) {
                loads[layer] = LayerLoads.NONE;
                continue;
            }
            int routed = kinds.routedNumber(layer);
            double[] shares = parts.problem().expertLoad().shares(routed, mixture.experts());
            boolean repeated = before >= 0
                    && kind == kinds.kindOf(before)
                    && Arrays.equals(shares, sharesBefore)
                    && experts.alike(routed, kinds.routedNumber(before));
            loads[layer] = repeated
                    ? loads[before]
                    : LayerLoads.of(
                            parts.timer().routed(kind, pass, degrees),
                            site.kernels(pass),
                            shares,
                            experts,
                            routed,
                            degrees.slotsPerRank());
            before = layer;
            sharesBefore = shares;
        }
        return loads;
    }

    /** Seconds of a micro-batch in every stage of every replica. */
    ReplicaTimes times(Pass pass) {
        return times(pass, 0, layout.degrees().replicas());
    }

    /** The same of one replica alone. */
    ReplicaTimes times(Pass pass, int replica) {
        return times(pass, replica, 1);
    }

    private ReplicaTimes times(Pass pass, int firstReplica, int count) {
        Degrees degrees = layout.degrees();
        Map<List<Object>, StageTable> tables = new HashMap<>();
        IdentityHashMap<Site, LayerLoads[]> loads = new IdentityHashMap<>();
        List<PassTimes> times = new ArrayList<>();
        double[] stageSeconds = new double[degrees.pipeline()];
        Traversal traversal = new Traversal(parts.kinds().depth());
        for (int replica = firstReplica; replica < firstReplica + count; replica++) {
            double sum = 0;
            double max = 0;
            for (int stage = 0; stage < degrees.pipeline(); stage++) {
                StageTable table = slowestTable(replica, stage, pass, tables, loads);
                Stage layers = layout.stages().get(stage);
                StageTable.Position position = StageTable.Position.of(layout, stage);
                double seconds = table.stageSeconds(layers, position);
                sum += seconds;
                max = Math.max(max, seconds);
                stageSeconds[stage] = Math.max(stageSeconds[stage], seconds);
                if (replica == firstReplica) {
                    table.addTo(traversal, layers, position);
                }
            }
            times.add(new PassTimes(sum, max));
        }
        Site first = slowestTable(firstReplica, 0, pass, tables, loads).site();
        return new ReplicaTimes(first, times, stageSeconds, traversal, loads(pass, first, loads));
    }

    /** The table of the slowest kind of GPU among those of a stage: a group waits for its slowest member. */
    private StageTable slowestTable(
            int replica,
            int stage,
            Pass pass,
            Map<List<Object>, StageTable> tables,
            IdentityHashMap<Site, LayerLoads[]> loads) {
        Span span = span(replica, stage);
        StageTable slowest = null;
        double slowestSeconds = -1;
        for (int site : sites(replica, stage)) {
            StageTable table = tables.computeIfAbsent(List.of(site, span), key -> {
                Site place = parts.sites().get(site);
                return new StageTable(parts, place, span, pass, layout.degrees(), loads(pass, place, loads));
            });
            double seconds = table.stageSeconds(layout.stages().get(stage), StageTable.Position.of(layout, stage));
            if (seconds > slowestSeconds) {
                slowest = table;
                slowestSeconds = seconds;
            }
        }
        return Objects.requireNonNull(slowest);
    }

    private Set<Integer> sites(int replica, int stage) {
        Set<Integer> sites = new LinkedHashSet<>();
        for (int device : devices(replica, stage)) {
            sites.add(siteOfDevice[device]);
        }
        return sites;
    }

    private int[] devices(int replica, int stage) {
        return layout.devices().devices(replica * layout.degrees().pipeline() + stage);
    }

    /** Islands that the groups of a stage touch. */
    public Span span(int replica, int stage) {
        int[] ranks = devices(replica, stage);
        int tensor = layout.degrees().tensor();
        int widest = 1;
        for (int first = 0; first < ranks.length; first += tensor) {
            widest = Math.max(widest, islands(ranks, first, first + tensor));
        }
        boolean onIsland = true;
        if (stage + 1 < layout.degrees().pipeline()) {
            int[] next = devices(replica, stage + 1);
            for (int rank = 0; rank < ranks.length; rank++) {
                onIsland &= islandOfDevice[ranks[rank]] == islandOfDevice[next[rank]];
            }
        }
        return new Span(widest, spread(ranks), onIsland);
    }

    /** Of the copies of the experts the one on most islands, or with fewest of its GPUs on one. */
    private Spread spread(int[] ranks) {
        int copy = layout.degrees().gpusPerExpertCopy();
        return IntStream.iterate(0, first -> first < ranks.length, first -> first + copy)
                .mapToObj(first -> spread(ranks, first, first + copy))
                .max(Comparator.comparingInt(Spread::islands)
                        .thenComparing(
                                Comparator.comparingDouble(Spread::fewest).reversed()))
                .orElseThrow();
    }

    private Spread spread(int[] ranks, int from, int to) {
        Map<Integer, Integer> onIsland = new HashMap<>();
        for (int rank = from; rank < to; rank++) {
            onIsland.merge(islandOfDevice[ranks[rank]], 1, Integer::sum);
        }
        return new Spread(onIsland.size(), Collections.min(onIsland.values()));
    }

    private int islands(int[] ranks, int from, int to) {
        int[] islands = new int[to - from];
        for (int rank = from; rank < to; rank++) {
            islands[rank - from] = islandOfDevice[ranks[rank]];
        }
        Arrays.sort(islands);
        int different = 1;
        for (int i = 1; i < islands.length; i++) {
            different += islands[i] == islands[i - 1] ? 0 : 1;
        }
        return different;
    }

    /** The GPU of a stage, of any replica, with the least memory that a layout may fill. */
    Device tightest(int stage) {
        Device tightest = null;
        for (int replica = 0; replica < layout.degrees().replicas(); replica++) {
            for (int index : devices(replica, stage)) {
                Device device = devices.get(index);
                if (tightest == null || parts.usableBytes(device.gpu()) < parts.usableBytes(tightest.gpu())) {
                    tightest = device;
                }
            }
        }
        return Objects.requireNonNull(tightest);
    }
}

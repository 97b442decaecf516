package dev.meshwright.cost.bound;

import dev.meshwright.cost.engine.Site;
import dev.meshwright.cost.layer.ModelKinds;
import dev.meshwright.cost.layer.Pass;
import dev.meshwright.cost.layer.RankLoad;
import dev.meshwright.cost.layer.RoutedExperts;
import dev.meshwright.cost.pass.CostParts;
import dev.meshwright.cost.pass.ExposedTime;
import dev.meshwright.cost.pass.PassTimer;
import dev.meshwright.cost.pass.Span;
import dev.meshwright.cost.tally.Tally;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.ExpertLoad;
import dev.meshwright.layout.Degrees;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What every layer of a micro-batch takes at best on the GPUs of a site, experts as well balanced as their copies allow.
 *
 * <p>Keeps a scratch account: one instance per thread.
 */
final class LayerSeconds {

    private static final RankLoad NO_LOAD = new RankLoad(0, 0, 0);

    private final Problem problem;
    private final ModelKinds kinds;
    private final List<Site> sites;
    private final PassTimer timer;
    private final ExposedTime exposed;
    private final boolean uniformLoad;
    private final Tally scratch = new Tally();
    private final int[][] layersOfKind;
    private final Map<WorkKey, RoutedExperts.Work[]> works = new HashMap<>();

    /** What the work of the experts of a layer kind depends on: not the number of ranks that share it. */
    private record WorkKey(int kind, int site, boolean cached, double groupTokens, double widthPerRank) {}

    LayerSeconds(Problem problem, CostParts parts) {
        this.problem = problem;
        this.kinds = parts.kinds();
        this.sites = parts.sites();
        this.timer = parts.timer();
        this.exposed = parts.exposed();
        this.uniformLoad = problem.expertLoad().even();
        this.layersOfKind = IntStream.range(0, kinds.count())
                .mapToObj(kind -> IntStream.range(0, kinds.depth())
                        .filter(layer -> kinds.kindOf(layer) == kind)
                        .toArray())
                .toArray(int[][]::new);
    }

    /** Notes the seconds of every layer on a site, the embedding's with the first and the head's with the last. */
    void fill(double[] seconds, Degrees degrees, Pass pass, int number, Span span) {
        for (int kind = 0; kind < kinds.count(); kind++) {
            fillLayerSeconds(seconds, degrees, pass, number, kind, span);
        }
        seconds[0] += embeddingSeconds(degrees, pass, sites.get(number));
        seconds[kinds.depth() - 1] += headSeconds(degrees, pass, sites.get(number), span);
    }

    private double embeddingSeconds(Degrees degrees, Pass pass, Site site) {
        scratch.clear();
        timer.embedding(site, pass, scratch);
        return exposed.seconds(scratch, pass, degrees);
    }

    double headSeconds(Degrees degrees, Pass pass, Site site, Span span) {
        scratch.clear();
        timer.head(site, pass, degrees, span, scratch);
        return exposed.seconds(scratch, pass, degrees);
    }

    /** Notes the seconds of every layer of {@code kind} on a site. */
    private void fillLayerSeconds(double[] seconds, Degrees degrees, Pass pass, int siteNumber, int kind, Span span) {
        Site site = sites.get(siteNumber);
        int[] layers = layersOfKind[kind];
        if (kinds.mixture(kind) == null) {
            fill(seconds, layers, layerSeconds(degrees, pass, site, kind, span, NO_LOAD));
            return;
        }
        RoutedExperts routed = timer.routed(kind, pass, degrees);
        if (uniformLoad
                && degrees.slotsPerRank() * degrees.expert() == routed.mixture().experts()) {
            RankLoad load = routed.balanced(site.kernels(pass), degrees.expert(), degrees.slotsPerRank());
            fill(seconds, layers, layerSeconds(degrees, pass, site, kind, span, load));
            return;
        }
        RankLoad[] loads = balancedLoads(degrees, pass, routed, kind, siteNumber);
        if (loads.length == 1) {
            fill(seconds, layers, layerSeconds(degrees, pass, site, kind, span, loads[0]));
            return;
        }
        for (int i = 0; i < layers.length; i++) {
            seconds[layers[i]] = layerSeconds(degrees, pass, site, kind, span, loads[i]);
        }
    }

    private static void fill(double[] seconds, int[] layers, double each) {
        for (int layer : layers) {
            seconds[layer] = each;
        }
    }

    /** Bounds of the rank loads of every routed layer; one entry where all layers have the same distribution. */
    private RankLoad[] balancedLoads(Degrees degrees, Pass pass, RoutedExperts routed, int kind, int siteNumber) {
        int experts = routed.mixture().experts();
        int spare = degrees.slotsPerRank() * degrees.expert() - experts;
        int maxReplicas = Math.min(degrees.expert(), spare + 1);
        RoutedExperts.Work[] work = works(pass, routed, kind, siteNumber);
        RankLoad[] loads = new RankLoad[work.length];
        for (int i = 0; i < loads.length; i++) {
            loads[i] = routed.bound(sites.get(siteNumber).kernels(pass), work[i], degrees.expert(), maxReplicas);
        }
        return loads;
    }

    private RoutedExperts.Work[] works(Pass pass, RoutedExperts routed, int kind, int siteNumber) {
        WorkKey key = new WorkKey(kind, siteNumber, pass.cached(), routed.groupTokens(), routed.widthPerRank());
        return works.computeIfAbsent(key, ignored -> {
            // Layers of one synthetic distribution differ only in the order of their experts.
            boolean sameEverywhere = !(problem.expertLoad() instanceof ExpertLoad.Measured);
            int[] layers = sameEverywhere ? new int[] {0} : kinds.routedNumbers(kind);
            if (uniformLoad) {
                return new RoutedExperts.Work[] {
                    routed.evenWork(sites.get(siteNumber).kernels(pass))
                };
            }
            RoutedExperts.Work[] work = new RoutedExperts.Work[layers.length];
            for (int i = 0; i < work.length; i++) {
                double[] shares =
                        problem.expertLoad().shares(layers[i], routed.mixture().experts());
                work[i] = routed.work(sites.get(siteNumber).kernels(pass), shares);
            }
            return work;
        });
    }

    private double layerSeconds(Degrees degrees, Pass pass, Site site, int kind, Span span, RankLoad load) {
        scratch.clear();
        timer.forward(site, kind, pass, degrees, load, span, scratch);
        return exposed.seconds(scratch, pass, degrees);
    }
}

package dev.meshwright.cost.bound;

import dev.meshwright.base.patience.Patience;
import dev.meshwright.cost.engine.Site;
import dev.meshwright.cost.evaluation.DecodePass;
import dev.meshwright.cost.layer.ModelKinds;
import dev.meshwright.cost.layer.Pass;
import dev.meshwright.cost.layer.RankLoad;
import dev.meshwright.cost.layer.RoutedExperts;
import dev.meshwright.cost.layer.Spread;
import dev.meshwright.cost.pass.CostParts;
import dev.meshwright.cost.pass.ExposedTime;
import dev.meshwright.cost.pass.PassTimer;
import dev.meshwright.cost.pass.Span;
import dev.meshwright.cost.serving.PassTimes;
import dev.meshwright.cost.tally.Tally;
import dev.meshwright.facts.cluster.NodeGroup;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.ExpertLoad;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Family;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a micro-batch takes at best through the stages of degrees that nobody has placed yet, see {@link DegreeModel}.
 *
 * <p>Keeps scratch accounts: one instance per thread.
 */
public final class DegreeTimes {

    private static final RankLoad NO_LOAD = new RankLoad(0, 0, 0);

    private final Problem problem;
    private final ModelKinds kinds;
    private final List<Site> sites;
    private final PassTimer timer;
    private final ExposedTime exposed;
    private final boolean uniformLoad;
    private final int largestIsland;
    private final Tally scratch = new Tally();

    /** Seconds of every layer on every site, the embedding's with the first and the head's with the last. */
    private final double[][] siteSeconds;

    private final double[] fastestSeconds;
    private final double[] nearSeconds;
    private final double[] dearerSeconds;
    private final StageBound.Runs runs;
    private StageSpeeds speeds;
    private final HopBound hopBound;
    private StageBound.@Nullable Capacity capacity;
    private final int[][] layersOfKind;
    private final Map<WorkKey, RoutedExperts.Work[]> works = new HashMap<>();

    /** What the work of the experts of a layer kind depends on: not the number of ranks that share it. */
    private record WorkKey(int kind, int site, boolean cached, double groupTokens, double widthPerRank) {}

    public DegreeTimes(Problem problem, CostParts parts) {
        this.problem = problem;
        this.kinds = parts.kinds();
        this.sites = parts.sites();
        this.timer = parts.timer();
        this.exposed = parts.exposed();
        this.largestIsland =
                sites.stream().mapToInt(site -> site.links().islandSize()).max().orElseThrow();
        this.uniformLoad = problem.expertLoad().even();
        this.siteSeconds = new double[sites.size()][kinds.depth()];
        this.fastestSeconds = new double[kinds.depth()];
        this.nearSeconds = new double[kinds.depth()];
        this.dearerSeconds = new double[kinds.depth()];
        this.runs = new StageBound.Runs(kinds.depth());
        this.speeds = new StageSpeeds(
                problem.cluster().nodes().stream().mapToInt(NodeGroup::gpus).toArray());
        this.hopBound = new HopBound(timer, exposed);
        this.layersOfKind = IntStream.range(0, kinds.count())
                .mapToObj(kind -> IntStream.range(0, kinds.depth())
                        .filter(layer -> kinds.kindOf(layer) == kind)
                        .toArray())
                .toArray(int[][]::new);
    }

    /** Takes stages to be on so many GPUs of each site from now on. */
    void use(StageSpeeds there) {
        speeds = there;
    }

    /** The pass of a decode step under {@code degrees}. */
    DecodePass decodePass(Degrees degrees, Pass pass) {
        double head = sites.stream()
                .mapToDouble(site -> headSeconds(degrees, pass, site, span(degrees, largestIsland)))
                .min()
                .orElseThrow();
        return new DecodePass(of(degrees, pass).sumSeconds(), head);
    }

    /** Seconds of a micro-batch through all stages, and in the slowest one at its shortest. */
    PassTimes of(Degrees degrees, Pass pass) {
        if (sites.size() == 1) {
            return of(degrees, pass, 0);
        }
        double hops = Double.POSITIVE_INFINITY;
        for (int number = 0; number < sites.size(); number++) {
            fill(degrees, pass, number, span(degrees, largestIsland));
            hops = Math.min(hops, hopBound.between(degrees, pass, sites.get(number), largestIsland));
        }
        double[] fastest = fastestSeconds();
        double sum = hops;
        for (double seconds : fastest) {
            sum += seconds;
        }
        double longest = longest(fastest, degrees.pipeline(), 0);
        double mixed =
                speeds.longestStageSeconds(siteSeconds, degrees.gpusPerStage(), degrees.pipeline(), degrees.replicas());
        return new PassTimes(degrees.pipeline() == 1 ? Math.max(sum, mixed) : sum, Math.max(longest, mixed));
    }

    /** The same if all stages were on GPUs of {@code site}, or on any. */
    public PassTimes at(Degrees degrees, Pass pass, int site) {
        return site == CopiesOnSites.ANY ? of(degrees, pass) : of(degrees, pass, site);
    }

    /**
     * The same of degrees of an inference family. Where several numbers of ranks may share a cache it reads as little of it as
     * with the most of them, for the queries of its own heads alone, and sends what none sends.
     */
    PassTimes atBest(Family family, Degrees degrees, Pass pass, int site) {
        if (family.contexts().size() == 1) {
            return at(degrees, pass, site);
        }
        Degrees alone = new Degrees(degrees.cut().withContext(1), degrees.batch());
        return at(alone, pass.onPartOfCache(family.contexts().getLast()), site);
    }

    /** The same where stages hold no more layers than that. */
    PassTimes at(Degrees degrees, Pass pass, int site, StageBound.Capacity held) {
        capacity = held;
        try {
            return at(degrees, pass, site);
        } finally {
            capacity = null;
        }
    }

    /** The same if all stages were on GPUs of one site. */
    PassTimes of(Degrees degrees, Pass pass, int site) {
        Patience.ask();
        Site place = sites.get(site);
        // A stage may lie on GPUs of several sites, of which this is the slowest.
        fill(degrees, pass, site, span(degrees, largestIsland));
        double sum = 0;
        for (double seconds : siteSeconds[site]) {
            sum += seconds;
        }
        if (degrees.pipeline() == 1) {
            return new PassTimes(sum, sum);
        }
        HopBound.Hops hops =
                hopBound.onOneSite(degrees, pass, place, places -> dearerLayers(degrees, pass, site, places));
        double longest = longest(siteSeconds[site], degrees.pipeline(), hops.leastSeconds());
        return new PassTimes(sum + hops.sumSeconds(), longest);
    }

    private double longest(double[] layers, int stages, double hop) {
        StageBound.Capacity held = capacity;
        return held == null
                ? StageBound.shortestLongestStage(layers, stages, hop, runs)
                : StageBound.shortestLongestStage(layers, stages, hop, held);
    }

    /** Seconds by which every layer takes longer where its stage has no more GPUs on an island than that; until asked again. */
    private double[] dearerLayers(Degrees degrees, Pass pass, int site, int places) {
        double[] seconds = siteSeconds[site];
        System.arraycopy(seconds, 0, nearSeconds, 0, seconds.length);
        fill(degrees, pass, site, new Span(1, closest(degrees.gpusPerExpertCopy(), places), true));
        for (int layer = 0; layer < seconds.length; layer++) {
            dearerSeconds[layer] = seconds[layer] - nearSeconds[layer];
            seconds[layer] = nearSeconds[layer];
        }
        return dearerSeconds;
    }

    /** Notes the seconds of every layer on a site, the embedding's with the first and the head's with the last. */
    private void fill(Degrees degrees, Pass pass, int number, Span span) {
        for (int kind = 0; kind < kinds.count(); kind++) {
            fillLayerSeconds(degrees, pass, number, kind, span);
        }
        siteSeconds[number][0] += embeddingSeconds(degrees, pass, sites.get(number));
        siteSeconds[number][kinds.depth() - 1] += headSeconds(degrees, pass, sites.get(number), span);
    }

    /** Seconds of every layer on the site that is fastest for it. */
    private double[] fastestSeconds() {
        Arrays.fill(fastestSeconds, Double.POSITIVE_INFINITY);
        for (double[] site : siteSeconds) {
            for (int layer = 0; layer < site.length; layer++) {
                fastestSeconds[layer] = Math.min(fastestSeconds[layer], site[layer]);
            }
        }
        return fastestSeconds;
    }

    private double embeddingSeconds(Degrees degrees, Pass pass, Site site) {
        scratch.clear();
        timer.embedding(site, pass, scratch);
        return exposed.seconds(scratch, pass, degrees);
    }

    private double headSeconds(Degrees degrees, Pass pass, Site site, Span span) {
        scratch.clear();
        timer.head(site, pass, degrees, span, scratch);
        return exposed.seconds(scratch, pass, degrees);
    }

    /** Groups on as few islands of that size as their own permits, none of which has a fraction of a GPU. */
    private static Span span(Degrees degrees, int island) {
        return new Span(Math.ceilDiv(degrees.tensor(), island), closest(degrees.gpusPerExpertCopy(), island), true);
    }

    /** As many GPUs on as few islands as have room for {@code most} of them each. */
    private static Spread closest(int gpus, int most) {
        int islands = Math.ceilDiv(gpus, most);
        return new Spread(islands, Math.floorDiv(gpus, islands));
    }

    /** Notes the seconds of every layer of {@code kind} on a site. */
    private void fillLayerSeconds(Degrees degrees, Pass pass, int siteNumber, int kind, Span span) {
        Site site = sites.get(siteNumber);
        int[] layers = layersOfKind[kind];
        if (kinds.mixture(kind) == null) {
            fill(siteNumber, layers, layerSeconds(degrees, pass, site, kind, span, NO_LOAD));
            return;
        }
        RoutedExperts routed = timer.routed(kind, pass, degrees);
        if (uniformLoad
                && degrees.slotsPerRank() * degrees.expert() == routed.mixture().experts()) {
            RankLoad load = routed.balanced(site.kernels(pass), degrees.expert(), degrees.slotsPerRank());
            fill(siteNumber, layers, layerSeconds(degrees, pass, site, kind, span, load));
            return;
        }
        RankLoad[] loads = balancedLoads(degrees, pass, routed, kind, siteNumber);
        if (loads.length == 1) {
            fill(siteNumber, layers, layerSeconds(degrees, pass, site, kind, span, loads[0]));
            return;
        }
        for (int i = 0; i < layers.length; i++) {
            siteSeconds[siteNumber][layers[i]] = layerSeconds(degrees, pass, site, kind, span, loads[i]);
        }
    }

    private void fill(int siteNumber, int[] layers, double seconds) {
        for (int layer : layers) {
            siteSeconds[siteNumber][layer] = seconds;
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

package dev.meshwright.cost.bound;

import dev.meshwright.base.patience.Patience;
import dev.meshwright.cost.engine.Site;
import dev.meshwright.cost.evaluation.DecodePass;
import dev.meshwright.cost.layer.Pass;
import dev.meshwright.cost.layer.Spread;
import dev.meshwright.cost.pass.CostParts;
import dev.meshwright.cost.pass.Span;
import dev.meshwright.cost.serving.PassTimes;
import dev.meshwright.facts.cluster.NodeGroup;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Family;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a micro-batch takes at best through the stages of degrees that nobody has placed yet, see {@link DegreeModel}.
 *
 * <p>Keeps scratch accounts: one instance per thread.
 */
public final class DegreeTimes {

    private final Problem problem;
    private final List<Site> sites;
    private final LayerSeconds layerSeconds;
    private final int largestIsland;

    /** Seconds of every layer on every site, the embedding's with the first and the head's with the last. */
    private final double[][] siteSeconds;

    private final double[] fastestSeconds;
    private final double[] nearSeconds;
    private final double[] dearerSeconds;
    private final StageBound.Runs runs;
    private StageSpeeds speeds;
    private final StagesOnSites stagesOnSites;
    private final HopBound hopBound;
    private StageBound.@Nullable Capacity capacity;

    public DegreeTimes(Problem problem, CostParts parts) {
        this.problem = problem;
        this.sites = parts.sites();
        this.layerSeconds = new LayerSeconds(problem, parts);
        this.largestIsland =
                sites.stream().mapToInt(site -> site.links().islandSize()).max().orElseThrow();
        int depth = parts.kinds().depth();
        this.siteSeconds = new double[sites.size()][depth];
        this.fastestSeconds = new double[depth];
        this.nearSeconds = new double[depth];
        this.dearerSeconds = new double[depth];
        this.runs = new StageBound.Runs(depth);
        int[] gpus =
                problem.cluster().nodes().stream().mapToInt(NodeGroup::gpus).toArray();
        this.speeds = new StageSpeeds(gpus);
        this.stagesOnSites = new StagesOnSites(gpus, depth);
        this.hopBound = new HopBound(parts.timer(), parts.exposed());
    }

    /** Takes stages to be on so many GPUs of each site from now on. */
    void use(StageSpeeds there) {
        speeds = there;
    }

    /** The pass of a decode step under {@code degrees}. */
    DecodePass decodePass(Degrees degrees, Pass pass) {
        double head = sites.stream()
                .mapToDouble(site -> layerSeconds.headSeconds(degrees, pass, site, span(degrees, largestIsland)))
                .min()
                .orElseThrow();
        return new DecodePass(of(degrees, pass).sumSeconds(), head);
    }

    /** Seconds of a micro-batch through all stages, and in the slowest one at its shortest. */
    PassTimes of(Degrees degrees, Pass pass) {
        return of(degrees, pass, OptionalInt.empty());
    }

    /** @param cycle micro-batches that follow each other, at least, where the pass is one of a cycle of them */
    private PassTimes of(Degrees degrees, Pass pass, OptionalInt cycle) {
        if (sites.size() == 1) {
            return of(degrees, pass, 0);
        }
        double hops = Double.POSITIVE_INFINITY;
        for (int number = 0; number < sites.size(); number++) {
            layerSeconds.fill(siteSeconds[number], degrees, pass, number, span(degrees, largestIsland));
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
        if (degrees.pipeline() == 1) {
            return new PassTimes(Math.max(sum, mixed), Math.max(longest, mixed));
        }
        if (capacity == null || degrees.virtualStages() > 1) {
            return new PassTimes(sum, Math.max(longest, mixed));
        }
        StagesOnSites.Copies copies = StagesOnSites.Copies.of(degrees, problem.workload() instanceof Workload.Training);
        PassTimes whole = stagesOnSites.least(siteSeconds, hops, copies, cycle.orElse(1), Math.max(longest, mixed));
        return new PassTimes(cycle.isEmpty() ? sum : Math.max(sum, whole.sumSeconds()), whole.maxSeconds());
    }

    /**
     * The same of a pass whose micro-batches follow each other, so many of them at least: the way is no longer than makes their
     * cycle the shortest, nor than makes the last of them end the earliest.
     */
    PassTimes inCycle(Degrees degrees, Pass pass, int site, int microBatches) {
        return site == CopiesOnSites.ANY ? of(degrees, pass, OptionalInt.of(microBatches)) : of(degrees, pass, site);
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
        return at(alone(family, degrees), alone(family, pass), site);
    }

    /** The same of a pass of a cycle, see {@link #inCycle}. */
    PassTimes cycleAtBest(Family family, Degrees degrees, Pass pass, int site, int microBatches) {
        return inCycle(alone(family, degrees), alone(family, pass), site, microBatches);
    }

    private static Degrees alone(Family family, Degrees degrees) {
        return family.contexts().size() == 1
                ? degrees
                : new Degrees(degrees.cut().withContext(1), degrees.batch());
    }

    private static Pass alone(Family family, Pass pass) {
        return family.contexts().size() == 1
                ? pass
                : pass.onPartOfCache(family.contexts().getLast());
    }

    /** What {@code asked} comes to where stages hold no more layers than that, whole ones on every kind of GPU: closer, and slower. */
    <T> T holding(StageBound.Capacity held, Supplier<T> asked) {
        capacity = held;
        try {
            return asked.get();
        } finally {
            capacity = null;
        }
    }

    /** The same if all stages were on GPUs of one site. */
    PassTimes of(Degrees degrees, Pass pass, int site) {
        Patience.ask();
        Site place = sites.get(site);
        // A stage may lie on GPUs of several sites, of which this is the slowest.
        layerSeconds.fill(siteSeconds[site], degrees, pass, site, span(degrees, largestIsland));
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
        layerSeconds.fill(
                siteSeconds[site],
                degrees,
                pass,
                site,
                new Span(1, closest(degrees.gpusPerExpertCopy(), places), true));
        for (int layer = 0; layer < seconds.length; layer++) {
            dearerSeconds[layer] = seconds[layer] - nearSeconds[layer];
            seconds[layer] = nearSeconds[layer];
        }
        return dearerSeconds;
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

    /** Groups on as few islands of that size as their own permits, none of which has a fraction of a GPU. */
    private static Span span(Degrees degrees, int island) {
        return new Span(Math.ceilDiv(degrees.tensor(), island), closest(degrees.gpusPerExpertCopy(), island), true);
    }

    /** As many GPUs on as few islands as have room for {@code most} of them each. */
    private static Spread closest(int gpus, int most) {
        int islands = Math.ceilDiv(gpus, most);
        return new Spread(islands, Math.floorDiv(gpus, islands));
    }
}

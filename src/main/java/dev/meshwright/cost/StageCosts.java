package dev.meshwright.cost;

import dev.meshwright.base.derivation.Ledger;
import dev.meshwright.cost.engine.Site;
import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.cost.exact.LayerLoads;
import dev.meshwright.cost.exact.Replicas;
import dev.meshwright.cost.exact.StageTable;
import dev.meshwright.cost.layer.Pass;
import dev.meshwright.cost.pass.CostParts;
import dev.meshwright.cost.pass.Span;
import dev.meshwright.cost.pass.WorkloadTiming;
import dev.meshwright.cost.serving.PassTimes;
import dev.meshwright.cost.tally.Tally;
import dev.meshwright.facts.workload.Workload;
import dev.meshwright.facts.workload.Workload.Decode;
import dev.meshwright.facts.workload.Workload.Prefill;
import dev.meshwright.facts.workload.Workload.Serving;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.DeviceMap;
import dev.meshwright.layout.ExpertSlots;
import dev.meshwright.layout.Layout;
import dev.meshwright.layout.Stage;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What any split of the layers costs on given GPUs of one kind: seconds of every stage it could make, and what the
 * replica reaches with it. Where replicas lie differently, stage by stage the one that lies worst counts.
 *
 * <p>Keeps what it computed: one instance per thread.
 */
public final class StageCosts {

    private final CostParts parts;
    private final Degrees degrees;
    private final Site site;
    private final Pass main;
    private final Span[] spans;
    private final boolean alike;
    private final Map<Span, StageTable> tables = new HashMap<>();
    private final Map<Span, StageTable> promptTables = new HashMap<>();
    private final Map<List<Object>, Double> tails = new HashMap<>();
    private final LayerLoads[] loads;
    private final LayerLoads[] promptLoads;
    private final double[][] seconds;
    private final double[][] promptSeconds;
    private final double[] ends;
    private final double[] promptEnds;

    /** The costs of splits on {@code devices}, GPUs of one site. */
    public StageCosts(CostParts parts, Degrees degrees, ExpertSlots experts, int siteNumber, DeviceMap devices) {
        this.parts = parts;
        this.degrees = degrees;
        this.site = parts.sites().get(siteNumber);
        this.main = parts.timing().mainPass(degrees);
        Layout layout = new Layout(degrees, Stage.even(parts.kinds().depth(), degrees.pipeline()), experts, devices);
        Replicas replicas =
                new Replicas(parts, layout, parts.problem().cluster().devices());
        this.loads = Replicas.loads(parts, degrees, experts, main, site);
        boolean serving = parts.problem().workload() instanceof Serving;
        this.promptLoads = serving ? Replicas.loads(parts, degrees, experts, promptPass(), site) : loads;
        this.spans = new Span[degrees.pipeline()];
        boolean same = true;
        for (int stage = 0; stage < spans.length; stage++) {
            Set<Span> different = new HashSet<>();
            for (int replica = 0; replica < degrees.replicas(); replica++) {
                different.add(replicas.span(replica, stage));
            }
            same &= different.size() == 1;
            spans[stage] = worst(different);
        }
        this.alike = same;
        this.seconds = prefixes(tables, main, loads);
        this.ends = ends(tables);
        this.promptSeconds = serving ? prefixes(promptTables, promptPass(), promptLoads) : new double[0][];
        this.promptEnds = serving ? ends(promptTables) : new double[0];
    }

    private Pass promptPass() {
        return parts.timing()
                .batching((Serving) parts.problem().workload(), degrees)
                .promptPass();
    }

    private Span worst(Set<Span> different) {
        Span worst = null;
        double longest = -1;
        for (Span span : different) {
            StageTable table = table(tables, span, main, loads);
            double whole = table.hopSeconds();
            for (int layer = 0; layer < parts.kinds().depth(); layer++) {
                whole += table.layerSeconds(layer);
            }
            if (whole > longest) {
                worst = span;
                longest = whole;
            }
        }
        return Objects.requireNonNull(worst);
    }

    private StageTable table(Map<Span, StageTable> known, Span span, Pass pass, LayerLoads[] work) {
        return known.computeIfAbsent(span, key -> new StageTable(parts, site, key, pass, degrees, work));
    }

    /** [stage][layer] seconds of all layers before it. */
    private double[][] prefixes(Map<Span, StageTable> known, Pass pass, LayerLoads[] work) {
        double[][] before = new double[spans.length][parts.kinds().depth() + 1];
        for (int stage = 0; stage < spans.length; stage++) {
            StageTable table = table(known, spans[stage], pass, work);
            for (int layer = 0; layer < parts.kinds().depth(); layer++) {
                before[stage][layer + 1] = before[stage][layer] + table.layerSeconds(layer);
            }
        }
        return before;
    }

    /** Whether stages of the same number lie alike in all replicas, and all stages but for their hops. */
    public boolean alike() {
        return alike
                && Arrays.stream(spans)
                        .allMatch(span -> span.experts().equals(spans[0].experts())
                                && span.tensorIslands() == spans[0].tensorIslands());
    }

    /** Number of layers. */
    public int layers() {
        return parts.kinds().depth();
    }

    /** Whether a second pass, or what follows the micro-batches, asks for another split than the main pass. */
    public boolean twofold() {
        return switch (parts.problem().workload()) {
            case Prefill prefill -> false;
            case Decode decode -> false;
            case Serving serving -> true;
            case Training training -> true;
        };
    }

    /** Seconds of the main pass in a stage with layers {@code from} to {@code to} - 1, its hop included. */
    public double seconds(int stage, int from, int to) {
        return seconds[stage][to] - seconds[stage][from] + ends[stage];
    }

    /** Seconds of the step with prompts there, or of what follows the micro-batches. */
    public double otherSeconds(int stage, int from, int to) {
        return parts.problem().workload() instanceof Training training
                ? tail(training, stage, from, to)
                : promptSeconds[stage][to] - promptSeconds[stage][from] + promptEnds[stage];
    }

    /** [stage] seconds of what a stage does beside its layers. */
    private double[] ends(Map<Span, StageTable> known) {
        double[] ends = new double[spans.length];
        for (int stage = 0; stage < ends.length; stage++) {
            StageTable table = Objects.requireNonNull(known.get(spans[stage]));
            ends[stage] = (stage == 0 ? table.embeddingSeconds() : 0)
                    + (stage == spans.length - 1 ? table.headSeconds() : table.hopSeconds());
        }
        return ends;
    }

    private double tail(Training training, int stage, int from, int to) {
        int ends = (stage == 0 ? 1 : 0) + (stage == spans.length - 1 ? 1 : 0);
        double hiding = seconds(stage, from, to);
        double[] layers = parts.kinds().layersOfKinds(from, to - 1);
        return tails.computeIfAbsent(List.of(Arrays.hashCode(layers), ends, hiding), key -> parts.tail()
                .add(site, degrees, training.zeroStage(), layers, ends, hiding, new Tally()));
    }

    /**
     * What all replicas reach together if each has its layers split like that.
     *
     * @param firstLayers of each stage
     */
    public Performance performance(int[] firstLayers) {
        double sum = 0;
        double max = 0;
        double otherSum = 0;
        double otherMax = 0;
        for (int stage = 0; stage < firstLayers.length; stage++) {
            int to = stage + 1 < firstLayers.length ? firstLayers[stage + 1] : layers();
            double one = seconds(stage, firstLayers[stage], to);
            double other = twofold() ? otherSeconds(stage, firstLayers[stage], to) : 0;
            sum += one;
            max = Math.max(max, one);
            otherSum += other;
            otherMax = Math.max(otherMax, other);
        }
        return performance(new PassTimes(sum, max), new PassTimes(otherSum, otherMax));
    }

    /** The same at best where no split has a longest stage of less than {@code longest} seconds, or {@code other}. */
    public Performance atBest(int[] firstLayers, double longest, double other) {
        double sum = 0;
        double otherSum = 0;
        for (int stage = 0; stage < firstLayers.length; stage++) {
            int to = stage + 1 < firstLayers.length ? firstLayers[stage + 1] : layers();
            sum += seconds(stage, firstLayers[stage], to);
            otherSum += twofold() ? otherSeconds(stage, firstLayers[stage], to) : 0;
        }
        return performance(new PassTimes(sum, longest), new PassTimes(otherSum, other));
    }

    private Performance performance(PassTimes times, PassTimes other) {
        WorkloadTiming timing = parts.timing();
        Workload workload = parts.problem().workload();
        Performance one =
                switch (workload) {
                    case Prefill prefill -> timing.prefill(prefill, degrees, times, Ledger.NONE);
                    case Decode decode -> timing.decode(decode, degrees, times, Ledger.NONE);
                    case Serving serving -> timing.batching(serving, degrees).performance(times, other, Ledger.NONE);
                    case Training training ->
                        timing.training(
                                (double) training.globalBatch() * training.longest(),
                                degrees,
                                times,
                                other.maxSeconds(),
                                Ledger.NONE);
                };
        return workload instanceof Training
                ? one
                : Performance.ofReplicas(Collections.nCopies(degrees.replicas(), one));
    }
}

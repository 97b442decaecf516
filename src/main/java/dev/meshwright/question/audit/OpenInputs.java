package dev.meshwright.question.audit;

import dev.meshwright.base.derivation.Derivation;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.facts.model.CacheSize;
import dev.meshwright.question.audit.fact.AuditQuantity;
import dev.meshwright.question.audit.fact.FactBook;
import dev.meshwright.question.audit.fact.Work;
import dev.meshwright.question.check.CheckedPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What nobody states although a quantity rests on it: how many sequences are in flight, how tokens spread over experts, or
 * a layout that can run at all.
 */
public final class OpenInputs {

    /** Names of missing inputs, as they are printed. */
    public static final String BATCH = "batch";

    /** The other of them. */
    public static final String LOADS = "expert loads";

    /** How the input is called that a layout which breaks a constraint lacks. */
    static final String LAYOUT = "a layout that runs";

    /** How the cost model's formulas call the sequences in flight. */
    private static final String SEQUENCES = "sequences";

    private static final Set<String> ON_BATCH = Set.of(
            "batch",
            "stepTime",
            "timeToFirstToken",
            "timePerOutputToken",
            "efficiency.total",
            "efficiency.implied",
            "memory.utilisation",
            "memory.headroom",
            "memory.runtime",
            "compute.utilisation",
            "compute.modelFlopsUtilisation",
            "compute.modelFlopsUtilisation.decode",
            "interactivity",
            "latency.endToEnd",
            "bandwidth.utilisation",
            "flops.perSecond.perGpu",
            "gpus.forTarget",
            "target.shortfall.perGpu",
            "target.ratio.perGpu",
            "target.ratio.system",
            "time.ofMillionTokens");

    private static final List<String> ON_BATCH_BEGIN = List.of(
            "throughput.",
            "loss.",
            "communication.",
            "main.",
            "memory.perGpu",
            "memory.cache",
            "cache.room",
            "cache.tokens",
            "cache.longestContext",
            "memory.activations",
            "memory.buffers");

    /** Of them, what does not change with the batch. */
    private static final Set<String> ON_NO_BATCH = Set.of("memory.perGpu.minimum", "loss.loadImbalance");

    private static final List<String> ON_NO_BATCH_BEGIN =
            List.of("throughput.bound.compute", "throughput.bound.peak", "throughput.prefill.");

    private static final Set<String> ON_LOADS = Set.of(
            "loss.loadImbalance",
            "balance.coefficientOfVariation",
            "balance.maxOverMean",
            "balance.variance",
            "balance.compute.variance");

    private final Work work;
    private final CacheSize cache;
    private final boolean batchStated;
    private final boolean loadsAssumed;
    private final List<String> broken;

    /**
     * Of a plan.
     *
     * @param batchStated whether plan or problem say how many sequences are in flight
     */
    OpenInputs(CheckedPlan plan, boolean batchStated) {
        this.work = Work.of(plan.problem().workload());
        this.cache = CacheSize.of(plan.problem().model());
        this.batchStated = batchStated;
        // That every expert gets the same is what a problem assumes for lack of a measurement; no router keeps to it.
        this.loadsAssumed = plan.problem().expertLoad().even();
        this.broken = plan.violations().stream()
                .map(violation -> violation.constraint().label())
                .distinct()
                .toList();
    }

    /** What is missing for that quantity; empty where it follows. */
    List<String> of(AuditQuantity quantity) {
        List<String> missing = new ArrayList<>();
        if (!batchStated && onBatch(quantity)) {
            missing.add(BATCH);
        }
        if (loadsAssumed && ON_LOADS.contains(quantity.id())) {
            missing.add(LOADS);
        }
        if (!broken.isEmpty() && performance(quantity)) {
            missing.add(LAYOUT + " (broken: " + String.join(", ", broken) + ")");
        }
        return missing;
    }

    /** Whether it speaks of a running system; memory and batch follow from a layout that cannot run, too. */
    static boolean performance(AuditQuantity quantity) {
        return onBatch(quantity)
                && !quantity.id().startsWith("memory.")
                && !quantity.id().equals("batch");
    }

    /** What is missing for a quantity that no rule of {@code book} reaches: what nobody knows, and why where that is known. */
    List<String> lacking(AuditQuantity quantity, FactBook book) {
        Optional<String> other = otherWork(quantity.id());
        if (other.isPresent()) {
            return List.of(other.get());
        }
        List<String> reasons = reasons(quantity.id(), book);
        if (!reasons.equals(List.of(quantity.id()))) {
            return reasons;
        }
        List<String> missing = of(quantity);
        return missing.isEmpty() ? List.of("a measurement of it") : missing;
    }

    /** What no rule leads to for a quantity that does not follow, or why there is no such thing; the quantity where nothing would help. */
    List<String> reasons(String quantity, FactBook book) {
        List<String> last = book.lacking(quantity);
        return last.isEmpty()
                ? List.of(quantity)
                : last.stream().map(this::reason).distinct().toList();
    }

    /** Where windows fill, tokens of long sequences take less than those of short ones, and no number of tokens fits. */
    private String reason(String missing) {
        boolean windows = cache.bytesPerToken() != cache.bytesPerTokenPastWindows();
        return missing.equals("cache.bytesPerToken.perGpu") && windows
                ? "one size of a token in the cache: the model has sliding windows, so that a token of a sequence adds "
                        + Figures.bytes(cache.bytesPerToken()) + " until they are full and "
                        + Figures.bytes(cache.bytesPerTokenPastWindows()) + " from then on"
                : missing;
    }

    /** Whether a conclusion from premises rests on a batch that nobody states. */
    boolean restsOnBatch(Derivation fact) {
        boolean itself =
                !fact.premised() && (onBatch(fact.quantity()) || fact.quantity().equals(SEQUENCES));
        return itself
                || (fact.premised() && fact.inputs().stream().anyMatch(input -> restsOnBatch(input.derivation())));
    }

    /** The work that a quantity is about where the problem has none of it. */
    private Optional<String> otherWork(String id) {
        boolean reading = id.startsWith("timeToFirstToken")
                || id.startsWith("throughput.prefill")
                || id.startsWith("throughput.input")
                || id.endsWith("Utilisation.prefill")
                || id.equals("flops.perInputToken");
        boolean writing = id.equals("timePerOutputToken")
                || id.equals("interactivity")
                || id.startsWith("throughput.decode")
                || id.endsWith("Utilisation.decode")
                || id.equals("flops.perOutputToken")
                || id.equals("sequence.output");
        boolean both = id.equals("latency.endToEnd") || id.startsWith("throughput.combined");
        String missing =
                switch (work) {
                    case PREFILL -> writing || both ? "a workload that writes tokens" : "";
                    case DECODE -> reading || both ? "a workload that reads prompts" : "";
                    case TRAINING -> reading || writing || both ? "a workload of requests" : "";
                    case SERVING -> "";
                };
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of(missing + ": this one is " + work.name().toLowerCase(Locale.ROOT));
    }

    /** Whether the quantity changes with the number of sequences in flight. */
    static boolean onBatch(AuditQuantity quantity) {
        return onBatch(quantity.id());
    }

    /** The same by its name. */
    static boolean onBatch(String id) {
        return !ON_NO_BATCH.contains(id)
                && ON_NO_BATCH_BEGIN.stream().noneMatch(id::startsWith)
                && (ON_BATCH.contains(id) || ON_BATCH_BEGIN.stream().anyMatch(id::startsWith));
    }
}

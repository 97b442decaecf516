package dev.meshwright.question.audit.mistake;

import dev.meshwright.base.quantity.Dimension;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.facts.model.Precision;
import dev.meshwright.question.audit.fact.AuditQuantity;
import dev.meshwright.question.audit.fact.FactBook;
import dev.meshwright.question.audit.fact.QuantityCatalogue;
import dev.meshwright.question.audit.fact.Steps;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Other quantities of the same dimension that a document may have meant. */
final class Lookalikes {

    private static final double GIBIBYTE = 0x1p30;

    /** Most of the maker's figure that is kept back, but for the few GPUs that keep error correction in the same memory (gpus.yaml). */
    private static final double KEPT_BACK = 0.02;

    /** A value and what it is. */
    record Look(double value, String words) {}

    private final AuditQuantity quantity;
    private final FactBook book;
    private final FactBook problem;
    private final List<Look> looks = new ArrayList<>();

    private Lookalikes(AuditQuantity quantity, FactBook book, FactBook problem) {
        this.quantity = quantity;
        this.book = book;
        this.problem = problem;
    }

    static List<Look> of(AuditQuantity quantity, FactBook book, FactBook problem) {
        Lookalikes lookalikes = new Lookalikes(quantity, book, problem);
        lookalikes.memory();
        lookalikes.capacity();
        lookalikes.parameters();
        lookalikes.peak();
        lookalikes.cache();
        lookalikes.counts();
        for (String id : Peers.of(quantity.id())) {
            if (!id.equals(quantity.id())) {
                book.find(id)
                        .ifPresent(fact -> lookalikes.add(
                                fact.value(),
                                QuantityCatalogue.get(id).description() + " (" + Steps.amount(fact) + ")"));
            }
        }
        return lookalikes.looks;
    }

    private void add(double value, String words) {
        looks.add(new Look(value, words));
    }

    private void memory() {
        if (quantity.dimension() == Dimension.BYTES && quantity.id().startsWith("memory.")) {
            problem.find("parameters.declared").ifPresent(declared -> spread(declared.value(), "declared"));
            problem.find("parameters.total").ifPresent(total -> spread(total.value(), "counted"));
            double total = book.value("parameters.total", 0);
            if (quantity.id().equals("memory.model") && book.value("bytes.perParameter", 2) < 2) {
                add(
                        2 * total,
                        "all weights in 16 bits: " + Figures.parameters(total) + " x 2 B = "
                                + Figures.bytes(2 * total));
            }
        }
    }

    /**
     * Makers say GB and mean GiB, before drivers and error correction keep theirs: whole numbers a little above what frameworks
     * get. What rounds to that itself is a slip of the unit alone.
     */
    private void capacity() {
        if (quantity.id().equals("gpu.memory")) {
            double got = book.value(quantity.id(), 0);
            double gibibytes = got / GIBIBYTE;
            long most = (long) Math.floor(gibibytes * (1 + KEPT_BACK));
            for (long called = Math.round(gibibytes) + 1; called <= most; called++) {
                add(
                        called * 1e9,
                        "what makers call the memory: " + Figures.count(called)
                                + " GiB, of which drivers keep some and frameworks get " + Figures.capacity(got));
            }
        }
    }

    private void spread(double parameters, String how) {
        double bytes = book.value("bytes.perParameter", 0);
        double gpus = book.value("gpus", 1);
        String all =
                "all " + Figures.parameters(parameters) + " " + how + " parameters at " + Figures.plain(bytes) + " B";
        add(parameters * bytes / gpus, all + " spread over " + Figures.number(gpus, "GPU"));
        add(parameters * bytes, all + " on one GPU");
    }

    /** Makers leave out the embedding, or it and the head, or count the modules of multi-token prediction. */
    private void parameters() {
        boolean total = quantity.id().equals("parameters.total");
        if (!total && !quantity.id().equals("parameters.active")) {
            return;
        }
        String all = total ? "the weights" : "the active weights";
        double counted = book.value(quantity.id(), 0);
        double both = book.value("parameters.embedding", 0);
        double head = book.value("parameters.head", 0);
        less(counted, both - head, all + " without the embedding, which is looked up and not multiplied");
        if (head > 0) {
            less(counted, both, all + " without embedding and LM head");
        }
        double prediction = book.value("parameters.prediction", 0);
        if (total && prediction > 0) {
            more(counted, prediction, all + " with the multi-token-prediction modules");
            more(
                    counted,
                    prediction + both,
                    all + " with the multi-token-prediction modules and their copies of embedding and head");
        }
    }

    private void more(double counted, double part, String words) {
        add(
                counted + part,
                words + ": " + billions(counted) + " + " + billions(part) + " = " + billions(counted + part));
    }

    private void less(double counted, double part, String words) {
        add(
                counted - part,
                words + ": " + billions(counted) + " - " + billions(part) + " = " + billions(counted - part));
    }

    private static String billions(double parameters) {
        return String.format(Locale.ROOT, "%.2fB", parameters / 1e9);
    }

    /** Data sheets print the peak with structured sparsity first, and that of the shortest format at the top. */
    private void peak() {
        if (!quantity.id().startsWith("gpu.peakFlops")) {
            return;
        }
        double dense = book.value(quantity.id(), 0);
        sparse("the peak", dense);
        for (Precision format : Peers.PEAKS) {
            double other = book.value("gpu.peakFlops." + format.label(), 0);
            if (other > 0 && other != dense) {
                sparse("the peak in " + format.label().toUpperCase(Locale.ROOT), other);
            }
        }
    }

    private void sparse(String whose, double dense) {
        add(
                2 * dense,
                whose + " with 2:4 sparsity, twice the dense one: " + Figures.amount(dense, quantity.dimension())
                        + " x 2 = " + Figures.amount(2 * dense, quantity.dimension()));
    }

    private void cache() {
        if (!quantity.id().startsWith("cache.bytesPerToken")) {
            return;
        }
        double whole = book.value(quantity.id(), 0);
        double element = book.value("bytes.perCacheElement", 0);
        for (int bytes : new int[] {1, 2}) {
            if (element > 0 && bytes != element) {
                double other = whole / element * bytes;
                add(
                        other,
                        "that of a cache with " + bytes + " B per element instead of " + Figures.plain(element) + " B: "
                                + Figures.bytes(whole) + " / " + Figures.plain(element) + " x " + bytes + " = "
                                + Figures.bytes(other));
            }
        }
        add(whole / 2, "that of keys or values alone: " + Figures.bytes(whole) + " / 2 = " + Figures.bytes(whole / 2));
    }

    private void counts() {
        double gpus = book.value("gpus", 1);
        if (quantity.id().startsWith("experts.perGpu.")) {
            double experts = book.value("experts.perLayer", 0);
            add(
                    experts / gpus,
                    "the " + Figures.number(experts, "expert") + " of a layer over all " + Figures.number(gpus, "GPU")
                            + ", as if every GPU took part in every layer");
        }
        if (quantity.id().equals("gpus.forTarget")) {
            double ratio = book.value("target.ratio.perGpu", 0);
            String times = "the " + Figures.number(gpus, "GPU") + " times the " + Figures.plain(ratio);
            add(gpus * ratio, times + " by which ONE GPU misses the target");
            add(
                    gpus * Math.ceil(ratio),
                    times + ", rounded up to " + Figures.count(Math.ceil(ratio))
                            + ", by which ONE GPU misses the target");
        }
    }
}

package dev.meshwright.cost.exact;

import dev.meshwright.base.derivation.Ledger;
import dev.meshwright.base.derivation.Term;
import dev.meshwright.base.quantity.Dimension;
import dev.meshwright.cost.engine.Site;
import dev.meshwright.cost.evaluation.Component;
import dev.meshwright.cost.tally.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Takes down how the time of one micro-batch comes about: phases, layers of each kind, and what each of them computes,
 * reads and sends.
 */
final class PhaseNotes {

    private static final String KERNELS = "roofline of the kernel's shape over the fraction its fitted surface reaches"
            + " (docs/COST_MODEL.md, kernel efficiencies)";
    private static final String MESSAGES = "bytes over the slower link, over the fraction its fitted surface reaches"
            + " (docs/COST_MODEL.md, communication)";

    private final Ledger ledger;
    private final Traversal traversal;
    private final Site site;
    private final String pass;
    private final ToDoubleFunction<Component> work;

    /**
     * @param pass first word of the quantities: the name of the pass
     * @param work how often a component runs for one forward pass, in units of it
     */
    PhaseNotes(Ledger ledger, Traversal traversal, Site site, String pass, ToDoubleFunction<Component> work) {
        this.ledger = ledger;
        this.traversal = traversal;
        this.site = site;
        this.pass = pass;
        this.work = work;
    }

    /** Takes down everything, if anybody listens. */
    void take() {
        if (!ledger.active()) {
            return;
        }
        for (Component component : Component.values()) {
            if (traversal.tally().seconds(component) > 0) {
                phase(component);
            }
        }
    }

    /**
     * Takes down a micro-batch's way through the stages: its phases as often as they run, less what hides behind others.
     * Where replicas of different speed make one training step the way is the slowest's and the phases are the first's;
     * the rest is then noted as such.
     */
    void way(double waySeconds) {
        List<Term> terms = new ArrayList<>();
        List<String> sum = new ArrayList<>();
        double rest = waySeconds;
        for (Component component : Component.values()) {
            boolean afterwards = component == Component.GRADIENT_SYNC || component == Component.OPTIMIZER;
            double seconds = traversal.tally().seconds(component);
            if (seconds > 0 && !afterwards) {
                double passes = work.applyAsDouble(component);
                if (passes != 1) {
                    terms.add(Term.count("passes_" + component.id(), passes));
                }
                sum.add((passes == 1 ? "" : "passes_" + component.id() + " * ") + component.id());
                terms.add(Term.from(component.id(), pass + "." + component.id()));
                rest -= passes * seconds;
            }
        }
        if (Math.abs(rest) > 1e-12 * waySeconds) {
            sum.add("adjusted");
            String source =
                    "less messages and launches that hide behind computation, docs/COST_MODEL.md, overlap and training";
            terms.add(new Term.Given("adjusted", rest, Dimension.SECONDS, source));
        }
        ledger.note(
                pass + ".microBatch",
                waySeconds,
                Dimension.SECONDS,
                String.join(" + ", sum),
                "a micro-batch's way through the stages, forward and backward in training",
                terms.toArray(Term[]::new));
    }

    /** {@code phase = sum over groups of equal layers + what embedding, LM head and hops take}. */
    private void phase(Component component) {
        List<Term> terms = new ArrayList<>();
        List<String> sum = new ArrayList<>();
        List<String> layers = new ArrayList<>();
        double rest = traversal.tally().seconds(component);
        for (EqualLayers equal : EqualLayers.of(traversal, component)) {
            Tally one = traversal.layer(equal.first());
            String symbol = "layer_" + equal.first();
            String quantity = pass + ".layer." + equal.first() + "." + component.id();
            work(quantity, component, one);
            sum.add(equal.count() == 1 ? symbol : equal.count() + " * " + symbol);
            layers.add(equal.words());
            terms.add(Term.from(symbol, quantity));
            rest -= equal.count() * one.seconds(component);
        }
        String name = pass + "." + component.id();
        if (terms.isEmpty()) {
            work(name, component, traversal.tally());
            return;
        }
        if (rest > 1e-12) {
            sum.add("elsewhere");
            terms.add(
                    new Term.Given("elsewhere", rest, Dimension.SECONDS, "embedding, LM head and hops between stages"));
        }
        ledger.note(
                name,
                traversal.tally().seconds(component),
                Dimension.SECONDS,
                String.join(" + ", sum),
                String.join("; ", layers),
                terms.toArray(Term[]::new));
    }

    /** What a component takes in one layer, or wherever else it runs. */
    private void work(String quantity, Component component, Tally tally) {
        double seconds = tally.seconds(component);
        switch (component.kind()) {
            case COMPUTE -> {
                double roofline = tally.rooflineSeconds(component);
                roofline(quantity + ".roofline", component, tally);
                ledger.note(
                        quantity,
                        seconds,
                        Dimension.SECONDS,
                        "roofline / reached",
                        KERNELS,
                        Term.from("roofline", quantity + ".roofline"),
                        Term.of("reached", roofline / seconds, Dimension.FRACTION));
            }
            case COMMUNICATION -> message(quantity, seconds, tally.linkBytes(component), tally.networkBytes(component));
            case OVERHEAD ->
                ledger.given(quantity, seconds, Dimension.SECONDS, "engine profile (docs/COST_MODEL.md, overheads)");
        }
    }

    /** Kernels that FLOP bind beside kernels that bytes bind take longer than all of them as one kernel: {@code mixed}. */
    private void roofline(String quantity, Component component, Tally tally) {
        double roofline = tally.rooflineSeconds(component);
        double bytes = tally.memoryBytes(component);
        double bandwidth = site.gpu().memoryBandwidth();
        List<Term> terms = new ArrayList<>();
        terms.add(Term.of("bytes", bytes, Dimension.BYTES));
        terms.add(Term.of("bandwidth", bandwidth, Dimension.BYTES_PER_SECOND));
        String formula = "bytes / bandwidth";
        double asOne = bytes / bandwidth;
        if (tally.peakSeconds(component) > 0) {
            double flops = tally.flops(component);
            terms.addFirst(Term.of("peak", flops / tally.peakSeconds(component), Dimension.FLOP_PER_SECOND));
            terms.addFirst(Term.of("flops", flops, Dimension.FLOP));
            formula = "max(flops / peak, bytes / bandwidth)";
            asOne = Math.max(tally.peakSeconds(component), asOne);
        }
        double mixed = roofline - asOne;
        if (Math.abs(mixed) > 1e-9 * roofline) {
            formula += " + mixed";
            terms.add(new Term.Given(
                    "mixed", mixed, Dimension.SECONDS, "some kernels wait for FLOP and others for bytes"));
        }
        ledger.note(
                quantity,
                roofline,
                Dimension.SECONDS,
                formula,
                "sum over the kernels of max(FLOP / peak, bytes / memory bandwidth)",
                terms.toArray(Term[]::new));
    }

    private void message(String quantity, double seconds, double linkBytes, double networkBytes) {
        double wire = Math.max(
                linkBytes / site.links().linkBandwidth(),
                networkBytes / site.links().networkBandwidth());
        ledger.note(
                quantity,
                seconds,
                Dimension.SECONDS,
                "max(linkBytes / linkBandwidth, networkBytes / networkBandwidth) / reached",
                MESSAGES,
                Term.of("linkBytes", linkBytes, Dimension.BYTES),
                Term.of("linkBandwidth", site.links().linkBandwidth(), Dimension.BYTES_PER_SECOND),
                Term.of("networkBytes", networkBytes, Dimension.BYTES),
                Term.of("networkBandwidth", site.links().networkBandwidth(), Dimension.BYTES_PER_SECOND),
                Term.of("reached", wire / seconds, Dimension.FRACTION));
    }
}

package dev.meshwright.cost.exact;

import dev.meshwright.base.derivation.Ledger;
import dev.meshwright.base.derivation.Term;
import dev.meshwright.base.derivation.Unit;
import dev.meshwright.cost.engine.Site;
import dev.meshwright.cost.tally.Component;
import dev.meshwright.cost.tally.Component.Kind;
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
     * On a mixed cluster the way is that of the slowest replica and the phases are the first's; the rest is then noted as
     * such.
     */
    void way(double waySeconds) {
        List<Term> terms = new ArrayList<>();
        StringBuilder sum = new StringBuilder();
        double full = 0;
        for (Component component : Component.values()) {
            boolean afterwards = component == Component.GRADIENT_SYNC || component == Component.OPTIMIZER;
            double seconds = traversal.tally().seconds(component);
            if (seconds > 0 && !afterwards) {
                double passes = work.applyAsDouble(component);
                sum.append(sum.isEmpty() ? "" : " + ");
                if (passes != 1) {
                    sum.append("passes_").append(component.id()).append(" * ");
                    terms.add(Term.count("passes_" + component.id(), passes));
                }
                sum.append(component.id());
                terms.add(Term.from(component.id(), seconds, Unit.SECONDS, pass + "." + component.id()));
                full += passes * seconds;
            }
        }
        String formula = sum.toString();
        double rest = waySeconds - full;
        if (Math.abs(rest) > 1e-12 * full) {
            formula += " + adjusted";
            terms.add(Term.of("adjusted", rest, Unit.SECONDS));
        }
        ledger.note(
                pass + ".microBatch",
                waySeconds,
                Unit.SECONDS,
                formula,
                "a micro-batch's way through the stages, forward and backward in training; adjusted: less messages and launches"
                        + " that hide behind computation (docs/COST_MODEL.md, overlap and training)",
                terms.toArray(Term[]::new));
    }

    /** {@code phase = sum over kinds of layers * seconds per layer + what embedding, LM head and hops take}. */
    private void phase(Component component) {
        List<Term> terms = new ArrayList<>();
        StringBuilder formula = new StringBuilder();
        double rest = traversal.tally().seconds(component);
        int kind = 0;
        for (Tally tally = tally(kind); tally != null; tally = tally(++kind)) {
            double seconds = tally.seconds(component);
            if (seconds > 0) {
                int layers = traversal.layers(kind);
                String quantity = pass + ".layer." + kind + "." + component.id();
                perLayer(quantity, component, tally, layers);
                formula.append(formula.isEmpty() ? "" : " + ").append("layers_" + kind + " * perLayer_" + kind);
                terms.add(Term.count("layers_" + kind, layers));
                terms.add(Term.from("perLayer_" + kind, seconds / layers, Unit.SECONDS, quantity));
                rest -= seconds;
            }
        }
        String name = pass + "." + component.id();
        if (formula.isEmpty()) {
            perLayer(name, component, traversal.tally(), 1);
            return;
        }
        if (rest > 1e-12) {
            formula.append(" + elsewhere");
            terms.add(Term.of("elsewhere", rest, Unit.SECONDS));
        }
        ledger.note(
                name,
                traversal.tally().seconds(component),
                Unit.SECONDS,
                formula.toString(),
                "sum over the layers of each kind on one GPU of every stage",
                terms.toArray(Term[]::new));
    }

    private @org.jspecify.annotations.Nullable Tally tally(int kind) {
        return kind < traversal.kinds() ? traversal.tally(kind) : null;
    }

    private void perLayer(String quantity, Component component, Tally tally, int layers) {
        double seconds = tally.seconds(component) / layers;
        if (component.kind() == Kind.COMPUTE) {
            double roofline = tally.rooflineSeconds(component) / layers;
            double flops = tally.flops(component) / layers;
            double bytes = tally.memoryBytes(component) / layers;
            ledger.note(
                    quantity + ".roofline",
                    roofline,
                    Unit.SECONDS,
                    "roofline",
                    "sum over the kernels of max(FLOP / peak, bytes / memory bandwidth)",
                    Term.of("roofline", roofline, Unit.SECONDS),
                    Term.of("flops", flops, Unit.FLOP),
                    Term.of("bytes", bytes, Unit.BYTES),
                    Term.of("bandwidth", site.gpu().memoryBandwidth(), Unit.BYTES_PER_SECOND));
            ledger.note(
                    quantity,
                    seconds,
                    Unit.SECONDS,
                    "roofline / reached",
                    KERNELS,
                    Term.from("roofline", roofline, Unit.SECONDS, quantity + ".roofline"),
                    Term.of("reached", roofline / seconds, Unit.FRACTION));
        } else if (component.kind() == Kind.COMMUNICATION) {
            message(quantity, seconds, tally.linkBytes(component) / layers, tally.networkBytes(component) / layers);
        } else {
            ledger.note(
                    quantity,
                    seconds,
                    Unit.SECONDS,
                    "perLayer",
                    "engine profile (docs/COST_MODEL.md, overheads)",
                    Term.of("perLayer", seconds, Unit.SECONDS));
        }
    }

    private void message(String quantity, double seconds, double linkBytes, double networkBytes) {
        double wire = Math.max(
                linkBytes / site.links().linkBandwidth(),
                networkBytes / site.links().networkBandwidth());
        ledger.note(
                quantity,
                seconds,
                Unit.SECONDS,
                "max(linkBytes / linkBandwidth, networkBytes / networkBandwidth) / reached",
                MESSAGES,
                Term.of("linkBytes", linkBytes, Unit.BYTES),
                Term.of("linkBandwidth", site.links().linkBandwidth(), Unit.BYTES_PER_SECOND),
                Term.of("networkBytes", networkBytes, Unit.BYTES),
                Term.of("networkBandwidth", site.links().networkBandwidth(), Unit.BYTES_PER_SECOND),
                Term.of("reached", wire / seconds, Unit.FRACTION));
    }
}

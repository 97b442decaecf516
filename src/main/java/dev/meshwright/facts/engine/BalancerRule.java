package dev.meshwright.facts.engine;

import dev.meshwright.base.resource.ResourceTable;
import java.util.List;
import java.util.Optional;

/** What one release of an engine pays for moving experts while it serves: terms of {@code engines/balancing.csv}. */
public final class BalancerRule {

    private static final String FILE = "/dev/meshwright/engines/balancing.csv";
    private static final int FIELDS = 7;
    private static final List<Term> ALL = ResourceTable.of(FILE, FIELDS, Term::of);

    private final List<Term> terms;

    private BalancerRule(List<Term> terms) {
        this.terms = terms;
    }

    /**
     * A line of the table.
     *
     * @param engine whose it is
     * @param releases that it holds for
     * @param name of the term
     * @param value in {@code unit}
     * @param unit of the value
     * @param source where it is from
     */
    public record Term(String engine, Releases releases, String name, double value, String unit, String source) {

        private static Term of(List<String> fields) {
            return new Term(
                    fields.get(0),
                    new Releases(EngineVersion.of(fields.get(1)), EngineVersion.of(fields.get(2))),
                    fields.get(3),
                    Double.parseDouble(fields.get(4)),
                    fields.get(5),
                    fields.get(6));
        }
    }

    /** Releases from one on and before another; a release that nobody states is the newest. */
    record Releases(Optional<EngineVersion> from, Optional<EngineVersion> before) {

        boolean hold(Optional<EngineVersion> version) {
            boolean late = from.isEmpty() || version.isEmpty() || version.get().compareTo(from.get()) >= 0;
            boolean early =
                    before.isEmpty() || (version.isPresent() && version.get().compareTo(before.get()) < 0);
            return late && early;
        }
    }

    /** All terms, in the order of the table. */
    public static List<Term> all() {
        return ALL;
    }

    /** The rule of a release; empty for an engine that moves no experts. */
    public static Optional<BalancerRule> of(String engine, Optional<EngineVersion> version) {
        List<Term> own = ALL.stream()
                .filter(term -> term.engine().equals(engine) && term.releases().hold(version))
                .toList();
        return own.isEmpty() ? Optional.empty() : Optional.of(new BalancerRule(own));
    }

    /** Seconds for which steps wait in a rearrangement of {@code layers} layers, transfers left out. */
    public double pauseSeconds(int layers) {
        return layers * value("pausePerLayer") / 1e3;
    }

    /** Whether transfers hide behind steps. */
    public boolean overlapped() {
        return value("overlapped") > 0;
    }

    /** Whether the engine starts with a map of experts. */
    public boolean readsMap() {
        return value("readsMap") > 0;
    }

    private double value(String name) {
        return terms.stream()
                .filter(term -> term.name().equals(name))
                .mapToDouble(Term::value)
                .findFirst()
                .orElse(0);
    }
}

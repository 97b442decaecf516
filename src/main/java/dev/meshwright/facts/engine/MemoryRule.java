package dev.meshwright.facts.engine;

import dev.meshwright.base.resource.ResourceTable;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How one release of an engine shares out a GPU's memory: terms of {@code engines/memory.csv}, each with its unit and
 * source there.
 */
public final class MemoryRule {

    private static final String FILE = "/dev/meshwright/engines/memory.csv";
    private static final int FIELDS = 7;

    private static final int MOST_LISTED_RANKS = 1024;

    private static final List<Term> ALL = ResourceTable.of(FILE, FIELDS, Term::of);

    private final String engine;
    private final EngineVersion version;
    private final boolean stated;
    private final Map<String, Term> terms;
    private final Map<String, Double> numbers;

    private MemoryRule(String engine, EngineVersion version, boolean stated, List<Term> terms) {
        this.engine = engine;
        this.version = version;
        this.stated = stated;
        this.terms = new LinkedHashMap<>();
        this.numbers = new HashMap<>();
        for (Term term : terms) {
            this.terms.put(term.name(), term);
            term.number().ifPresent(number -> numbers.put(term.name(), number));
        }
    }

    /** Label of the engine. */
    public String engine() {
        return engine;
    }

    /** The release whose terms these are. */
    public EngineVersion version() {
        return version;
    }

    /** The release that counts as nobody named one; empty where one is named. */
    public Optional<EngineVersion> assumed() {
        return stated ? Optional.empty() : Optional.of(version);
    }

    /** Terms of the release, in the order of the table. */
    public List<Term> terms() {
        return List.copyOf(terms.values());
    }

    /**
     * One line of the table.
     *
     * @param engine whose it is
     * @param from first version that it holds for; empty: all before
     * @param before first version that it does not hold for; empty: none yet
     * @param name of the term
     * @param value a number in the unit, or a word
     * @param unit of the value
     * @param source where it is from
     */
    public record Term(
            String engine,
            Optional<EngineVersion> from,
            Optional<EngineVersion> before,
            String name,
            String value,
            String unit,
            String source) {

        private static Term of(List<String> fields) {
            return new Term(
                    fields.get(0),
                    EngineVersion.of(fields.get(1)),
                    EngineVersion.of(fields.get(2)),
                    fields.get(3),
                    fields.get(4),
                    fields.get(5),
                    fields.get(6));
        }

        private boolean holds(EngineVersion version) {
            return from.filter(first -> version.compareTo(first) < 0).isEmpty()
                    && before.filter(end -> version.compareTo(end) >= 0).isEmpty();
        }

        /** The number in base units; empty for names, rules and versions. */
        private OptionalDouble number() {
            return switch (unit) {
                case "name", "rule", "version" -> OptionalDouble.empty();
                case "GiB" -> OptionalDouble.of(Double.parseDouble(value) * 0x1p30);
                case "MiB" -> OptionalDouble.of(Double.parseDouble(value) * 0x1p20);
                default -> OptionalDouble.of(Double.parseDouble(value));
            };
        }
    }

    /** What the engine's share of memory is a share of. */
    public enum Covers {
        /** Of the whole GPU, for all that the engine holds (vLLM). */
        EVERYTHING("everything"),
        /** Of what is free before loading, for weights and cache; all else has the rest (SGLang). */
        WEIGHTS_AND_CACHE("weightsAndCache"),
        /** Of what is free after loading and a largest step, for the cache (TensorRT-LLM). */
        FREE_AFTER_LOADING("freeAfterLoading");

        private final String label;

        Covers(String label) {
            this.label = label;
        }

        private static Covers of(String word) {
            for (Covers covers : values()) {
                if (covers.label.equals(word)) {
                    return covers;
                }
            }
            throw new IllegalStateException(FILE + ": covers cannot be " + word);
        }
    }

    /** All terms of all engines, in the order of the table. */
    public static List<Term> all() {
        return ALL;
    }

    /**
     * The rule of a release.
     *
     * @param engine label of an engine of the table
     * @param version its release; empty: the newest that is known
     */
    public static MemoryRule of(String engine, Optional<EngineVersion> version) {
        List<Term> own =
                ALL.stream().filter(term -> term.engine().equals(engine)).toList();
        if (own.isEmpty()) {
            throw new IllegalArgumentException(FILE + " has no engine " + engine);
        }
        EngineVersion release =
                version.orElseGet(() -> EngineReleases.of(engine).newest());
        return new MemoryRule(
                engine,
                release,
                version.isPresent(),
                own.stream().filter(term -> term.holds(release)).toList());
    }

    /** What the share is of. */
    public Covers covers() {
        return Covers.of(word("covers"));
    }

    /** The engine's name for the share. */
    public String option() {
        return word("option");
    }

    private String word(String name) {
        return term(name)
                .map(Term::value)
                .orElseThrow(() -> new IllegalStateException(FILE + ": " + engine + " has no " + name));
    }

    /** The line of a term; empty where the release has none. */
    public Optional<Term> term(String name) {
        return Optional.ofNullable(terms.get(name));
    }

    /** The number of a term in base units: bytes, tokens, fractions; empty where the release has none. */
    public OptionalDouble find(String name) {
        Double number = numbers.get(name);
        return number == null ? OptionalDouble.empty() : OptionalDouble.of(number);
    }

    /**
     * The number of a term that the release has.
     *
     * @throws IllegalStateException when it has none
     */
    public double number(String name) {
        return find(name).orElseThrow(() -> new IllegalStateException(FILE + ": " + engine + " has no " + name));
    }

    /** The number of a term; 0 where the release has none. */
    public double orZero(String name) {
        return find(name).orElse(0);
    }

    /** Bytes outside the allocator with so many ranks in an instance: those of the most ranks listed that are no more. */
    public double outsideBytes(int ranks) {
        double bytes = 0;
        for (int listed = 1; listed <= ranks && listed <= MOST_LISTED_RANKS; listed *= 2) {
            bytes = Math.max(bytes, orZero("outside." + listed));
        }
        return bytes;
    }
}

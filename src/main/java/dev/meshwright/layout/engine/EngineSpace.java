package dev.meshwright.layout.engine;

import dev.meshwright.facts.cluster.Cluster;
import dev.meshwright.facts.engine.EngineVersion;
import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.layout.Cut;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.DeviceMap;
import dev.meshwright.layout.Family;
import dev.meshwright.layout.Layout;
import dev.meshwright.layout.engine.EngineRule.Kind;
import dev.meshwright.layout.engine.Quantity.Subject;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;

/** The layouts of a problem that one release of an engine can express. */
public final class EngineSpace {

    private final KnownEngine engine;
    private final EngineVersion version;
    private final Model model;
    private final int experts;
    private final boolean gptOss;
    private final boolean unsupported;
    private final boolean uneven;
    private final OptionalInt maximumInstance;
    private final List<EngineRule> rules;
    private final Cluster cluster;
    private final Optional<RankOrder> order;

    private EngineSpace(KnownEngine engine, EngineVersion version, Problem problem) {
        this.engine = engine;
        this.version = version;
        this.model = problem.model();
        this.experts = model.experts();
        this.gptOss = model.name().startsWith("gpt-oss");
        this.unsupported = EngineFormats.nowhere(engine.label(), version, model, problem.cluster());
        this.uneven = !problem.expertLoad().even();
        this.maximumInstance = problem.limits().maximumInstance();
        this.rules = rules(engine.label(), version).stream()
                .filter(rule -> rule.kind() == Kind.RULE || rule.kind() == Kind.LIMIT)
                .toList();
        this.cluster = problem.cluster();
        this.order = rules.stream()
                .flatMap(rule -> rule.anyOf().stream())
                .flatMap(comparison -> comparison.quantity().order().stream())
                .findFirst();
    }

    /** Everything that is known of a release, in the order of the table. */
    public static List<EngineRule> rules(String label, EngineVersion version) {
        return EngineRule.all().stream()
                .filter(rule -> rule.engine().equals(label) && rule.kind() != Kind.VERSIONS && rule.of(version))
                .toList();
    }

    /** The space of an engine: of the release that {@code problem} states, else of the newest known. */
    public static EngineSpace of(KnownEngine engine, Problem problem) {
        boolean named = problem.engine().filter(engine.label()::equals).isPresent();
        Optional<EngineVersion> stated = named ? problem.assumptions().setup().version() : Optional.empty();
        return new EngineSpace(engine, stated.orElse(engine.newest()), problem);
    }

    /** The space of the engine that a problem names. */
    public static Optional<EngineSpace> named(Problem problem) {
        return problem.engine().flatMap(KnownEngine::find).map(engine -> of(engine, problem));
    }

    /** The space that a search is kept to: of the engine that is named, unless {@code search.engineSpace} opens it. */
    public static Optional<EngineSpace> restricting(Problem problem) {
        return problem.limits().engineSpace() ? named(problem) : Optional.empty();
    }

    /** The spaces of every engine that does what {@code problem} asks. */
    public static List<EngineSpace> all(Problem problem) {
        boolean training = problem.workload() instanceof Training;
        return KnownEngine.all().stream()
                .filter(engine -> training == engine.trains())
                .map(engine -> of(engine, problem))
                .toList();
    }

    /** The engine. */
    public KnownEngine engine() {
        return engine;
    }

    /** Its release. */
    public EngineVersion version() {
        return version;
    }

    /** Name and release for people: {@code vLLM 0.32}. */
    public String name() {
        return engine.name() + " " + version;
    }

    /** Rules that hold of every layout of the release, limits among them unless they are lifted. */
    public List<EngineRule> rules() {
        return rules;
    }

    /** Rules that every layout of a cut breaks, wherever its experts and layers lie. */
    public List<EngineRule> broken(Cut cut) {
        return broken(subject(cut, false, false, apart(cut)));
    }

    private Subject subject(Cut cut, boolean ownMap, boolean uneven, Set<RankOrder> apart) {
        return new Subject(cut, experts, ownMap, uneven, gptOss, unsupported, apart);
    }

    private Set<RankOrder> apart(Cut cut) {
        return order.isEmpty() || order.get().seats(cut, cluster) ? Set.of() : Set.of(order.get());
    }

    /** In which order the engine counts ranks of a server; empty where it is started otherwise. */
    public Optional<RankOrder> rankOrder() {
        return order;
    }

    /** Whether every server of a layout is started where it lies. */
    public boolean starts(Degrees degrees, DeviceMap devices) {
        return order.isEmpty() || order.get().starts(degrees, devices, cluster);
    }

    /** The same without limits, which are as far as somebody was seen to go. */
    public List<EngineRule> violated(Cut cut) {
        return broken(cut).stream().filter(rule -> rule.kind() == Kind.RULE).toList();
    }

    /** Rules that a complete layout breaks. */
    public List<EngineRule> broken(Layout layout) {
        return broken(subject(
                layout.degrees().cut(),
                !Defaults.experts(layout, model),
                !Defaults.stages(layout.stages()),
                starts(layout.degrees(), layout.devices()) ? Set.of() : Set.of(order.orElseThrow())));
    }

    /**
     * Rules that a cut breaks, or else those that some placement of it breaks: its experts or its layers elsewhere. That its
     * servers could also lie on unequal parts of nodes is not counted.
     */
    public List<EngineRule> restricting(Cut cut) {
        List<EngineRule> broken = broken(cut);
        return broken.isEmpty()
                ? broken(subject(cut, uneven && cut.expert() > 1, cut.pipeline() > 1, Set.of()))
                : broken;
    }

    /** GPUs of the largest instance; empty where there is no limit. */
    public OptionalInt largestInstance() {
        return maximumInstance.isPresent()
                ? maximumInstance
                : rules.stream()
                        .filter(rule -> rule.kind() == Kind.LIMIT)
                        .flatMap(rule -> rule.anyOf().stream())
                        .mapToInt(Comparison::number)
                        .findFirst();
    }

    private List<EngineRule> broken(Subject subject) {
        return rules.stream().filter(rule -> !allows(rule, subject)).toList();
    }

    private boolean allows(EngineRule rule, Subject subject) {
        if (rule.kind() == Kind.LIMIT && maximumInstance.isPresent()) {
            return Quantity.INSTANCE.of(subject) <= maximumInstance.getAsInt();
        }
        return rule.allows(subject);
    }

    private boolean expresses(Subject subject) {
        for (EngineRule rule : rules) {
            if (!allows(rule, subject)) {
                return false;
            }
        }
        return true;
    }

    /** Whether some layout of a cut breaks no rule. */
    public boolean expresses(Cut cut) {
        return expresses(subject(cut, false, false, apart(cut)));
    }

    /** Whether experts of a cut may lie in another order than the engine's own. */
    public boolean placesExperts(Cut cut) {
        return broken(subject(cut, true, false, apart(cut))).size()
                == broken(cut).size();
    }

    /** Whether stages of a cut may have other numbers of layers than the engine gives them by itself. */
    public boolean placesLayers(Cut cut) {
        return broken(subject(cut, false, true, apart(cut))).size()
                == broken(cut).size();
    }

    /** Members of a family that the engine can express, as far as degrees say; none where it can express no one. */
    public Optional<Family> within(Family family) {
        return members(family, this::expresses);
    }

    /** Whether tensor ranks can share a cache in decoding. */
    public boolean sharesCaches() {
        return expresses(new Cut(2, 1, 1, 2, 1, 1, 1, experts, 2));
    }

    /**
     * Members of a family that the engine cannot express, or of which it cannot express every placement; none where it
     * expresses all of all of them.
     */
    public Optional<Family> beyond(Family family) {
        return members(family, cut -> !whole(cut));
    }

    private boolean whole(Cut cut) {
        return restricting(cut).isEmpty();
    }

    /** Copies and batches matter to no rule; contexts and virtual stages may. */
    private static Optional<Family> members(Family family, Predicate<Cut> wanted) {
        List<Integer> contexts = family.contexts().stream()
                .filter(context -> wanted.test(family.cut().withContext(context)))
                .toList();
        if (contexts.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(contexts.size() == family.contexts().size() ? family : family.withContexts(contexts));
    }
}

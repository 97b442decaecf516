package dev.meshwright.question.check.pool;

import dev.meshwright.base.quantity.Figures;
import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.pool.PoolsEvaluation;
import dev.meshwright.cost.pool.PoolsModel;
import dev.meshwright.facts.cluster.Cluster;
import dev.meshwright.facts.cluster.NodeGroup;
import dev.meshwright.facts.problem.Objective;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.problem.Targets;
import dev.meshwright.layout.Constraint;
import dev.meshwright.layout.DeviceMap;
import dev.meshwright.layout.Layout;
import dev.meshwright.layout.PoolRole;
import dev.meshwright.layout.Pools;
import dev.meshwright.layout.Violation;
import dev.meshwright.layout.draft.DegreeName;
import dev.meshwright.layout.draft.DegreesDraft;
import dev.meshwright.layout.draft.PlanDraft;
import dev.meshwright.layout.draft.PoolsDraft;
import dev.meshwright.layout.draft.PoolsDraft.PoolDraft;
import dev.meshwright.layout.rule.LayoutRules;
import dev.meshwright.placement.placing.LayoutPlacer;
import dev.meshwright.question.check.CheckedPlan;
import dev.meshwright.question.check.PlanChecker;
import dev.meshwright.question.check.StatedParts;
import dev.meshwright.question.check.pool.CheckedPools.Evaluated;
import dev.meshwright.question.search.pool.PoolPlaces;
import dev.meshwright.replay.deployment.LoopReplays;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;

/** Completes a plan of two pools, judges it by the rules, and evaluates whatever of it can be evaluated. */
public final class PoolsChecker {

    private final PoolsModel model;
    private final Problem problem;
    private final Function<CostModel, LayoutPlacer> quick;
    private final Function<CostModel, LayoutPlacer> thorough;

    /**
     * A checker.
     *
     * @param quick makes the placer of values that are tried
     * @param thorough makes the placer of those that are chosen
     */
    public PoolsChecker(
            PoolsModel model, Function<CostModel, LayoutPlacer> quick, Function<CostModel, LayoutPlacer> thorough) {
        this.model = model;
        this.problem = model.question().problem();
        this.quick = quick;
        this.thorough = thorough;
    }

    /** A pool's instance by itself, and the group of nodes that it goes to. */
    private record Checked(CheckedPlan plan, int group) {}

    /** Checks a plan. */
    public CheckedPools check(PoolsDraft draft) {
        List<String> notes = new ArrayList<>();
        Set<Violation> violations = new LinkedHashSet<>();
        Map<PoolRole, PoolPlaces.Instance> instances = new EnumMap<>(PoolRole.class);
        int gpus = 0;
        for (PoolRole role : PoolRole.values()) {
            Checked checked = checked(role, draft.of(role), notes);
            CheckedPlan plan = checked.plan();
            boolean stated = draft.of(role).layout().devices().isPresent();
            plan.notes().stream()
                    .map(note -> stated ? withoutDevices(note) : note)
                    .filter(note -> !note.isEmpty())
                    .forEach(note -> notes.add(capital(role.label()) + ": " + note));
            plan.violations().forEach(broken -> violations.add(broken.within(role.label())));
            gpus += plan.degrees().gpusPerReplica() * draft.of(role).instances();
            plan.evaluated()
                    .ifPresent(found -> instances.put(
                            role,
                            new PoolPlaces.Instance(
                                    found.layout(),
                                    checked.group(),
                                    draft.of(role).instances())));
        }
        if (instances.size() < PoolRole.values().length) {
            return new CheckedPools(List.copyOf(violations), Optional.empty(), notes);
        }
        Optional<Pools> pools = placed(draft, instances, violations);
        if (pools.isEmpty()) {
            violations.add(tooMany(gpus));
            return new CheckedPools(List.copyOf(violations), Optional.empty(), notes);
        }
        return evaluated(pools.get(), violations, notes);
    }

    private CheckedPools evaluated(Pools pools, Set<Violation> violations, List<String> notes) {
        for (PoolRole role : PoolRole.values()) {
            List<Violation> parts = new LayoutRules(model.model(role).problem()).violations(pools.of(role));
            if (!LayoutRules.evaluable(parts)) {
                parts.forEach(broken -> violations.add(broken.within(role.label())));
                notes.add("The plan's parts do not fit together, so it has no time or memory to speak of.");
                return new CheckedPools(List.copyOf(violations), Optional.empty(), notes);
            }
        }
        PoolsEvaluation evaluation = model.evaluate(pools);
        violations.removeIf(broken -> broken.constraint() == Constraint.MEMORY);
        violations.addAll(evaluation.violations());
        return new CheckedPools(List.copyOf(violations), Optional.of(new Evaluated(pools, evaluation)), notes);
    }

    private Checked checked(PoolRole role, PoolDraft pool, List<String> notes) {
        int group = group(pool, role, notes);
        NodeGroup nodes = problem.cluster().nodes().get(group);
        Problem alone = problem.withCluster(
                        new Cluster(List.of(nodes), problem.cluster().interNode()))
                .withWorkload(model.workload(role, OptionalInt.empty()))
                .withTargets(targets(role), Objective.THROUGHPUT);
        PlanDraft layout = pool.layout();
        PlanDraft one = new PlanDraft(
                Optional.empty(),
                Optional.empty(),
                degrees(role, layout.degrees(), notes),
                layout.stages(),
                layout.experts(),
                Optional.empty(),
                layout.predictionStage(),
                List.of());
        return new Checked(
                new PlanChecker(model.question().with(alone), quick, thorough, LoopReplays.NONE).check(one), group);
    }

    /** The first group of nodes with the stated kind of GPU. */
    private int group(PoolDraft pool, PoolRole role, List<String> notes) {
        List<NodeGroup> nodes = problem.cluster().nodes();
        for (int group = 0; group < nodes.size(); group++) {
            if (pool.gpu().filter(nodes.get(group).gpu().name()::equals).isPresent()) {
                return group;
            }
        }
        pool.gpu()
                .ifPresent(gpu -> notes.add(capital(role.label()) + ": the cluster has no GPU called " + gpu
                        + "; the pool is taken to lie on "
                        + nodes.getFirst().gpu().name() + "."));
        return 0;
    }

    /** A single instance; of prompts as many at a time as a step of the engine holds, where nothing is said. */
    private DegreesDraft degrees(PoolRole role, DegreesDraft stated, List<String> notes) {
        Map<DegreeName, Integer> degrees = new EnumMap<>(DegreeName.class);
        degrees.putAll(stated.stated());
        degrees.put(DegreeName.REPLICAS, 1);
        if (role == PoolRole.PREFILL && !degrees.containsKey(DegreeName.MICRO_BATCH)) {
            int prompts = model.promptsOfAStep();
            degrees.put(DegreeName.MICRO_BATCH, prompts);
            degrees.putIfAbsent(DegreeName.MICRO_BATCHES, degrees.getOrDefault(DegreeName.PIPELINE, 1));
            notes.add("Prefill: microBatch is not stated; " + Figures.number(prompts, "prompt")
                    + " at a time, as many as a step of the engine holds.");
        }
        return new DegreesDraft(degrees, stated.recomputation(), stated.form());
    }

    /** Times that completions keep to. */
    private Targets targets(PoolRole role) {
        return switch (role) {
            case PREFILL -> Targets.NONE;
            case DECODE ->
                new Targets(
                        Optional.empty(),
                        OptionalDouble.empty(),
                        problem.targets().timePerOutputTokenSeconds());
        };
    }

    /** On the stated devices, else where they fit. */
    private Optional<Pools> placed(
            PoolsDraft draft, Map<PoolRole, PoolPlaces.Instance> instances, Set<Violation> violations) {
        PoolPlaces.Instance prefill = Objects.requireNonNull(instances.get(PoolRole.PREFILL));
        PoolPlaces.Instance decode = Objects.requireNonNull(instances.get(PoolRole.DECODE));
        Optional<DeviceMap> reads = devices(draft.prefill(), violations);
        Optional<DeviceMap> writes = devices(draft.decode(), violations);
        if (reads.isPresent() && writes.isPresent()) {
            return Optional.of(new Pools(on(prefill, reads.get()), on(decode, writes.get())));
        }
        return new PoolPlaces(problem.cluster()).place(prefill, decode);
    }

    private Optional<DeviceMap> devices(PoolDraft pool, Set<Violation> violations) {
        return pool.layout().devices().flatMap(places -> StatedParts.devices(places, problem.cluster(), violations));
    }

    private static Layout on(PoolPlaces.Instance one, DeviceMap devices) {
        Layout layout = one.layout();
        return new Layout(layout.degrees().withReplicas(one.instances()), layout.stages(), layout.experts(), devices);
    }

    private Violation tooMany(int gpus) {
        int all = problem.cluster().gpus();
        return Violation.count(
                Constraint.GPU_COUNT,
                "prefill and decode",
                gpus,
                all,
                gpus > all
                        ? "Take instances away: the pools need " + (gpus - all) + " GPUs more than there are."
                        : "Take instances away: whole instances do not fit into what the other pool leaves of the nodes.");
    }

    /** An instance is placed by itself; where devices are stated it goes there. */
    private static String withoutDevices(String note) {
        return note.equals("Not stated and placed: devices.")
                ? ""
                : note.replaceFirst("^(Not stated and placed: .*), devices\\.$", "$1.");
    }

    private static String capital(String word) {
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }
}

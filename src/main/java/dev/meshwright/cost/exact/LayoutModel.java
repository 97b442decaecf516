package dev.meshwright.cost.exact;

import dev.meshwright.base.derivation.Ledger;
import dev.meshwright.cost.evaluation.Component;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.cost.evaluation.Evaluation.Phase;
import dev.meshwright.cost.evaluation.Evaluation.StageCost;
import dev.meshwright.cost.evaluation.MemoryComponent;
import dev.meshwright.cost.evaluation.MissedTargets;
import dev.meshwright.cost.pass.CostParts;
import dev.meshwright.cost.tally.Tally;
import dev.meshwright.facts.cluster.Device;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Layout;
import dev.meshwright.layout.Stage;
import dev.meshwright.layout.Violation;
import dev.meshwright.layout.rule.LayoutRules;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The exact evaluation of a complete layout: every stage on its GPUs, every expert in its slot. */
public final class LayoutModel {

    private final Problem problem;
    private final CostParts parts;
    private final LayoutRules rules;
    private final List<Device> devices;

    public LayoutModel(CostParts parts) {
        this.parts = parts;
        this.problem = parts.problem();
        this.rules = new LayoutRules(problem);
        this.devices = problem.cluster().devices();
    }

    public Evaluation evaluate(Layout layout, Ledger ledger) {
        List<Violation> violations = new ArrayList<>(rules.violations(layout));
        if (!LayoutRules.evaluable(violations)) {
            throw new IllegalArgumentException("The parts of the layout do not fit together: " + violations);
        }
        Replicas replicas = new Replicas(parts, layout, devices);
        SystemTiming.Outcome outcome = new SystemTiming(parts, layout, replicas, ledger).outcome();
        List<StageCost> stages = stages(layout, replicas, outcome.times().stageSeconds());
        violations.addAll(
                MemoryViolations.of(problem, layout, stages, parts.memory().engine()));
        int gpus = layout.degrees().gpus();
        Evaluation evaluation = new Evaluation(
                violations,
                MissedTargets.among(outcome.performance().against(problem.targets(), gpus)),
                gpus,
                outcome.performance(),
                stages,
                phases(outcome.times().traversal().tally()),
                outcome.efficiency(),
                LayerLoads.balance(outcome.times().loads()),
                CacheRooms.of(parts, layout, replicas),
                Optional.empty(),
                List.of());
        if (ledger instanceof Ledger.Book book) {
            new LayoutNotes(parts, layout, book).take(evaluation);
            return evaluation.withDerivations(book.derivations());
        }
        return evaluation;
    }

    public boolean fits(Layout layout) {
        return stages(
                        layout,
                        new Replicas(parts, layout, devices),
                        new double[layout.degrees().pipeline()])
                .stream()
                .allMatch(stage -> stage.memoryBytes() <= stage.usableBytes());
    }

    private List<StageCost> stages(Layout layout, Replicas replicas, double[] stageSeconds) {
        Degrees degrees = layout.degrees();
        List<StageCost> stages = new ArrayList<>();
        double[] bytes = new double[MemoryComponent.COUNT];
        for (int stage = 0; stage < degrees.pipeline(); stage++) {
            Stage layers = layout.stages().get(stage);
            parts.memory().fill(degrees, parts.stageShape(degrees, stage, layers), bytes, Ledger.NONE);
            Device tightest = replicas.tightest(stage);
            stages.add(new StageCost(
                    layers,
                    tightest.gpu().name(),
                    stageSeconds[stage],
                    rows(bytes),
                    parts.memory()
                            .limits()
                            .usableBytes(degrees, bytes, tightest.gpu().memoryBytes()),
                    tightest.gpu().memoryBytes()));
        }
        return stages;
    }

    private static Map<MemoryComponent, Double> rows(double[] bytes) {
        Map<MemoryComponent, Double> rows = new EnumMap<>(MemoryComponent.class);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] > 0) {
                rows.put(MemoryComponent.at(i), bytes[i]);
            }
        }
        return rows;
    }

    private static List<Phase> phases(Tally tally) {
        List<Phase> phases = new ArrayList<>();
        for (Component component : Component.values()) {
            if (tally.seconds(component) > 0) {
                phases.add(new Phase(
                        component,
                        tally.seconds(component),
                        tally.flops(component),
                        tally.memoryBytes(component),
                        tally.linkBytes(component),
                        tally.networkBytes(component)));
            }
        }
        return phases;
    }
}

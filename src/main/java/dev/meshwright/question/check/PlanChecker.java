package dev.meshwright.question.check;

import dev.meshwright.base.quantity.Figures;
import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.engine.Question;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.facts.cluster.Cluster;
import dev.meshwright.facts.cluster.Device;
import dev.meshwright.facts.cluster.NodeGroup;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.layout.DegreeRules;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.DegreesDraft;
import dev.meshwright.layout.DeviceMap;
import dev.meshwright.layout.ExpertSlots;
import dev.meshwright.layout.Layout;
import dev.meshwright.layout.LayoutRules;
import dev.meshwright.layout.PlanDraft;
import dev.meshwright.layout.PlanDraft.Place;
import dev.meshwright.layout.Stage;
import dev.meshwright.layout.Violation;
import dev.meshwright.placement.placing.LayoutPlacer;
import dev.meshwright.question.check.CheckedPlan.Evaluated;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Completes a plan, judges it by the rules, and evaluates whatever of it can be evaluated. */
public final class PlanChecker {

    /** Clusters are not enlarged beyond this to evaluate a plan. */
    private static final int MOST_GPUS = 100_000;

    private final Question question;
    private final Problem problem;
    private final Function<CostModel, LayoutPlacer> placers;

    /**
     * A checker.
     *
     * @param placers makes the placer that fills in what a plan leaves out
     */
    public PlanChecker(Question question, Function<CostModel, LayoutPlacer> placers) {
        this.question = question;
        this.problem = question.problem();
        this.placers = placers;
    }

    /** Checks a plan. */
    public CheckedPlan check(PlanDraft draft) {
        List<String> notes = new ArrayList<>();
        Question enlarged = question.with(largeEnough(draft.degrees(), notes));
        Problem large = enlarged.problem();
        CostModel costModel = new CostModel(enlarged);
        DegreesCompletion completion = new DegreesCompletion(problem.cluster().gpus(), costModel);
        Degrees degrees = completion.complete(draft);
        notes.addAll(0, completion.notes());
        List<Violation> broken = new DegreeRules(problem).violations(degrees);
        if (!LayoutRules.evaluable(broken)) {
            notes.add("The plan's parts do not fit together, so it has no time or memory to speak of.");
            return new CheckedPlan(question, degrees, broken, Optional.empty(), notes);
        }
        Set<Violation> violations = new LinkedHashSet<>(broken);
        Optional<DeviceMap> devices = draft.devices().flatMap(places -> devices(places, large.cluster(), violations));
        if (draft.devices().isPresent() && devices.isEmpty()) {
            notes.add("The stated devices cannot be used; the evaluation is of GPUs in order.");
        }
        Layout layout = complete(draft, degrees, devices, costModel, notes);
        List<Violation> parts = new LayoutRules(large).violations(layout);
        violations.addAll(parts);
        if (!LayoutRules.evaluable(parts)) {
            notes.add("The plan's parts do not fit together, so it has no time or memory to speak of.");
            return new CheckedPlan(enlarged, degrees, List.copyOf(violations), Optional.empty(), notes);
        }
        Evaluation evaluation = costModel.explain(layout);
        violations.addAll(evaluation.violations());
        return new CheckedPlan(
                enlarged,
                degrees,
                List.copyOf(violations),
                Optional.of(new Evaluated(layout, evaluation, costModel.bound(degrees))),
                notes);
    }

    /** The problem itself, or with more nodes of its last kind where the plan uses more GPUs than there are. */
    private Problem largeEnough(DegreesDraft degrees, List<String> notes) {
        long gpus = (long) degrees.tensor()
                * degrees.data()
                * degrees.pipeline()
                * degrees.replicas().orElse(1);
        int missing = (int) Math.min(MOST_GPUS, gpus) - problem.cluster().gpus();
        if (missing <= 0) {
            return problem;
        }
        List<NodeGroup> nodes = new ArrayList<>(problem.cluster().nodes());
        NodeGroup last = nodes.removeLast();
        int more = Math.ceilDiv(missing, last.gpusPerNode());
        nodes.add(new NodeGroup(last.count() + more, last.gpusPerNode(), last.gpu()));
        notes.add("Evaluated as if the cluster had " + Figures.number(more, "node") + " more of " + last.gpusPerNode()
                + " x " + last.gpu().name() + ": the plan uses " + Figures.number(gpus, "GPU")
                + ", there are "
                + Figures.count(problem.cluster().gpus()) + ".");
        return problem.withCluster(new Cluster(nodes, problem.cluster().interNode()));
    }

    private Layout complete(
            PlanDraft draft, Degrees degrees, Optional<DeviceMap> devices, CostModel costModel, List<String> notes) {
        Optional<ExpertSlots> experts = draft.experts().map(PlanChecker::slots);
        Optional<List<Stage>> stages = draft.stages().or(() -> Optional.empty());
        List<String> placed = new ArrayList<>();
        if (stages.isEmpty() && degrees.pipeline() > 1) {
            placed.add("stages");
        }
        if (experts.isEmpty() && costModel.kinds().routedLayers() > 0) {
            placed.add("experts");
        }
        if (devices.isEmpty()) {
            placed.add("devices");
        }
        // Stages of another number than the pipeline has are for the rules to report, not for the placer.
        Optional<LayoutPlacer.Placed> found = stages.isPresent() && stages.get().size() != degrees.pipeline()
                ? Optional.empty()
                : placers.apply(costModel)
                        .given(new LayoutPlacer.Given(experts, stages, devices))
                        .place(degrees);
        if (found.isPresent()) {
            if (!placed.isEmpty()) {
                notes.add("Not stated and placed: " + String.join(", ", placed) + ".");
            }
            return found.get().layout();
        }
        return plain(degrees, experts, stages, devices, costModel, placed, notes);
    }

    /** Where no placement fits: layers split evenly, experts and GPUs in order, so that there is something to judge. */
    private static Layout plain(
            Degrees degrees,
            Optional<ExpertSlots> experts,
            Optional<List<Stage>> stages,
            Optional<DeviceMap> devices,
            CostModel costModel,
            List<String> placed,
            List<String> notes) {
        if (!placed.isEmpty()) {
            notes.add("Not stated and filled in without optimising, as no placement fits: " + String.join(", ", placed)
                    + ".");
        }
        int slots = degrees.slotsPerRank() * degrees.expert();
        ExpertSlots inOrder = slots == 0
                ? new ExpertSlots(new int[0][])
                : ExpertSlots.contiguous(
                        costModel.kinds().routedLayers(), costModel.kinds().experts(), slots);
        return new Layout(
                degrees,
                stages.orElseGet(() -> Stage.even(costModel.kinds().depth(), degrees.pipeline())),
                experts.orElse(inOrder),
                devices.orElseGet(() -> DeviceMap.inOrder(degrees)));
    }

    private static ExpertSlots slots(List<List<List<Integer>>> layers) {
        int[][] rows = new int[layers.size()][];
        for (int layer = 0; layer < rows.length; layer++) {
            rows[layer] = layers.get(layer).stream()
                    .flatMap(List::stream)
                    .mapToInt(Integer::intValue)
                    .toArray();
        }
        return new ExpertSlots(rows);
    }

    /** Cluster-wide GPU numbers; empty, with a violation, where a place does not exist. */
    private static Optional<DeviceMap> devices(List<List<Place>> places, Cluster cluster, Set<Violation> violations) {
        List<Device> devices = cluster.devices();
        int[][] rows = new int[places.size()][];
        for (int stage = 0; stage < rows.length; stage++) {
            rows[stage] = new int[places.get(stage).size()];
            for (int rank = 0; rank < rows[stage].length; rank++) {
                Place place = places.get(stage).get(rank);
                Optional<Device> device = devices.stream()
                        .filter(candidate -> candidate.node() == place.node() && candidate.slot() == place.gpu())
                        .findFirst();
                if (device.isEmpty()) {
                    violations.add(Violation.count(
                            "deviceExists",
                            "/layout/devices/" + stage + "/" + rank + " (GPU " + place.gpu() + " of node "
                                    + place.node() + ")",
                            place.node(),
                            cluster.nodeCount() - 1.0,
                            "Name a node from 0 to " + (cluster.nodeCount() - 1) + " and a GPU that it has."));
                    return Optional.empty();
                }
                rows[stage][rank] = device.get().index();
            }
        }
        return Optional.of(new DeviceMap(rows));
    }
}

package dev.meshwright.workbench.launch;

import dev.meshwright.answer.SearchAnswer;
import dev.meshwright.answer.launch.FallbackPlan;
import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.facts.cluster.Cluster;
import dev.meshwright.facts.cluster.Device;
import dev.meshwright.facts.cluster.NodeGroup;
import dev.meshwright.io.problem.ProblemDocument;
import dev.meshwright.layout.Layout;
import dev.meshwright.layout.Pools;
import dev.meshwright.layout.draft.DegreeName;
import dev.meshwright.layout.draft.DegreesDraft;
import dev.meshwright.layout.draft.PlanDraft;
import dev.meshwright.layout.draft.PoolsDraft;
import dev.meshwright.layout.draft.PoolsDraft.PoolDraft;
import dev.meshwright.workbench.CheckRequest;
import dev.meshwright.workbench.SearchRequest;
import dev.meshwright.workbench.Watch;
import dev.meshwright.workbench.Workbench;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The best plan, and what starts it, where a node is missing, or a GPU of the only one. */
final class MissingHardware {

    private final Workbench workbench;
    private final ExportRequest request;
    private final Watch watch;

    MissingHardware(Workbench workbench, ExportRequest request, Watch watch) {
        this.workbench = workbench;
        this.request = request;
        this.watch = watch;
    }

    /** A plan without a node of each kind, where there are several nodes, and one without a GPU of each; a GPU may be the last. */
    List<FallbackPlan> plans(ProblemDocument document) {
        Cluster cluster = document.problem().cluster();
        List<FallbackPlan> plans = new ArrayList<>();
        for (int group = 0; group < cluster.nodes().size(); group++) {
            NodeGroup nodes = cluster.nodes().get(group);
            if (cluster.nodeCount() > 1) {
                plans.add(on(
                        "a node" + of(cluster, nodes),
                        document,
                        rest(cluster, group, List.of(nodes(nodes, nodes.count() - 1, nodes.gpusPerNode())))));
            }
            if (cluster.gpus() > 1) {
                FallbackPlan gpu = on(
                        "a GPU" + of(cluster, nodes),
                        document,
                        rest(
                                cluster,
                                group,
                                List.of(
                                        nodes(nodes, nodes.count() - 1, nodes.gpusPerNode()),
                                        nodes(nodes, 1, nodes.gpusPerNode() - 1))));
                plans.add(plans.isEmpty() ? gpu : unlessTheSame(gpu, plans.getLast()));
            }
        }
        return plans;
    }

    private static String of(Cluster cluster, NodeGroup nodes) {
        return cluster.nodes().size() == 1 ? "" : " of " + nodes.gpu().name();
    }

    private static NodeGroup nodes(NodeGroup like, int count, int gpus) {
        return new NodeGroup(count, gpus, like.gpu());
    }

    /** The cluster with other nodes in place of a group. */
    private static Cluster rest(Cluster cluster, int group, List<NodeGroup> others) {
        List<NodeGroup> groups = new ArrayList<>(cluster.nodes().subList(0, group));
        others.stream()
                .filter(nodes -> nodes.count() > 0 && nodes.gpusPerNode() > 0)
                .forEach(groups::add);
        groups.addAll(cluster.nodes().subList(group + 1, cluster.nodes().size()));
        return new Cluster(groups, cluster.interNode());
    }

    /** What a node leaves without one of its GPUs may be of no use. */
    private static FallbackPlan unlessTheSame(FallbackPlan gpu, FallbackPlan node) {
        boolean same = gpu.best().isPresent()
                && node.best()
                        .map(FallbackPlan.Best::shortName)
                        .equals(gpu.best().map(FallbackPlan.Best::shortName));
        return same
                ? none(
                        gpu.without(),
                        "the rest of its node does not help: start what is in `"
                                + node.folder().replaceFirst("/$", "") + "`")
                : gpu;
    }

    private FallbackPlan on(String without, ProblemDocument document, Cluster rest) {
        return on(
                without,
                new ProblemDocument(document.problem().withCluster(rest), document.notes(), document.digest()));
    }

    private FallbackPlan on(String without, ProblemDocument rest) {
        SearchRequest search = new SearchRequest(
                rest, request.check().constants(), 0, false, request.check().effort());
        return switch (workbench.search(search, watch)) {
            case SearchAnswer.NothingFound nothing -> none(without, "no layout fits on the rest");
            case SearchAnswer.Split split ->
                exported(without, rest, split.argument().pools());
            case SearchAnswer.NoPools none -> none(without, none.reason());
            case SearchAnswer.NoneYet none -> none(without, "the search was stopped before any layout was complete");
            case SearchAnswer.Found found ->
                exported(without, rest, found.argument().winner().layout());
        };
    }

    private static FallbackPlan none(String without, String reason) {
        return new FallbackPlan(without, Optional.empty(), Map.of(), reason);
    }

    private FallbackPlan exported(String without, ProblemDocument rest, Layout layout) {
        return attempt(without, layout.degrees().shortName(), () -> {
            Exporting.Outcome outcome = Exporting.of(workbench, again(rest, draft(layout)), watch);
            return plan(without, outcome.answer().map(FallbackPlan.Best.Servers::new), outcome.files());
        });
    }

    private FallbackPlan exported(String without, ProblemDocument rest, Pools pools) {
        List<Device> devices = rest.problem().cluster().devices();
        PoolsDraft draft = new PoolsDraft(
                Optional.empty(),
                Optional.empty(),
                instances(pools.prefill(), devices),
                instances(pools.decode(), devices));
        return attempt(without, pools.shortName(), () -> {
            ExportingPools.Outcome outcome =
                    ExportingPools.of(workbench, again(rest, draft.prefill().layout()), draft, watch);
            return plan(without, outcome.answer().map(FallbackPlan.Best.Pools::new), outcome.files());
        });
    }

    private static FallbackPlan plan(
            String without, Optional<? extends FallbackPlan.Best> best, Map<String, String> files) {
        return new FallbackPlan(
                without,
                best.map(found -> found),
                files,
                best.isPresent() ? "" : "the best layout on the rest does not fit");
    }

    private static FallbackPlan attempt(String without, String name, Supplier<FallbackPlan> export) {
        try {
            return export.get();
        } catch (InvalidInputException refused) {
            return none(
                    without,
                    name + " would be the best on the rest and cannot be started so: "
                            + refused.faults().getFirst().message());
        }
    }

    private static PlanDraft draft(Layout layout) {
        return new PlanDraft(
                Optional.empty(),
                Optional.empty(),
                DegreesDraft.of(layout.degrees()),
                Optional.of(layout.stages()),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    /** On the very GPUs: nodes of one kind that miss some are a group of their own. */
    private static PoolDraft instances(Layout layout, List<Device> devices) {
        PlanDraft one = PlanDraft.of(DegreesDraft.of(layout.degrees()).without(DegreeName.REPLICAS))
                .withStages(layout.stages())
                .withDevices(PlanDraft.places(layout.devices(), devices));
        return new PoolDraft(one, layout.degrees().replicas(), Optional.empty());
    }

    /** The same for the rest of the hardware; of loads over time the decision is that of the whole. */
    private ExportRequest again(ProblemDocument rest, PlanDraft plan) {
        CheckRequest own = request.check();
        CheckRequest check = new CheckRequest(
                rest, plan, own.constants(), List.of(), own.checkpointingAbove(), own.replayed(), own.effort());
        return new ExportRequest(
                check,
                request.engine(),
                request.version(),
                request.checkpoint(),
                request.image(),
                request.target(),
                Optional.empty(),
                Optional.empty(),
                false);
    }
}

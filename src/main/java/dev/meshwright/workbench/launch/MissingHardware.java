package dev.meshwright.workbench.launch;

import dev.meshwright.answer.ExportAnswer;
import dev.meshwright.answer.FallbackPlan;
import dev.meshwright.answer.SearchAnswer;
import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.facts.cluster.Cluster;
import dev.meshwright.facts.cluster.NodeGroup;
import dev.meshwright.io.problem.ProblemDocument;
import dev.meshwright.layout.Layout;
import dev.meshwright.layout.draft.DegreesDraft;
import dev.meshwright.layout.draft.PlanDraft;
import dev.meshwright.workbench.CheckRequest;
import dev.meshwright.workbench.SearchRequest;
import dev.meshwright.workbench.Watch;
import dev.meshwright.workbench.Workbench;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

    /** The plan without them; empty where nothing would be left. */
    Optional<FallbackPlan> plan(ProblemDocument document) {
        Cluster cluster = document.problem().cluster();
        boolean node = cluster.nodeCount() > 1;
        return rest(cluster)
                .map(rest -> on(
                        node ? "a node" : "a GPU",
                        new ProblemDocument(
                                document.problem().withCluster(rest), document.notes(), document.digest())));
    }

    private static Optional<Cluster> rest(Cluster cluster) {
        List<NodeGroup> groups = new ArrayList<>(cluster.nodes());
        NodeGroup first = groups.removeFirst();
        if (cluster.nodeCount() > 1 && first.count() > 1) {
            groups.addFirst(new NodeGroup(first.count() - 1, first.gpusPerNode(), first.gpu()));
        } else if (cluster.nodeCount() == 1 && first.gpusPerNode() > 1) {
            groups.addFirst(new NodeGroup(1, first.gpusPerNode() - 1, first.gpu()));
        }
        return groups.isEmpty() ? Optional.empty() : Optional.of(new Cluster(groups, cluster.interNode()));
    }

    private FallbackPlan on(String without, ProblemDocument rest) {
        SearchRequest search = new SearchRequest(
                rest, request.check().constants(), 0, false, request.check().effort());
        return switch (workbench.search(search, watch)) {
            case SearchAnswer.NothingFound nothing -> none(without, "no layout fits on the rest");
            case SearchAnswer.Split split -> none(without, "the best plan on the rest has two pools");
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
        PlanDraft plan = new PlanDraft(
                Optional.empty(),
                Optional.empty(),
                DegreesDraft.of(layout.degrees()),
                Optional.of(layout.stages()),
                Optional.empty(),
                Optional.empty(),
                List.of());
        CheckRequest own = request.check();
        CheckRequest check = new CheckRequest(
                rest, plan, own.constants(), List.of(), own.checkpointingAbove(), own.replayed(), own.effort());
        ExportRequest again = new ExportRequest(
                check,
                request.engine(),
                request.version(),
                request.checkpoint(),
                request.image(),
                request.target(),
                Optional.empty(),
                false);
        try {
            Exporting.Outcome outcome = Exporting.of(workbench, again, watch);
            Optional<ExportAnswer> answer = outcome.answer();
            return new FallbackPlan(
                    without,
                    answer,
                    outcome.files(),
                    answer.isPresent() ? "" : "the best layout on the rest does not fit");
        } catch (InvalidInputException refused) {
            return new FallbackPlan(
                    without,
                    Optional.empty(),
                    Map.of(),
                    layout.degrees().shortName() + " would be the best on the rest and cannot be started so: "
                            + refused.faults().getFirst().message());
        }
    }
}

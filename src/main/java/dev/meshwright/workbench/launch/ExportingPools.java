package dev.meshwright.workbench.launch;

import dev.meshwright.answer.PoolsCheckAnswer;
import dev.meshwright.answer.explain.pool.PoolArgument;
import dev.meshwright.answer.launch.ExportedPool;
import dev.meshwright.answer.launch.PoolsExportAnswer;
import dev.meshwright.cost.pool.PoolsModel;
import dev.meshwright.facts.engine.option.OptionBook;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload.Serving;
import dev.meshwright.io.launch.OptionFiles;
import dev.meshwright.io.launch.written.ExportFiles;
import dev.meshwright.io.launch.written.PoolsExportFiles;
import dev.meshwright.io.problem.ProblemDocument;
import dev.meshwright.launch.export.Exported;
import dev.meshwright.launch.export.Ordered;
import dev.meshwright.launch.export.node.NodeParts;
import dev.meshwright.launch.pool.Balancing;
import dev.meshwright.layout.Layout;
import dev.meshwright.layout.PoolRole;
import dev.meshwright.layout.draft.PoolsDraft;
import dev.meshwright.layout.engine.EngineSpace;
import dev.meshwright.question.check.pool.CheckedPools;
import dev.meshwright.workbench.Workbench;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes of a plan of two pools what starts it: servers of both, and what leads requests through them. */
public final class ExportingPools {

    private ExportingPools() {}

    /**
     * What comes of it.
     *
     * @param check what the plan is worth, for the engine that starts it
     * @param answer what starts it; empty where the plan breaks hard constraints
     * @param files texts by file name; none without an answer
     */
    public record Outcome(PoolsCheckAnswer check, Optional<PoolsExportAnswer> answer, Map<String, String> files) {
        public Outcome {
            files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
        }
    }

    /**
     * The files' content for a plan.
     *
     * @param request of which the plan is not asked
     * @throws dev.meshwright.base.fault.InvalidInputException with everything that cannot be expressed
     */
    public static Outcome of(Workbench workbench, ExportRequest request, PoolsDraft plan) {
        Exporting.requireName(request);
        ProblemDocument document = NamedEngine.of(request);
        PoolsCheckAnswer check = workbench.check(
                document,
                plan,
                request.check().constants(),
                false,
                request.check().effort());
        Optional<CheckedPools.Evaluated> found = check.plan().evaluated();
        return check.plan().feasible() && found.isPresent()
                ? ordered(workbench, request, document, check, found.get())
                : new Outcome(check, Optional.empty(), Map.of());
    }

    private static Outcome ordered(
            Workbench workbench,
            ExportRequest request,
            ProblemDocument document,
            PoolsCheckAnswer check,
            CheckedPools.Evaluated found) {
        PoolsModel model = new PoolsModel(
                workbench.question(document.problem(), request.check().constants()));
        Problem problem = model.question().problem();
        OptionBook book = OptionFiles.of(problem.engine().orElseThrow());
        List<String> notes = new ArrayList<>();
        Ordering ordering = new Ordering(request, notes);
        List<ExportedPool> pools = new ArrayList<>();
        for (PoolRole role : PoolRole.values()) {
            Layout layout = found.pools().of(role);
            Ordered ordered = ordering.ordered(
                    model.model(role).question(),
                    layout,
                    found.evaluation().of(role),
                    book,
                    balancing(layout, problem, role, notes),
                    Optional.of(role));
            Exported exported = Exported.of(ordered);
            pools.add(new ExportedPool(
                    ordered,
                    exported,
                    NodeParts.of(
                            layout,
                            problem.cluster(),
                            EngineSpace.named(problem).flatMap(EngineSpace::rankOrder)),
                    request.target(),
                    ordering.image(ordered)));
        }
        return written(check, model, found, ordering, pools, notes);
    }

    private static Outcome written(
            PoolsCheckAnswer check,
            PoolsModel model,
            CheckedPools.Evaluated found,
            Ordering ordering,
            List<ExportedPool> pools,
            List<String> notes) {
        Problem problem = model.question().problem();
        OptionBook book = pools.getFirst().ordered().book();
        PoolArgument argument = check.argument().orElseThrow();
        Ordered served = ordering.ordered(
                model.question(),
                found.pools().decode(),
                found.evaluation().decode(),
                book,
                Balancing.NONE,
                Optional.empty());
        double requests = argument.evaluation().together().performance().tokensPerSecond()
                / ((Serving) problem.workload()).outputTokens();
        PoolsExportAnswer answer = new PoolsExportAnswer(pools, check, notes);
        Map<String, String> files = PoolsExportFiles.of(answer, served, requests);
        Exporting.taken(served, ExportFiles.starting(files)).stream()
                .filter(note -> !notes.contains(note))
                .forEach(notes::add);
        PoolsExportAnswer noted = new PoolsExportAnswer(pools, check, notes);
        return new Outcome(check, Optional.of(noted), PoolsExportFiles.of(noted, served, requests));
    }

    /** Redundant experts of an engine that reads no map of them need its balancer; else they lie as the plan has them. */
    private static Balancing balancing(Layout layout, Problem problem, PoolRole role, List<String> notes) {
        long slots = (long) layout.degrees().slotsPerRank() * layout.degrees().expert();
        boolean redundant = slots > problem.model().experts();
        boolean unread = problem.engine().filter("vllm"::equals).isPresent();
        if (unread && redundant && problem.model().experts() > 0) {
            notes.add(
                    "The " + role.label() + " pool's redundant experts move by vLLM's balancer, at its own interval.");
        }
        return Balancing.NONE;
    }
}

package dev.meshwright.workbench.launch;

import dev.meshwright.answer.PoolsCheckAnswer;
import dev.meshwright.answer.launch.ExportedPool;
import dev.meshwright.answer.launch.FallbackPlan;
import dev.meshwright.answer.launch.PoolsExportAnswer;
import dev.meshwright.cost.pool.PoolsModel;
import dev.meshwright.facts.engine.option.OptionBook;
import dev.meshwright.facts.problem.Problem;
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
import dev.meshwright.workbench.Watch;
import dev.meshwright.workbench.Workbench;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes of a plan of two pools what starts it: servers of both, and what leads requests through them. */
public final class ExportingPools {

    private final Workbench workbench;
    private final ExportRequest request;
    private final Watch watch;
    private final List<String> notes = new ArrayList<>();

    private ExportingPools(Workbench workbench, ExportRequest request, Watch watch) {
        this.workbench = workbench;
        this.request = request;
        this.watch = watch;
    }

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
    public static Outcome of(Workbench workbench, ExportRequest request, PoolsDraft plan, Watch watch) {
        return new ExportingPools(workbench, request, watch).outcome(plan);
    }

    private Outcome outcome(PoolsDraft plan) {
        Exporting.requireName(request);
        ProblemDocument document = Exporting.loaded(request, NamedEngine.of(request), notes);
        PoolsCheckAnswer check = workbench.check(
                document,
                plan,
                request.check().constants(),
                request.check().replayed(),
                request.check().effort());
        Optional<CheckedPools.Evaluated> found = check.plan().evaluated();
        return check.plan().feasible() && found.isPresent()
                ? ordered(document, check, found.get())
                : new Outcome(check, Optional.empty(), Map.of());
    }

    private Outcome ordered(ProblemDocument document, PoolsCheckAnswer check, CheckedPools.Evaluated found) {
        PoolsModel model = new PoolsModel(
                workbench.question(document.problem(), request.check().constants()));
        Problem problem = model.question().problem();
        OptionBook book = OptionFiles.of(problem.engine().orElseThrow());
        Ordering ordering = new Ordering(request, notes);
        List<ExportedPool> pools = new ArrayList<>();
        for (PoolRole role : PoolRole.values()) {
            Layout layout = found.pools().of(role);
            Ordered ordered = ordering.ordered(
                    model.model(role).question(),
                    layout,
                    found.evaluation().of(role),
                    book,
                    new BalancingChoice(
                                    model.model(role).question(),
                                    layout,
                                    found.evaluation().of(role))
                            .of(request.drift(), workbench, watch),
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
        Ordered served = ordering.ordered(
                model.question(),
                found.pools().decode(),
                found.evaluation().decode(),
                book,
                Balancing.NONE,
                Optional.empty());
        return written(document, check, pools, served);
    }

    private Outcome written(
            ProblemDocument document, PoolsCheckAnswer check, List<ExportedPool> pools, Ordered served) {
        Map<String, String> files =
                PoolsExportFiles.of(new PoolsExportAnswer(pools, served, check, List.of(), request.whole(), notes));
        Exporting.taken(served, ExportFiles.starting(files)).stream()
                .filter(note -> !notes.contains(note))
                .forEach(notes::add);
        List<FallbackPlan> fallback =
                request.fallback() ? new MissingHardware(workbench, request, watch).plans(document) : List.of();
        PoolsExportAnswer answer = new PoolsExportAnswer(pools, served, check, fallback, request.whole(), notes);
        return new Outcome(check, Optional.of(answer), PoolsExportFiles.of(answer));
    }
}

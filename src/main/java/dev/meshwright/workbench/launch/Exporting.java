package dev.meshwright.workbench.launch;

import dev.meshwright.answer.CheckAnswer;
import dev.meshwright.answer.launch.ExportAnswer;
import dev.meshwright.answer.launch.FallbackPlan;
import dev.meshwright.answer.launch.FallbackStep;
import dev.meshwright.base.fault.Fault;
import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.facts.engine.option.OptionBook;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.RecordedLoads;
import dev.meshwright.io.launch.LaunchFiles;
import dev.meshwright.io.launch.OptionFiles;
import dev.meshwright.io.launch.written.ExportFiles;
import dev.meshwright.io.problem.ProblemDocument;
import dev.meshwright.launch.LaunchFile;
import dev.meshwright.launch.engine.Asked;
import dev.meshwright.launch.export.Exported;
import dev.meshwright.launch.export.Ordered;
import dev.meshwright.launch.export.Target;
import dev.meshwright.launch.export.node.NodePart;
import dev.meshwright.launch.export.node.NodeParts;
import dev.meshwright.launch.pool.Balancing;
import dev.meshwright.launch.pool.Refusal;
import dev.meshwright.layout.Layout;
import dev.meshwright.layout.Stage;
import dev.meshwright.layout.draft.PlanDraft;
import dev.meshwright.layout.engine.EngineSpace;
import dev.meshwright.question.check.CheckedPlan.Evaluated;
import dev.meshwright.workbench.CheckRequest;
import dev.meshwright.workbench.Watch;
import dev.meshwright.workbench.Workbench;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Makes of a plan what starts it; a plan that breaks a rule of its engine is not started. */
public final class Exporting {

    private final Workbench workbench;
    private final ExportRequest request;
    private final Watch watch;
    private final List<String> notes = new ArrayList<>();

    private Exporting(Workbench workbench, ExportRequest request, Watch watch) {
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
    public record Outcome(CheckAnswer check, Optional<ExportAnswer> answer, Map<String, String> files) {
        public Outcome {
            files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
        }
    }

    /**
     * The files' content for a plan.
     *
     * @throws InvalidInputException with everything that cannot be expressed, or that is not said
     */
    public static Outcome of(Workbench workbench, ExportRequest request, Watch watch) {
        return new Exporting(workbench, request, watch).outcome();
    }

    private Outcome outcome() {
        requireName(request);
        ProblemDocument document = loaded(request, NamedEngine.of(request), notes);
        CheckAnswer check = checked(document);
        Optional<Evaluated> evaluated = check.plan().evaluated();
        if (!check.plan().feasible() || evaluated.isEmpty()) {
            return new Outcome(check, Optional.empty(), Map.of());
        }
        Problem problem = check.plan().problem();
        OptionBook book = OptionFiles.of(problem.engine().orElseThrow());
        target(book);
        Balancing balancing = new BalancingChoice(
                        check.plan().question(),
                        evaluated.get().layout(),
                        evaluated.get().evaluation())
                .of(request.drift(), workbench, watch);
        Ordering ordering = new Ordering(request, notes);
        Ordered ordered = ordering.ordered(
                check.plan().question(),
                evaluated.get().layout(),
                evaluated.get().evaluation(),
                book,
                balancing,
                Optional.empty());
        Exported exported = Exported.of(ordered);
        List<NodePart> parts = NodeParts.of(
                ordered.layout(), problem.cluster(), EngineSpace.named(problem).flatMap(EngineSpace::rankOrder));
        List<FallbackStep> steps = steps(document, ordered, exported, check);
        List<FallbackPlan> fallback =
                request.fallback() ? new MissingHardware(workbench, request, watch).plans(document) : List.of();
        String image = ordering.image(ordered);
        ExportAnswer written = new ExportAnswer(
                ordered, exported, parts, request.target(), image, check, steps, fallback, request.whole(), notes);
        notes.addAll(taken(ordered, ExportFiles.starting(ExportFiles.of(written))));
        ExportAnswer answer = new ExportAnswer(
                ordered, exported, parts, request.target(), image, check, steps, fallback, request.whole(), notes);
        return new Outcome(check, Optional.of(answer), ExportFiles.of(answer));
    }

    /** Loads that were recorded are what the plan meets: they take the place of those that the problem states. */
    static ProblemDocument loaded(ExportRequest request, ProblemDocument document, List<String> notes) {
        Problem problem = document.problem();
        Optional<List<RecordedLoads>> loads = request.drift()
                .map(RecordedDrift::loads)
                .filter(recorded -> recorded.stream()
                        .allMatch(load -> load.layers() == problem.model().routedLayers()
                                && load.experts() == problem.model().experts()));
        if (loads.isEmpty()) {
            return document;
        }
        notes.add("All figures are with the mean of the loads that were given, in place of the problem's.");
        return new ProblemDocument(
                problem.withExpertLoad(RecordedLoads.mean(loads.get(), "--loads")),
                document.notes(),
                document.digest());
    }

    /** The plan, its chunks where a framework that interleaves has them: what is predicted is what is started. */
    private CheckAnswer checked(ProblemDocument document) {
        PlanDraft plan = request.check().plan();
        CheckAnswer check = workbench.check(with(document, plan), watch);
        if (check.plan().evaluated().isEmpty()) {
            return check;
        }
        Layout layout = check.plan().evaluated().get().layout();
        List<Stage> chunks = Stage.interleaved(
                layout.stages(),
                layout.degrees().virtualStages(),
                check.plan().problem().model()::mayBeginStage);
        return chunks.equals(layout.stages()) ? check : workbench.check(with(document, plan.withStages(chunks)), watch);
    }

    private List<FallbackStep> steps(ProblemDocument document, Ordered ordered, Exported exported, CheckAnswer check) {
        return new FallbackSteps(
                        document,
                        request.check().plan(),
                        ordered,
                        exported,
                        check,
                        (other, plan) -> workbench.check(with(other, plan), watch))
                .all();
    }

    /**
     * What is written is read again, by the rules that judge anybody's launch: an engine knows more than degrees. What is not
     * known to work is said.
     */
    static List<String> taken(Ordered ordered, List<LaunchFile> launched) {
        Asked asked = new Asked(
                Optional.of(ordered.model().name()),
                Optional.empty(),
                ordered.version(),
                Optional.empty(),
                OptionalInt.empty());
        List<Refusal> refusals = LaunchFiles.of(launched, asked, Map.of()).refusals();
        List<Fault> faults = refusals.stream()
                .filter(refusal -> refusal.kind() != Refusal.Kind.CAUTION)
                .map(refusal -> new Fault(
                        "",
                        refusal.flag(),
                        "",
                        ordered.book().engine() + " does not take it: " + refusal.reason(),
                        refusal.fix().isEmpty() ? "" : "Maybe " + refusal.fix() + "."))
                .toList();
        if (!faults.isEmpty()) {
            throw new InvalidInputException(faults);
        }
        return refusals.stream()
                .map(caution -> caution.flag() + ": " + caution.reason() + "; else " + caution.fix() + ".")
                .distinct()
                .toList();
    }

    static void requireName(ExportRequest request) {
        String name = request.checkpoint().orElse("model");
        if (name.isBlank() || name.startsWith("-")) {
            throw fault(
                    "--model",
                    name,
                    name.isBlank() ? "has no letters" : "would be taken for an option of the engine",
                    "Maybe a name such as mistralai/Mixtral-8x7B-Instruct-v0.1, or a folder.");
        }
    }

    private void target(OptionBook book) {
        if (request.target() == Target.SLURM && !book.trains()) {
            throw fault("--target", "slurm", "starts trainings alone", "Maybe --target shell or kubernetes.");
        }
    }

    static InvalidInputException fault(String place, String value, String message, String maybe) {
        return new InvalidInputException(List.of(new Fault("", place, value, message, maybe)));
    }

    private CheckRequest with(ProblemDocument document, PlanDraft plan) {
        CheckRequest asked = request.check();
        return new CheckRequest(
                document,
                plan,
                asked.constants(),
                asked.lengths(),
                asked.checkpointingAbove(),
                asked.replayed(),
                asked.effort());
    }
}

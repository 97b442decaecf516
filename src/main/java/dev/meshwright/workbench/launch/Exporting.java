package dev.meshwright.workbench.launch;

import dev.meshwright.answer.CheckAnswer;
import dev.meshwright.answer.ExportAnswer;
import dev.meshwright.answer.FallbackPlan;
import dev.meshwright.answer.FallbackStep;
import dev.meshwright.base.fault.Fault;
import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.cost.CostModel;
import dev.meshwright.facts.engine.EngineVersion;
import dev.meshwright.facts.engine.option.Meaning;
import dev.meshwright.facts.engine.option.OptionBook;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.io.launch.Checkpoints;
import dev.meshwright.io.launch.LaunchFiles;
import dev.meshwright.io.launch.OptionFiles;
import dev.meshwright.io.launch.written.ExportFiles;
import dev.meshwright.io.problem.ProblemDocument;
import dev.meshwright.launch.LaunchFile;
import dev.meshwright.launch.engine.Asked;
import dev.meshwright.launch.export.Exported;
import dev.meshwright.launch.export.NodePart;
import dev.meshwright.launch.export.NodeParts;
import dev.meshwright.launch.export.Ordered;
import dev.meshwright.launch.export.Target;
import dev.meshwright.launch.model.ModelFacts;
import dev.meshwright.launch.model.WeightFormat;
import dev.meshwright.launch.pool.Balancing;
import dev.meshwright.launch.pool.Refusal;
import dev.meshwright.layout.Layout;
import dev.meshwright.layout.Stage;
import dev.meshwright.layout.draft.PlanDraft;
import dev.meshwright.layout.engine.EngineSpace;
import dev.meshwright.layout.engine.KnownEngine;
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
        requireName();
        ProblemDocument document = NamedEngine.of(request);
        CheckAnswer check = checked(document);
        Optional<Evaluated> evaluated = check.plan().evaluated();
        if (!check.plan().feasible() || evaluated.isEmpty()) {
            return new Outcome(check, Optional.empty(), Map.of());
        }
        Problem problem = check.plan().problem();
        OptionBook book = OptionFiles.of(problem.engine().orElseThrow());
        target(book);
        Balancing balancing = new BalancingChoice(check, evaluated.get())
                .of(
                        request.drift(),
                        experts -> workbench.check(
                                with(document, request.check().plan().withExperts(experts)), watch),
                        workbench,
                        watch);
        Ordered ordered = ordered(check, evaluated.get(), book, balancing);
        Exported exported = Exported.of(ordered);
        List<NodePart> parts = NodeParts.of(
                ordered.layout(), problem.cluster(), EngineSpace.named(problem).flatMap(EngineSpace::rankOrder));
        List<FallbackStep> steps = steps(document, ordered, exported, check);
        List<FallbackPlan> fallback =
                request.fallback() ? new MissingHardware(workbench, request, watch).plans(document) : List.of();
        String image = image(ordered);
        ExportAnswer written =
                new ExportAnswer(ordered, exported, parts, request.target(), image, check, steps, fallback, notes);
        notes.addAll(taken(ordered, ExportFiles.of(written)));
        ExportAnswer answer =
                new ExportAnswer(ordered, exported, parts, request.target(), image, check, steps, fallback, notes);
        return new Outcome(check, Optional.of(answer), ExportFiles.of(answer));
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
    private static List<String> taken(Ordered ordered, Map<String, String> files) {
        List<LaunchFile> launched = ExportFiles.starting(files);
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

    private void requireName() {
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

    private Ordered ordered(CheckAnswer check, Evaluated evaluated, OptionBook book, Balancing balancing) {
        Problem problem = check.plan().problem();
        int tokens = book.trains()
                ? 0
                : new CostModel(check.plan().question()).engine().tokensPerStep();
        String checkpoint = checkpoint(problem.model().name(), book);
        return new Ordered(
                problem,
                evaluated.layout(),
                evaluated.evaluation().cache(),
                tokens,
                book,
                checkpoint,
                quantized(problem, book),
                balancing,
                Checkpoints.standard()
                        .find(checkpoint)
                        .or(() -> Checkpoints.standard().find(problem.model().name()))
                        .map(ModelFacts::length)
                        .orElse(OptionalInt.empty()));
    }

    /** What somebody says, else where the model of the catalogue is published, else its name, which is said. */
    private String checkpoint(String model, OptionBook book) {
        Optional<String> published = Checkpoints.standard().repository(model);
        if (request.checkpoint().isEmpty() && !book.trains()) {
            notes.add(published
                    .map(repository -> "Weights are those of " + repository + ": --model says others, or a folder.")
                    .orElse("Where the weights of " + model
                            + " are published is not known, and its name here is written: say --model with the"
                            + " checkpoint's name or folder."));
        }
        return request.checkpoint().or(() -> published).orElse(model);
    }

    /** Weights of 16 bits become 8 while they are loaded; other formats need a checkpoint that has them. */
    private Optional<String> quantized(Problem problem, OptionBook book) {
        ModelFacts planned = ModelFacts.of(problem.model().name(), problem.model());
        Optional<WeightFormat> published =
                Checkpoints.standard().find(problem.model().name()).flatMap(ModelFacts::format);
        if (book.trains() || published.isEmpty() || published.equals(planned.format())) {
            return Optional.empty();
        }
        WeightFormat wanted = planned.format().orElseThrow();
        boolean eight = wanted == WeightFormat.FP8 || wanted == WeightFormat.FP8_BLOCKS;
        boolean wide = published.get() == WeightFormat.BF16 || published.get() == WeightFormat.FP16;
        if (eight && wide && book.of(Meaning.WEIGHTS).isPresent()) {
            return wanted.problemLabel();
        }
        notes.add("The plan has weights in " + wanted.label() + ", the published ones are in "
                + published.get().label() + ": --model a checkpoint in " + wanted.label() + ".");
        return Optional.empty();
    }

    private String image(Ordered ordered) {
        EngineVersion release = ordered.version()
                .orElseGet(() ->
                        KnownEngine.find(ordered.book().engine()).orElseThrow().newest());
        boolean dynamo = request.target() == Target.DYNAMO || request.target() == Target.DYNAMO_V1BETA1;
        Optional<String> worker = ordered.book().start().worker().map(OptionBook.Worker::image);
        if (dynamo && request.image().isEmpty() && worker.isPresent()) {
            notes.add("The container is Dynamo's, which brings its own release of the engine: --image one that has "
                    + release + ".");
            return worker.get();
        }
        return request.image().orElse(ordered.book().start().image().replace("{version}", release.tag()));
    }
}

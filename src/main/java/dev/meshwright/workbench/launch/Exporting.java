package dev.meshwright.workbench.launch;

import dev.meshwright.answer.CheckAnswer;
import dev.meshwright.answer.ExportAnswer;
import dev.meshwright.base.fault.Fault;
import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.cost.CostModel;
import dev.meshwright.facts.engine.EngineSetup;
import dev.meshwright.facts.engine.TrainingEngine;
import dev.meshwright.facts.engine.option.Meaning;
import dev.meshwright.facts.engine.option.OptionBook;
import dev.meshwright.facts.problem.Assumptions;
import dev.meshwright.facts.problem.Assumptions.Engine;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.problem.SearchLimits;
import dev.meshwright.facts.workload.Workload.Training;
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
import dev.meshwright.launch.pool.Refusal;
import dev.meshwright.layout.Batch;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.draft.DegreesDraft;
import dev.meshwright.layout.draft.PlanDraft;
import dev.meshwright.layout.engine.KnownEngine;
import dev.meshwright.question.check.CheckedPlan.Evaluated;
import dev.meshwright.workbench.CheckRequest;
import dev.meshwright.workbench.Watch;
import dev.meshwright.workbench.Workbench;
import java.util.ArrayList;
import java.util.Arrays;
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
        ProblemDocument document = document();
        CheckRequest asked = with(document, request.check().plan());
        CheckAnswer check = workbench.check(asked, watch);
        Optional<Evaluated> evaluated = check.plan().evaluated();
        if (!check.plan().feasible() || evaluated.isEmpty()) {
            return new Outcome(check, Optional.empty(), Map.of());
        }
        Problem problem = check.plan().problem();
        OptionBook book = OptionFiles.of(problem.engine().orElseThrow());
        target(book);
        Ordered ordered = ordered(check, evaluated.get(), book);
        Exported exported = Exported.of(ordered);
        List<NodePart> parts = NodeParts.of(ordered.layout(), problem.cluster(), book.trains());
        ExportAnswer answer = new ExportAnswer(
                ordered, exported, parts, request.target(), image(ordered), check, smaller(document, ordered), notes);
        Map<String, String> files = ExportFiles.of(answer);
        requireTaken(ordered, files);
        return new Outcome(check, Optional.of(answer), files);
    }

    /** What is written is read again, by the rules that judge anybody's launch: an engine knows more than degrees. */
    private static void requireTaken(Ordered ordered, Map<String, String> files) {
        List<LaunchFile> launched = ExportFiles.starting(files);
        Asked asked = new Asked(
                Optional.of(ordered.model().name()),
                Optional.empty(),
                ordered.version(),
                Optional.empty(),
                OptionalInt.empty());
        List<Fault> faults = LaunchFiles.of(launched, asked, Map.of()).refusals().stream()
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

    private static InvalidInputException fault(String place, String value, String message, String maybe) {
        return new InvalidInputException(List.of(new Fault("", place, value, message, maybe)));
    }

    /** The problem for the engine that starts the plan, whose rules hold whatever the search was allowed. */
    private ProblemDocument document() {
        ProblemDocument stated = request.check().problem();
        Problem problem = stated.problem();
        boolean training = problem.workload() instanceof Training;
        Assumptions assumptions = problem.assumptions();
        EngineSetup setup = assumptions.setup();
        Optional<String> label = request.engine().or(problem::engine);
        List<String> known = KnownEngine.all().stream()
                .filter(engine -> engine.trains() == training)
                .map(KnownEngine::label)
                .toList();
        if (label.isEmpty() || !known.contains(label.get())) {
            throw fault(
                    "--engine",
                    label.orElse(""),
                    label.isEmpty() ? "is needed: the problem names no engine" : "is no engine for this work",
                    "Maybe one of: " + String.join(", ", known) + ".");
        }
        boolean other = !label.equals(problem.engine());
        Assumptions named = training
                ? assumptions.withSetup(setup.training(training(label.get())))
                : assumptions.withEngine(serving(label.get()));
        EngineSetup own = named.setup();
        named = named.withSetup(new EngineSetup(
                request.version().or(() -> other ? Optional.empty() : own.version()),
                own.sequences(),
                own.tokensPerStep(),
                own.chunkedPrefill(),
                own.mixedChunks(),
                own.graphSizes(),
                own.training()));
        requireRelease(label.get(), named.setup());
        SearchLimits limits = problem.limits().withEngineSpace(true);
        return new ProblemDocument(problem.withAssumptions(named).withLimits(limits), stated.notes(), stated.digest());
    }

    private static void requireRelease(String label, EngineSetup setup) {
        KnownEngine engine = KnownEngine.find(label).orElseThrow();
        setup.version().filter(version -> !engine.knows(version)).ifPresent(version -> {
            throw fault(
                    "--engine-version",
                    version.toString(),
                    "is no release of " + label + " that is known",
                    "Maybe one from " + engine.oldest() + " to " + engine.newest() + ".");
        });
    }

    private static Optional<TrainingEngine> training(String label) {
        return Arrays.stream(TrainingEngine.values())
                .filter(engine -> engine.label().equals(label))
                .findFirst();
    }

    private static Engine serving(String label) {
        return Arrays.stream(Engine.values())
                .filter(engine -> engine.label().equals(label))
                .findFirst()
                .orElseThrow();
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

    private Ordered ordered(CheckAnswer check, Evaluated evaluated, OptionBook book) {
        Problem problem = check.plan().problem();
        int tokens = book.trains()
                ? 0
                : new CostModel(check.plan().question()).engine().tokensPerStep();
        String checkpoint = request.checkpoint().orElse(problem.model().name());
        if (request.checkpoint().isEmpty() && !book.trains()) {
            notes.add("The name of the weights is the catalogue's: say --model with the checkpoint's name or folder.");
        }
        return new Ordered(
                problem,
                evaluated.layout(),
                evaluated.evaluation().cache(),
                tokens,
                book,
                checkpoint,
                quantized(problem, book));
    }

    /** Weights of 16 bits become 8 while they are loaded; other formats need a checkpoint that has them. */
    private Optional<String> quantized(Problem problem, OptionBook book) {
        ModelFacts planned = ModelFacts.of(problem.model().name(), problem.model(), OptionalInt.empty());
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
        String release = ordered.version()
                .orElseGet(() ->
                        KnownEngine.find(ordered.book().engine()).orElseThrow().newest())
                .toString();
        boolean dynamo = request.target() == Target.DYNAMO || request.target() == Target.DYNAMO_V1BETA1;
        Optional<String> worker = ordered.book().start().worker().map(OptionBook.Worker::image);
        if (dynamo && request.image().isEmpty() && worker.isPresent()) {
            notes.add("The container is Dynamo's, which brings its own release of the engine: --image one that has "
                    + release + ".");
            return worker.get();
        }
        return request.image().orElse(ordered.book().start().image().replace("{version}", release));
    }

    private Optional<CheckAnswer> smaller(ProblemDocument document, Ordered ordered) {
        Degrees degrees = ordered.degrees();
        if (ordered.book().trains() || degrees.microBatch() < 2) {
            return Optional.empty();
        }
        Degrees half =
                degrees.with(new Batch(degrees.microBatch() / 2, degrees.microBatches(), degrees.recomputation()));
        PlanDraft plan = request.check().plan();
        PlanDraft other = new PlanDraft(
                plan.problemName(),
                plan.problemDigest(),
                DegreesDraft.of(half),
                plan.stages(),
                plan.experts(),
                plan.devices(),
                plan.predictionStage(),
                List.of());
        return Optional.of(workbench.check(with(document, other), watch))
                .filter(found -> found.plan().feasible());
    }
}

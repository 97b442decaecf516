package dev.meshwright.workbench.launch;

import dev.meshwright.answer.CheckAnswer;
import dev.meshwright.answer.explain.judgement.Assessment;
import dev.meshwright.answer.launch.FallbackStep;
import dev.meshwright.cost.evaluation.CacheRoom;
import dev.meshwright.facts.engine.EngineSetup;
import dev.meshwright.facts.engine.option.EngineOption;
import dev.meshwright.facts.engine.option.Meaning;
import dev.meshwright.facts.engine.option.Purpose;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.io.problem.ProblemDocument;
import dev.meshwright.launch.export.Exported;
import dev.meshwright.launch.export.Flag;
import dev.meshwright.launch.export.Ordered;
import dev.meshwright.layout.Batch;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.ExpertSlots;
import dev.meshwright.layout.Layout;
import dev.meshwright.layout.draft.DegreesDraft;
import dev.meshwright.layout.draft.PlanDraft;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Steps for a plan whose measurements lie outside of what is expected, each with what it is worth by the cost model. */
final class FallbackSteps {

    /** Less memory than this is not worth a step, in bytes. */
    private static final double LEAST_FREED = 100e6;

    /** The part of the cache that a start without it leaves. */
    private static final double LESS_CACHE = 0.95;

    private final ProblemDocument document;
    private final PlanDraft plan;
    private final Ordered ordered;
    private final Exported exported;
    private final CheckAnswer planned;
    private final BiFunction<ProblemDocument, PlanDraft, CheckAnswer> check;
    private final List<FallbackStep> steps = new ArrayList<>();

    FallbackSteps(
            ProblemDocument document,
            PlanDraft plan,
            Ordered ordered,
            Exported exported,
            CheckAnswer planned,
            BiFunction<ProblemDocument, PlanDraft, CheckAnswer> check) {
        this.document = document;
        this.plan = placed(plan, ordered.layout());
        this.ordered = ordered;
        this.exported = exported;
        this.planned = planned;
        this.check = check;
    }

    /** The plan with the experts where they are started: a step moves none. */
    private static PlanDraft placed(PlanDraft plan, Layout layout) {
        int ranks = layout.degrees().expert();
        ExpertSlots experts = layout.experts();
        return experts.layers() == 0
                ? plan
                : plan.withExperts(IntStream.range(0, experts.layers())
                        .mapToObj(layer -> experts.ranks(layer, ranks))
                        .toList());
    }

    /** The steps in order; none for a training. */
    List<FallbackStep> all() {
        if (ordered.book().trains()) {
            return List.of();
        }
        int micro = ordered.degrees().microBatch();
        Meaning cache =
                ordered.book().of(Meaning.CACHE_BYTES, ordered.version()).isPresent()
                                && written(Meaning.CACHE_BYTES).isPresent()
                        ? Meaning.CACHE_BYTES
                        : Meaning.CACHE_TOKENS;
        int held = held(micro, LESS_CACHE);
        scaled(cache, LESS_CACHE)
                .filter(change -> held >= 1)
                .ifPresent(change -> add("Out of memory while it starts", change, document, batch(held)));
        fewerGraphs();
        int tokens = ordered.tokensPerStep();
        scaled(Meaning.TOKENS_PER_STEP, 0.5)
                .filter(change -> tokens / 2 >= ordered.degrees().sequencesPerRank())
                .ifPresent(change -> add("Out of memory while it serves", change, budget(tokens / 2), plan));
        scaled(Meaning.SEQUENCES, 0.5)
                .filter(change -> micro > 1)
                .ifPresent(change -> sooner(
                        "Slower per token than expected, with half the requests in flight",
                        Assessment::timePerOutputToken,
                        change,
                        document,
                        batch(micro / 2)));
        scaled(Meaning.TOKENS_PER_STEP, 2)
                .ifPresent(change -> sooner(
                        "First tokens later than expected",
                        Assessment::timeToFirstToken,
                        change,
                        budget(2 * tokens),
                        plan));
        return steps;
    }

    /**
     * Fewer sizes of steps that are captured as graphs, up to the plan's batch, which is still replayed: decode steps are filled
     * up to the next size. A step is it where that frees memory.
     */
    private void fewerGraphs() {
        Optional<EngineOption> option = ordered.book().of(Purpose.GRAPH_SIZES, ordered.version());
        if (option.isEmpty() || !ordered.setup().graphSizes().isEmpty()) {
            return;
        }
        int batch = ordered.degrees().microBatch();
        List<Integer> sizes = new ArrayList<>();
        for (int size = 1; size < batch; size *= 2) {
            sizes.add(size);
        }
        sizes.add(batch);
        String change =
                option.get().name() + " " + sizes.stream().map(String::valueOf).collect(Collectors.joining(" "));
        ProblemDocument captured = document(ordered.setup().tokensPerStep(), sizes);
        CheckAnswer predicted = check.apply(captured, plan);
        if (predicted.plan().feasible() && bytes(predicted) < bytes(planned) - LEAST_FREED) {
            steps.add(new FallbackStep("Out of memory while it captures graphs", change, predicted));
        }
    }

    private static double bytes(CheckAnswer answer) {
        return answer.assessment()
                .map(assessment -> assessment.evaluation().heaviestStage().memoryBytes())
                .orElse(0.0);
    }

    private void add(String when, String change, ProblemDocument problem, PlanDraft draft) {
        CheckAnswer predicted = check.apply(problem, draft);
        if (predicted.plan().feasible()) {
            steps.add(new FallbackStep(when, change, predicted));
        }
    }

    /** A step that is there for a time is one only where that gets shorter. */
    private void sooner(
            String when,
            Function<Assessment, OptionalDouble> aim,
            String change,
            ProblemDocument problem,
            PlanDraft draft) {
        CheckAnswer predicted = check.apply(problem, draft);
        OptionalDouble before = seconds(planned, aim);
        OptionalDouble after = seconds(predicted, aim);
        boolean shorter = before.isPresent() && after.isPresent() && after.getAsDouble() < before.getAsDouble();
        if (predicted.plan().feasible() && shorter) {
            steps.add(new FallbackStep(when, change, predicted));
        }
    }

    private static OptionalDouble seconds(CheckAnswer answer, Function<Assessment, OptionalDouble> aim) {
        return answer.assessment().map(aim).orElse(OptionalDouble.empty());
    }

    private Optional<Flag> written(Meaning meaning) {
        return Stream.of(exported.flags(), exported.settings())
                .flatMap(List::stream)
                .filter(flag -> flag.option().means().filter(meaning::equals).isPresent())
                .findFirst();
    }

    /** The option with a part of its value. */
    private Optional<String> scaled(Meaning meaning, double factor) {
        return written(meaning)
                .map(flag ->
                        flag.option().name() + " " + Math.max(1, (long) (Double.parseDouble(flag.value()) * factor)));
    }

    /** Sequences of a micro-batch that a part of the cache holds: a batch below its room stays as it is. */
    private int held(int micro, double part) {
        double running = (double) ordered.degrees().sequencesPerRank()
                * ordered.degrees().data();
        double room = ordered.room().map(CacheRoom::sequences).orElse(0L);
        return (int) Math.min(micro, Math.floor(micro * part * room / running));
    }

    private PlanDraft batch(int micro) {
        Degrees degrees = ordered.degrees();
        Degrees other = degrees.with(new Batch(micro, degrees.microBatches(), degrees.recomputation()));
        return new PlanDraft(
                plan.problemName(),
                plan.problemDigest(),
                DegreesDraft.of(other),
                plan.stages(),
                plan.experts(),
                plan.devices(),
                plan.predictionStage(),
                List.of());
    }

    private ProblemDocument budget(int tokens) {
        return document(
                OptionalInt.of(Math.max(1, tokens)),
                document.problem().assumptions().setup().graphSizes());
    }

    private ProblemDocument document(OptionalInt tokens, List<Integer> graphSizes) {
        Problem problem = document.problem();
        EngineSetup own = problem.assumptions().setup();
        EngineSetup other = new EngineSetup(
                own.version(),
                own.sequences(),
                tokens,
                own.chunkedPrefill(),
                own.mixedChunks(),
                graphSizes,
                own.training(),
                own.speculation(),
                own.layerwiseTransfer());
        return new ProblemDocument(
                problem.withAssumptions(problem.assumptions().withSetup(other)), document.notes(), document.digest());
    }
}

package dev.meshwright.workbench;

import dev.meshwright.answer.AuditAnswer;
import dev.meshwright.answer.CheckAnswer;
import dev.meshwright.answer.PoolsCheckAnswer;
import dev.meshwright.answer.Provenance;
import dev.meshwright.answer.QuantityAnswer;
import dev.meshwright.answer.ScaleAnswer;
import dev.meshwright.answer.SearchAnswer;
import dev.meshwright.answer.TrainingRates;
import dev.meshwright.answer.explain.Sharding;
import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.efficiency.KernelEfficiency;
import dev.meshwright.cost.engine.EfficiencySource;
import dev.meshwright.cost.engine.Question;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.io.catalogue.EfficiencyFiles;
import dev.meshwright.io.measured.MeasurementFiles.Measurements;
import dev.meshwright.io.problem.ProblemDocument;
import dev.meshwright.io.tree.Resources;
import dev.meshwright.lab.bench.BenchAnswer;
import dev.meshwright.lab.error.report.ValidationAnswer;
import dev.meshwright.lab.fit.CalibrationAnswer;
import dev.meshwright.lab.row.Foretold;
import dev.meshwright.layout.draft.PoolsDraft;
import dev.meshwright.placement.placing.LayoutPlacer;
import dev.meshwright.question.audit.drafting.Document;
import dev.meshwright.question.audit.drafting.Draft;
import dev.meshwright.question.audit.drafting.Drafter;
import dev.meshwright.question.audit.vocabulary.Entry;
import dev.meshwright.question.audit.vocabulary.Vocabulary;
import dev.meshwright.question.place.DriftAnswer;
import dev.meshwright.question.place.DriftPlanner;
import dev.meshwright.question.place.DriftRequest;
import dev.meshwright.question.place.ExpertPlanner;
import dev.meshwright.question.place.PlaceAnswer;
import dev.meshwright.question.place.PlaceRequest;
import dev.meshwright.question.search.LayoutSearch;
import dev.meshwright.question.search.Placers;
import dev.meshwright.question.search.ReplayedChoice;
import dev.meshwright.question.search.SearchResult;
import dev.meshwright.question.search.TargetedSearch;
import dev.meshwright.question.search.space.LayoutSpace;
import dev.meshwright.replay.deployment.LoopReplays;
import dev.meshwright.workbench.pool.CheckingPools;
import dev.meshwright.workbench.pool.ScalingUp;
import dev.meshwright.workbench.pool.Searching;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Answers every question that Meshwright can be asked: a request and someone who waits go in, an answer comes out.
 *
 * <p>One workbench may serve many threads. It prints nothing; bad input is
 * {@link dev.meshwright.base.fault.InvalidInputException} with all faults at once.
 */
public final class Workbench {

    private final Map<String, KernelEfficiency> families = new ConcurrentHashMap<>();
    private final EfficiencySource fitted =
            gpu -> families.computeIfAbsent(gpu.family(), EfficiencyFiles::forArchitecture);
    private final LongSupplier clock;

    /** A workbench by the clock of this machine. */
    public Workbench() {
        this(System::nanoTime);
    }

    /** A workbench whose time limits are by {@code clock}, in nanoseconds. */
    Workbench(LongSupplier clock) {
        this.clock = clock;
    }

    /** The best plan of a problem and why nothing else is better, or why there is none. */
    public SearchAnswer search(SearchRequest request, Watch watch) {
        Placers placers = placers(request.effort(), watch);
        CostModel costModel = new CostModel(question(request.problem().problem(), request.constants()));
        return new Searching(
                        costModel,
                        placers,
                        notes(request.problem(), request.constants()),
                        provenance(request.problem(), request.effort()),
                        () -> aggregated(costModel, request, placers, watch),
                        new LoopReplays(request.replayed(), request.effort().seed()))
                .answer();
    }

    /** The best layout where prompts and answers, if there are both, share GPUs; its loop is replayed. */
    private static TargetedSearch.Found aggregated(
            CostModel costModel, SearchRequest request, Placers placers, Watch watch) {
        LoopReplays replays =
                new LoopReplays(request.replayed(), request.effort().seed());
        // The choice among late layouts is the same however many are shown.
        int shortlist =
                replays.wanted() ? Math.max(request.runnersUp(), ReplayedChoice.RUNNERS_UP) : request.runnersUp();
        TargetedSearch.Found all = replayed(costModel, search(costModel, placers, shortlist, watch), replays, placers);
        return all.with(all.result().withRunnersUp(request.runnersUp()));
    }

    /** The search alone, by the standard constants. */
    TargetedSearch.Found search(Problem problem, Placers placers, int runnersUp, Watch watch) {
        return search(new CostModel(question(problem, Constants.STANDARD)), placers, runnersUp, watch);
    }

    private static TargetedSearch.Found search(CostModel costModel, Placers placers, int runnersUp, Watch watch) {
        return new TargetedSearch(costModel, placers, event -> watch.events().accept(new Event.Searched(event)))
                .run(runnersUp);
    }

    private static TargetedSearch.Found replayed(
            CostModel costModel, TargetedSearch.Found found, LoopReplays replays, Placers placers) {
        ReplayedChoice choice = new ReplayedChoice(
                costModel,
                replays,
                (stages, runnersUp, least) -> Optional.of(shallower(costModel, placers, stages, runnersUp, least)),
                placers::cancelled);
        return found.circumstances().isEmpty() ? choice.of(found) : choice.replayed(found);
    }

    private static SearchResult shallower(
            CostModel costModel, Placers placers, int stages, int runnersUp, double least) {
        Problem problem = costModel.problem();
        Problem limited = problem.withLimits(problem.limits().withMaxPipeline(stages));
        CostModel asked = new CostModel(costModel.question().with(limited));
        LayoutPlacer placer = placers.quick(asked);
        return new LayoutSearch(asked, placer, placer, placers::cancelled, event -> {})
                .runOver(new LayoutSpace(limited), runnersUp, least);
    }

    /** What a plan is worth: what it costs, which constraints it breaks, which of its claims hold. */
    public CheckAnswer check(CheckRequest request, Watch watch) {
        return checking(request, watch).answer(notes(request.problem(), request.constants()));
    }

    /** What a plan is worth in which prompts and answers have GPUs of their own. */
    public PoolsCheckAnswer check(
            ProblemDocument problem, PoolsDraft plan, Constants constants, boolean replayed, Effort effort) {
        return CheckingPools.answer(
                question(problem.problem(), constants),
                plan,
                placers(effort, Watch.NONE),
                problem.digest(),
                notes(problem, constants),
                new LoopReplays(replayed, effort.seed()));
    }

    /** What every GPU of a plan holds, and how it is cut. */
    public Sharding shards(CheckRequest request, Watch watch) {
        return checking(request, watch).shards();
    }

    /** What a training run makes of its GPUs; empty in other phases. */
    public Optional<TrainingRates> rates(CheckRequest request, Watch watch) {
        return checking(request, watch).rates();
    }

    /** Which claims of a plan hold. */
    public AuditAnswer audit(CheckRequest request, Watch watch) {
        return checking(request, watch).audit();
    }

    /** How a quantity of a plan comes about, such as {@code throughput.system}. */
    public QuantityAnswer explain(CheckRequest request, String quantity, Watch watch) {
        return checking(request, watch).explain(quantity);
    }

    private Checking checking(CheckRequest request, Watch watch) {
        return new Checking(request, question(request.asked(), request.constants()), placers(request.effort(), watch));
    }

    /** Claims drafted from a document: every number with a unit and what it is likely about. */
    public Draft draft(Document document) {
        return new Drafter(Vocabulary.standard()).draft(document);
    }

    /** Quantities that claims can be about and that all of {@code words} speak of; every quantity where there is no word. */
    public List<Entry> quantities(List<String> words) {
        return words.isEmpty()
                ? Vocabulary.standard().entries()
                : Vocabulary.standard().find(words);
    }

    /** Quantities that a phrase of everyday words may mean, likeliest first, where none speaks of all of them. */
    public List<Entry> quantitiesNear(List<String> words) {
        return Vocabulary.standard().nearest(words);
    }

    /** Quantities that {@code asked} may mean, as a sentence. */
    public String maybeQuantity(String asked) {
        return Vocabulary.standard().maybe(asked);
    }

    /** The smallest cluster that reaches a target, or a proof that none does. */
    public ScaleAnswer scale(ScaleRequest request, Watch watch) {
        Placers placers = placers(request.effort(), watch);
        return new ScalingUp(
                        question(request.problem().problem(), request.constants()),
                        request.goal(),
                        placers,
                        new SizeSearching(placers, watch))
                .answer(
                        new LoopReplays(request.replayed(), request.effort().seed()),
                        notes(request.problem(), request.constants()),
                        provenance(request.problem(), request.effort()));
    }

    /**
     * Where experts go, for recorded loads.
     *
     * @throws dev.meshwright.base.fault.InvalidInputException with all that is wrong with the request
     * @throws dev.meshwright.placement.InfeasiblePlacementException if no placement can exist
     */
    public PlaceAnswer place(PlaceRequest request, Watch watch) {
        return planner(request, watch).answer(request);
    }

    private ExpertPlanner planner(PlaceRequest request, Watch watch) {
        Effort effort = new Effort(request.effort().seed(), request.effort().timeLimit());
        return new ExpertPlanner(Planner.policies(), placers(effort, watch), watch.cancelled());
    }

    /**
     * Whether experts are to move while a model serves.
     *
     * @throws dev.meshwright.base.fault.InvalidInputException with all that is wrong with the request
     */
    public DriftAnswer drift(DriftRequest request, Watch watch) {
        return DriftPlanner.answer(planner(request.place(), watch), request);
    }

    /**
     * Quality and speed of placements, or of searches.
     *
     * @param soFar is handed what is measured so far after every case
     * @throws dev.meshwright.base.fault.InvalidInputException if a file cannot be read or a case asks for what there is not
     */
    public BenchAnswer bench(BenchRequest request, Watch watch, Consumer<BenchAnswer> soFar) {
        return new Benching(this, request, watch, soFar).answer(Planner.policies(), placers(Effort.DEFAULT, watch));
    }

    /** How far predictions lie from measurements. */
    public ValidationAnswer validate(ValidateRequest request, Watch watch) {
        return new Measuring(request.constants(), request.plans(), fitted, watch)
                .validated(request.files(), request.leaveOut(), request.worst());
    }

    /**
     * What measurements say of the constants.
     *
     * @return nothing where {@code watch} had no patience left before factors were fitted
     * @throws dev.meshwright.base.fault.InvalidInputException if too few rows can be predicted
     */
    public Optional<CalibrationAnswer> calibrate(Measurements measurements, Watch watch) {
        return new Measuring(Constants.STANDARD, unused -> Foretold.Source.NONE, fitted, watch)
                .calibrated(measurements);
    }

    /** Solvers with their budgets, whose time begins now. */
    public Placers placers(Effort effort, Watch watch) {
        return new Planner(effort, watch, clock);
    }

    /** What {@code problem}, on GPUs as they are stated, asks under {@code constants}. */
    public Question question(Problem problem, Constants constants) {
        return constants.calibration().question(problem, fitted);
    }

    /** What was not stated and therefore assumed, and what was calibrated. */
    public static List<String> notes(ProblemDocument document, Constants constants) {
        List<String> notes = new ArrayList<>(document.notes());
        notes.addAll(constants.notes(document.problem().cluster().nodes().stream()
                .map(group -> group.gpu().name())
                .toList()));
        return notes;
    }

    /** Where an answer to a problem comes from. */
    public static Provenance provenance(ProblemDocument document, Effort effort) {
        return new Provenance(document.digest(), Resources.version(), effort.seed());
    }
}

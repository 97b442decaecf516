package dev.meshwright.workbench;

import dev.meshwright.answer.AuditAnswer;
import dev.meshwright.answer.CheckAnswer;
import dev.meshwright.answer.Provenance;
import dev.meshwright.answer.QuantityAnswer;
import dev.meshwright.answer.ScaleAnswer;
import dev.meshwright.answer.SearchAnswer;
import dev.meshwright.answer.explain.Argument;
import dev.meshwright.answer.explain.ShortageFinder;
import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.efficiency.KernelEfficiency;
import dev.meshwright.cost.engine.EfficiencySource;
import dev.meshwright.cost.engine.Question;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.io.catalogue.EfficiencyFiles;
import dev.meshwright.io.problem.ProblemDocument;
import dev.meshwright.io.tree.Resources;
import dev.meshwright.question.scale.Scaling;
import dev.meshwright.question.scale.node.Size;
import dev.meshwright.question.search.Placers;
import dev.meshwright.question.search.TargetedSearch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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

    /** The best layout of a problem and why nothing else is better, or why there is none. */
    public SearchAnswer search(SearchRequest request, Watch watch) {
        Placers placers = placers(request.effort(), watch);
        CostModel costModel = new CostModel(question(request.problem().problem(), request.constants()));
        TargetedSearch.Found found = new TargetedSearch(
                        costModel, placers, event -> watch.events().accept(new Event.Searched(event)))
                .run(request.runnersUp());
        List<String> notes = notes(request.problem(), request.constants());
        Provenance provenance = provenance(request.problem(), request.effort());
        return found.result().best().isPresent()
                ? new SearchAnswer.Found(
                        Argument.of(costModel, found.result(), found.circumstances()), notes, provenance)
                : new SearchAnswer.NothingFound(
                        costModel.problem(),
                        new ShortageFinder(costModel).explain(found.result()),
                        found.result().complete(),
                        notes,
                        provenance);
    }

    /** What a plan is worth: what it costs, which constraints it breaks, which of its claims hold. */
    public CheckAnswer check(CheckRequest request, Watch watch) {
        return checking(request, watch).answer(notes(request.problem(), request.constants()));
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

    /** The smallest cluster that reaches a target, or a proof that none does. */
    public ScaleAnswer scale(ScaleRequest request, Watch watch) {
        Question question = question(request.problem().problem(), request.constants());
        Placers placers = placers(request.effort(), watch);
        Scaling scaling = Scaling.of(question, request.goal(), new SizeSearching(placers, watch));
        List<ScaleAnswer.Plans> plans = scaling.kinds().stream()
                .map(kind -> new ScaleAnswer.Plans(
                        kind.system().size().map(Workbench::argument),
                        kind.perGpu().size().map(Workbench::argument)))
                .toList();
        return new ScaleAnswer(
                scaling,
                plans,
                notes(request.problem(), request.constants()),
                provenance(request.problem(), request.effort()));
    }

    private static Argument argument(Size size) {
        return Argument.of(size.costModel(), size.result().orElseThrow(), "");
    }

    /** Solvers with their budgets, whose time begins now. */
    public Placers placers(Effort effort, Watch watch) {
        return new Planner(effort, watch, clock);
    }

    /** What {@code problem}, on GPUs as they are stated, asks under {@code constants}. */
    public Question question(Problem problem, Constants constants) {
        return constants.calibration().question(problem, fitted);
    }

    /** The constants of kernels that come with Meshwright, each family read once. */
    public EfficiencySource fitted() {
        return fitted;
    }

    private static List<String> notes(ProblemDocument document, Constants constants) {
        List<String> notes = new ArrayList<>(document.notes());
        notes.addAll(constants.notes(document.problem().cluster().nodes().stream()
                .map(group -> group.gpu().name())
                .toList()));
        return notes;
    }

    private static Provenance provenance(ProblemDocument document, Effort effort) {
        return new Provenance(document.digest(), Resources.version(), effort.seed());
    }
}

package dev.meshwright.workbench.launch;

import dev.meshwright.answer.CheckAnswer;
import dev.meshwright.answer.PoolsCheckAnswer;
import dev.meshwright.answer.launch.LaunchAnswer;
import dev.meshwright.answer.launch.LaunchAnswer.PoolAnswer;
import dev.meshwright.base.fault.Fault;
import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.facts.cluster.Gpu;
import dev.meshwright.facts.cluster.NodeGroup;
import dev.meshwright.facts.engine.option.Meaning;
import dev.meshwright.facts.engine.option.OptionBook;
import dev.meshwright.io.catalogue.GpuCatalogue;
import dev.meshwright.io.launch.LaunchFiles;
import dev.meshwright.io.launch.OptionFiles;
import dev.meshwright.io.launch.PoolCluster;
import dev.meshwright.io.launch.PoolFiles;
import dev.meshwright.io.launch.PoolWork;
import dev.meshwright.io.problem.ProblemDocument;
import dev.meshwright.launch.model.ModelFacts;
import dev.meshwright.launch.pool.Launch;
import dev.meshwright.launch.pool.Pool;
import dev.meshwright.launch.pool.Refusal;
import dev.meshwright.layout.Constraint;
import dev.meshwright.layout.Violation;
import dev.meshwright.layout.draft.PlanDraft;
import dev.meshwright.workbench.CheckRequest;
import dev.meshwright.workbench.Watch;
import dev.meshwright.workbench.Workbench;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * Reads a launch, asks the cost model whether each of its pools fits into memory, and what it is worth: the engine's rules say
 * whether it is taken, the same evaluation as of any plan says the rest.
 */
public final class Launching {

    private final Workbench workbench;
    private final LaunchRequest request;
    private final Watch watch;
    private final List<String> notes = new ArrayList<>();
    private final List<Refusal> found = new ArrayList<>();
    private final List<PoolFiles> files = new ArrayList<>();

    private final Optional<ProblemDocument> problem;

    private Launching(Workbench workbench, LaunchRequest request, Optional<ProblemDocument> problem, Watch watch) {
        this.workbench = workbench;
        this.request = request;
        this.problem = problem;
        this.watch = watch;
    }

    /**
     * What the files of {@code request} launch.
     *
     * @throws InvalidInputException with everything that keeps them from being read
     */
    public static Launched read(Workbench workbench, LaunchRequest request, Watch watch) {
        return read(workbench, request, Optional.empty(), watch);
    }

    /**
     * The same, its plans evaluated for another problem than the launch makes by itself.
     *
     * @throws InvalidInputException with everything that keeps them from being read
     */
    public static Launched read(
            Workbench workbench, LaunchRequest request, Optional<ProblemDocument> problem, Watch watch) {
        return new Launching(workbench, request, problem, watch).launched();
    }

    private Launched launched() {
        Launch launch = LaunchFiles.read(request.files(), request.asked(), request.variables());
        List<PoolAnswer> answers = new ArrayList<>();
        for (Pool pool : launch.pools()) {
            answers.add(new PoolAnswer(pool.role(), judged(launch, pool)));
        }
        Optional<PoolsCheckAnswer> together =
                both(launch).filter(pools -> launch.with(found).runs()).map(pools -> pools.answer(workbench, request));
        LaunchAnswer answer = new LaunchAnswer(launch.with(found), answers, together, notes);
        return new Launched(answer, files);
    }

    /** A problem that is served is one question to both of its pools. */
    private Optional<LaunchedPools> both(Launch launch) {
        boolean whole =
                launch.pools().stream().allMatch(pool -> inexpressible(pool).isEmpty());
        return request.evaluate() && whole
                ? problem.flatMap(asked -> LaunchedPools.of(launch, asked))
                : Optional.empty();
    }

    private Optional<CheckAnswer> judged(Launch launch, Pool pool) {
        Optional<PoolCluster> cluster = cluster(pool);
        boolean known = pool.facts().flatMap(ModelFacts::catalogue).isPresent();
        if (problem.isPresent() && inexpressible(pool).isEmpty() && (cluster.isEmpty() || !known)) {
            return evaluated(
                    launch,
                    problem.get(),
                    PoolFiles.plan(pool, problem.get().problem().name()));
        }
        if (cluster.isEmpty() || !known) {
            notes.add(unknown(pool, known, cluster.isPresent()));
            return Optional.empty();
        }
        Optional<String> inexpressible = inexpressible(pool);
        if (inexpressible.isPresent()) {
            notes.add(inexpressible.get());
            return Optional.empty();
        }
        return whole(pool) ? placed(launch, pool, cluster.get()) : Optional.empty();
    }

    private Optional<CheckAnswer> placed(Launch launch, Pool pool, PoolCluster given) {
        PoolCluster wished = given;
        PoolFiles usual = files(launch, pool, wished, request.work());
        if (tensorLeavesIsland(usual)) {
            wished = wished.acrossNodes();
            usual = files(launch, pool, wished, request.work());
            OptionBook book = OptionFiles.of(launch.engine());
            found.add(new Refusal(
                    Refusal.Kind.CAUTION,
                    pool.role(),
                    book.flag(book.of(Meaning.TENSOR).isPresent() ? Meaning.TENSOR : Meaning.STAGE_RANKS),
                    "a tensor group of " + pool.layout().tensor() + " lies over several nodes",
                    "at most the GPUs of a node, with pipeline stages or data parallelism over nodes"));
        }
        expressible(launch, usual);
        files.add(usual);
        if (pool.training().isEmpty()) {
            memory(launch, files(launch, pool, wished, PoolWork.LONGEST));
        }
        return evaluated(launch, problem.orElse(usual.problem()), usual.plan());
    }

    /** Limits that no engine takes, which its rules refuse, make no problem. */
    private static boolean whole(Pool pool) {
        double share = pool.limits().memoryShare().orElse(1);
        return share > 0 && share <= 1 && pool.limits().sequences().orElse(1) > 0;
    }

    /** The rules of the engine's space judge a launch as they judge any plan: who reads it and who checks it say the same. */
    private void expressible(Launch launch, PoolFiles plan) {
        if (!launch.with(found).runs()) {
            return;
        }
        workbench.check(checking(plan), watch).plan().violations().stream()
                .filter(violation -> violation.constraint() == Constraint.ENGINE)
                .forEach(violation -> found.add(new Refusal(
                        Refusal.Kind.REFUSED,
                        plan.pool().role(),
                        EngineFlags.of(OptionFiles.of(launch.engine()), violation.where()),
                        violation.fix().replaceFirst("\\.? The nearest.*", "").replaceFirst("\\.$", ""),
                        "")));
    }

    /** What a pool is worth, if that was asked and it runs. */
    private Optional<CheckAnswer> evaluated(Launch launch, ProblemDocument asked, PlanDraft plan) {
        CheckRequest checked = new CheckRequest(
                asked, plan, request.constants(), List.of(), OptionalInt.empty(), true, request.effort());
        return request.evaluate()
                        && both(launch).isEmpty()
                        && launch.with(found).runs()
                ? Optional.of(workbench.check(checked, watch))
                : Optional.empty();
    }

    /** What a layout of ours has no name for. */
    private static Optional<String> inexpressible(Pool pool) {
        boolean prefillContext = pool.training().isEmpty() && pool.layout().prefillContext() > 1;
        boolean grid = pool.facts().filter(ModelFacts::dense).isEmpty()
                && (pool.layout().expertTensor().isEmpty()
                        || pool.layout().expertData().isEmpty());
        if (prefillContext) {
            return Optional.of(
                    "Context parallelism in prefill has no place in a plan of inference: memory is not judged.");
        }
        return grid
                ? Optional.of("The experts' degrees do not fill the ranks of a stage: there is no plan to evaluate.")
                : Optional.empty();
    }

    private PoolFiles files(Launch launch, Pool pool, PoolCluster cluster, PoolWork work) {
        try {
            return PoolFiles.of(
                    launch.engine(), pool, cluster, work, launch.version().orElse(""));
        } catch (InvalidInputException unfit) {
            // The problem is ours: what is wrong with it is said of the launch, where it stands.
            throw new InvalidInputException(unfit.faults().stream()
                    .map(fault -> new Fault(
                            pool.place().file(),
                            pool.place().inFile(),
                            fault.value(),
                            "makes no problem, by " + fault.path() + ": " + fault.message(),
                            fault.maybe()))
                    .toList());
        }
    }

    private CheckRequest checking(PoolFiles of) {
        return new CheckRequest(
                of.problem(), of.plan(), request.constants(), List.of(), OptionalInt.empty(), true, request.effort());
    }

    private static boolean tensorLeavesIsland(PoolFiles files) {
        int island = files.problem().problem().cluster().nodes().stream()
                .mapToInt(NodeGroup::islandSize)
                .max()
                .orElse(1);
        return files.pool().layout().tensor() > island;
    }

    /** Whether weights and one sequence of the longest length fit: without that an engine does not start. */
    private void memory(Launch launch, PoolFiles longest) {
        CheckAnswer answer = workbench.check(checking(longest), watch);
        List<Violation> violations = answer.plan().violations().stream()
                .filter(violation -> violation.constraint() == Constraint.MEMORY)
                .toList();
        if (violations.isEmpty()) {
            return;
        }
        Violation worst = violations.getFirst();
        Pool pool = longest.pool();
        OptionBook book = OptionFiles.of(launch.engine());
        PoolCluster same = cluster(pool).orElseThrow();
        String length = launch.engine().equals("vllm")
                ? " with one sequence of "
                        + Figures.count(longest.problem().problem().workload().longestContext()) + " tokens"
                        + (pool.limits().modelLength().isPresent() ? "" : ", the model's longest")
                : "";
        found.add(new Refusal(
                Refusal.Kind.FAILS,
                pool.role(),
                book.flag(Meaning.MEMORY_SHARE),
                "does not fit into memory" + length + ": " + Figures.bytes(worst.actual()) + " at " + worst.where()
                        + " of " + Figures.bytes(worst.limit()) + " that " + book.flag(Meaning.MEMORY_SHARE)
                        + " leaves",
                String.join(
                        ", or ",
                        new MemoryMends(book, tried -> fits(launch, tried, same))
                                .of(pool, longest.problem().problem().workload().longestContext()))));
    }

    private boolean fits(Launch launch, Pool pool, PoolCluster cluster) {
        return workbench
                .check(checking(files(launch, pool, cluster, PoolWork.LONGEST)), watch)
                .plan()
                .violations()
                .stream()
                .noneMatch(violation -> violation.constraint() == Constraint.MEMORY);
    }

    private Optional<PoolCluster> cluster(Pool pool) {
        List<String> names = new ArrayList<>();
        List<Fault> faults = new ArrayList<>();
        for (String written : pool.gpu().map(text -> List.of(text.split(","))).orElse(List.of())) {
            Optional<Gpu> gpu = GpuCatalogue.standard().find(written.strip());
            gpu.ifPresent(known -> names.add(known.name()));
            if (gpu.isEmpty() && request.asked().gpu().isPresent()) {
                faults.add(new Fault(
                        "",
                        "--gpu",
                        written,
                        "is no GPU of the catalogue",
                        GpuCatalogue.standard().maybe(written)));
            } else if (gpu.isEmpty()) {
                notes.add("The launch names a GPU " + written + " that the catalogue lacks.");
                return Optional.empty();
            }
        }
        if (!faults.isEmpty()) {
            throw new InvalidInputException(faults);
        }
        return names.isEmpty()
                ? Optional.empty()
                : Optional.of(new PoolCluster(names, request.asked().gpusPerNode(), true));
    }

    private static String unknown(Pool pool, boolean model, boolean gpu) {
        String missing = String.join(
                " and ",
                Stream.of(
                                model
                                        ? ""
                                        : "the catalogue has no model "
                                                + pool.model().orElse("of it"),
                                gpu ? "" : "nothing says which GPUs it has (--gpu)")
                        .filter(text -> !text.isEmpty())
                        .toList());
        return "Memory and speed are not judged: " + missing + ".";
    }
}

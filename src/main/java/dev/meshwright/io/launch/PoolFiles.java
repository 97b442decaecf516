package dev.meshwright.io.launch;

import dev.meshwright.facts.cluster.Gpu;
import dev.meshwright.io.catalogue.GpuCatalogue;
import dev.meshwright.io.plan.PlanFiles;
import dev.meshwright.io.problem.ProblemDocument;
import dev.meshwright.io.problem.ProblemFiles;
import dev.meshwright.io.tree.Documents;
import dev.meshwright.io.tree.InputFile;
import dev.meshwright.launch.pool.Launch;
import dev.meshwright.launch.pool.Pool;
import dev.meshwright.launch.source.Role;
import dev.meshwright.layout.draft.PlanDraft;
import dev.meshwright.layout.draft.PoolsDraft;
import dev.meshwright.layout.draft.PoolsDraft.PoolDraft;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A pool as a problem and a plan: the texts that are written, and what they say when they are read again.
 *
 * @param pool that they are of
 * @param problemText YAML
 * @param planText YAML
 * @param problem as read from the text
 * @param plan as read from the text
 */
public record PoolFiles(Pool pool, String problemText, String planText, ProblemDocument problem, PlanDraft plan) {

    /**
     * The files of a pool, whose model and GPUs are in the catalogue.
     *
     * @param work that the launch leaves open
     * @throws dev.meshwright.base.fault.InvalidInputException if what the launch says makes no problem
     */
    public static PoolFiles of(String engine, Pool pool, PoolCluster cluster, PoolWork work, String version) {
        PoolProblem problem = new PoolProblem(engine, version, pool, cluster, work);
        String problemText = Documents.toYaml(problem.document());
        String planText = Documents.toYaml(new PoolPlan(pool, problem.name()).document());
        InputFile problemFile = new InputFile("problem of the launch.yaml", problemText);
        return new PoolFiles(
                pool,
                problemText,
                planText,
                ProblemFiles.open(problemFile, Path.of("")),
                PlanFiles.read(new InputFile("plan of the launch.yaml", planText)));
    }

    /** The plan alone, for a problem of that name. */
    public static PlanDraft plan(Pool pool, String problemName) {
        return PlanFiles.read(
                new InputFile("plan of the launch.yaml", Documents.toYaml(new PoolPlan(pool, problemName).document())));
    }

    /**
     * Plans of a pool of prompts and one of answers as one; empty where a launch has other pools.
     *
     * @param promptTokens of the prompts that each has as many of at once as the launch allows; empty where nothing is to be said
     *     of how many
     */
    public static Optional<PoolsDraft> plan(Launch launch, String problemName, OptionalInt promptTokens) {
        Optional<PoolDraft> prefill = draft(launch, Role.PREFILL, problemName, promptTokens);
        Optional<PoolDraft> decode = draft(launch, Role.DECODE, problemName, promptTokens);
        boolean both = launch.pools().size() == 2 && prefill.isPresent() && decode.isPresent();
        return both
                ? Optional.of(new PoolsDraft(Optional.of(problemName), Optional.empty(), prefill.get(), decode.get()))
                : Optional.empty();
    }

    /** Servers alike are instances of a pool. */
    private static Optional<PoolDraft> draft(Launch launch, Role role, String problemName, OptionalInt promptTokens) {
        return launch.pools().stream()
                .filter(pool -> pool.role() == role && pool.training().isEmpty())
                .findFirst()
                .map(pool -> new PoolDraft(
                        instance(launch, new PoolPlan(pool, problemName), promptTokens),
                        pool.layout().replicas(),
                        pool.gpu().flatMap(GpuCatalogue.standard()::find).map(Gpu::name)));
    }

    /** TensorRT-LLM's limit of sequences is of one stage. */
    private static PlanDraft instance(Launch launch, PoolPlan plan, OptionalInt promptTokens) {
        return promptTokens.isPresent()
                ? plan.full(launch.engine().equals("tensorrt-llm"), promptTokens.getAsInt())
                : plan.instance();
    }

    /** What the files of a pool are called: {@code problem.yaml}, or {@code prefill.problem.yaml} where there are several. */
    public String fileName(String kind, boolean several) {
        return (several ? pool.role().label() + "." : "") + kind + ".yaml";
    }
}

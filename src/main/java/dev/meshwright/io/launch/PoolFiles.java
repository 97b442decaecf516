package dev.meshwright.io.launch;

import dev.meshwright.io.plan.PlanFiles;
import dev.meshwright.io.problem.ProblemDocument;
import dev.meshwright.io.problem.ProblemFiles;
import dev.meshwright.io.tree.Documents;
import dev.meshwright.io.tree.InputFile;
import dev.meshwright.launch.pool.Pool;
import dev.meshwright.layout.draft.PlanDraft;
import java.nio.file.Path;

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

    /** What the files of a pool are called: {@code problem.yaml}, or {@code prefill.problem.yaml} where there are several. */
    public String fileName(String kind, boolean several) {
        return (several ? pool.role().label() + "." : "") + kind + ".yaml";
    }
}

package dev.meshwright.workbench.measured;

import dev.meshwright.answer.explain.judgement.Assessment;
import dev.meshwright.answer.explain.pool.PoolArgument;
import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.facts.engine.EngineVersion;
import dev.meshwright.facts.workload.Workload.Serving;
import dev.meshwright.io.plan.PlanFiles;
import dev.meshwright.io.problem.ProblemDocument;
import dev.meshwright.io.problem.ProblemFiles;
import dev.meshwright.lab.row.Foretold;
import dev.meshwright.lab.row.UnpredictableRowException;
import dev.meshwright.layout.draft.PlanDraft;
import dev.meshwright.layout.draft.PoolsDraft;
import dev.meshwright.replay.deployment.ServedRequests;
import dev.meshwright.workbench.CheckRequest;
import dev.meshwright.workbench.Constants;
import dev.meshwright.workbench.Effort;
import dev.meshwright.workbench.Watch;
import dev.meshwright.workbench.Workbench;
import dev.meshwright.workbench.launch.NamedEngine;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What an export predicted for the plan that it wrote beside a row: the same check of the same plan for the same problem. The
 * row's columns {@code problem} and {@code plan} are paths from the file that it stands in.
 */
public final class PlannedRows implements Foretold.Source {

    private final Workbench workbench;
    private final Constants constants;
    private final Path file;

    /** @param file of the rows */
    public PlannedRows(Workbench workbench, Constants constants, Path file) {
        this.workbench = workbench;
        this.constants = constants;
        this.file = file;
    }

    @Override
    public Optional<Foretold> of(Map<String, String> row) {
        String problem = row.getOrDefault("problem", "").strip();
        String plan = row.getOrDefault("plan", "").strip();
        if (problem.isEmpty() || plan.isEmpty()) {
            return Optional.empty();
        }
        Path planFile = beside(plan, "plan");
        try {
            ProblemDocument asked = started(ProblemFiles.open(beside(problem, "problem")), row);
            if (!(asked.problem().workload() instanceof Serving)) {
                // One phase alone was predicted, and the row's requests have both.
                return Optional.empty();
            }
            Optional<PoolsDraft> pools = PlanFiles.pools(planFile);
            return Optional.of(pools.isPresent() ? ofPools(asked, pools.get()) : ofServers(asked, planFile));
        } catch (InvalidInputException unread) {
            throw new UnpredictableRowException("its problem or plan cannot be read: "
                    + unread.faults().getFirst().message());
        }
    }

    private Path beside(String name, String column) {
        try {
            Path path = file.toAbsolutePath().resolveSibling(name).normalize();
            if (Files.isRegularFile(path)) {
                return path;
            }
        } catch (InvalidPathException e) {
            // No file is called so.
        }
        throw new UnpredictableRowException("the " + column + " " + name
                + " is not there: keep the row where it was exported, or empty its columns problem and plan");
    }

    /** The problem with the engine and release that the export was of. */
    private static ProblemDocument started(ProblemDocument problem, Map<String, String> row) {
        String engine =
                row.getOrDefault("backend", row.getOrDefault("engine", "")).strip();
        Optional<EngineVersion> version =
                EngineVersion.of(row.getOrDefault("backend_version", row.getOrDefault("engine_version", ""))
                        .strip());
        return NamedEngine.of(
                problem,
                Optional.of(engine.equals("trtllm") ? "tensorrt-llm" : engine).filter(name -> !name.isEmpty()),
                version);
    }

    /** A plan speaks of the problem as it was: another one would be compared with what nobody predicted. */
    private static void require(Optional<String> digest, ProblemDocument problem) {
        if (digest.filter(problem.digest()::equals).isEmpty()) {
            throw new UnpredictableRowException("the problem has changed since the plan was exported: export it again");
        }
    }

    private Foretold ofServers(ProblemDocument problem, Path file) {
        PlanDraft plan = PlanFiles.read(file);
        require(plan.problemDigest(), problem);
        CheckRequest request =
                new CheckRequest(problem, plan, constants, List.of(), OptionalInt.empty(), true, Effort.DEFAULT);
        Assessment assessment = workbench
                .check(request, Watch.NONE)
                .assessment()
                .orElseThrow(() -> new UnpredictableRowException("the parts of its plan do not fit together"));
        return new Foretold(
                assessment.timeToFirstToken().orElse(0),
                assessment.timePerOutputToken().orElse(0),
                assessment.evaluation().performance().tokensPerSecond());
    }

    private Foretold ofPools(ProblemDocument problem, PoolsDraft plan) {
        require(plan.problemDigest(), problem);
        PoolArgument argument = workbench
                .check(problem, plan, constants, true, Effort.DEFAULT)
                .argument()
                .orElseThrow(() -> new UnpredictableRowException("the parts of its plan do not fit together"));
        double output = argument.evaluation().together().performance().tokensPerSecond();
        return new Foretold(
                argument.timeToFirstToken().orElse(0),
                argument.timePerOutputToken().orElse(0),
                argument.served().map(ServedRequests::outputTokensPerSecond).orElse(output));
    }
}

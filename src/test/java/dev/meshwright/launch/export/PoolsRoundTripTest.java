package dev.meshwright.launch.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.ExportedScripts;
import dev.meshwright.answer.launch.LaunchAnswer;
import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.facts.engine.option.EngineOption;
import dev.meshwright.facts.engine.option.OptionBook;
import dev.meshwright.io.launch.LaunchFiles;
import dev.meshwright.io.launch.OptionFiles;
import dev.meshwright.io.launch.PoolFiles;
import dev.meshwright.io.launch.PoolWork;
import dev.meshwright.io.launch.written.ExportFiles;
import dev.meshwright.io.problem.ProblemDocument;
import dev.meshwright.io.problem.ProblemFiles;
import dev.meshwright.io.tree.InputFile;
import dev.meshwright.launch.LaunchFile;
import dev.meshwright.launch.engine.Asked;
import dev.meshwright.launch.pool.Launch;
import dev.meshwright.launch.pool.Pool;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.PoolRole;
import dev.meshwright.layout.Pools;
import dev.meshwright.layout.draft.DegreeName;
import dev.meshwright.layout.draft.DegreesDraft;
import dev.meshwright.layout.draft.DegreesDraft.Form;
import dev.meshwright.layout.draft.PlanDraft;
import dev.meshwright.layout.draft.PoolsDraft;
import dev.meshwright.layout.draft.PoolsDraft.PoolDraft;
import dev.meshwright.question.check.pool.CheckedPools;
import dev.meshwright.workbench.CheckRequest;
import dev.meshwright.workbench.Constants;
import dev.meshwright.workbench.Effort;
import dev.meshwright.workbench.Watch;
import dev.meshwright.workbench.Workbench;
import dev.meshwright.workbench.launch.ExportRequest;
import dev.meshwright.workbench.launch.ExportingPools;
import dev.meshwright.workbench.launch.LaunchRequest;
import dev.meshwright.workbench.launch.Launching;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written for two pools starts both as the plan has them. {@code -Dmeshwright.exports=1000} draws more of each engine. */
class PoolsRoundTripTest {

    private static final int PLANS = Integer.getInteger("meshwright.exports", 100) / 5;

    private static final List<String> MODELS = List.of("mixtral-8x7b", "deepseek-v2-lite", "gpt-oss-20b");

    private static final Pattern OPTION = Pattern.compile("(?m)^ +--([A-Za-z0-9_-]+)");

    @TempDir
    Path folder;

    private final Workbench workbench = new Workbench();
    private final ExportedScripts scripts = new ExportedScripts();

    private static <T> T any(List<T> from, Random random) {
        return from.get(random.nextInt(from.size()));
    }

    private static PoolDraft pool(Random random, String engine, int experts) {
        int tensor = any(List.of(1, 1, 2, 4), random);
        int data = engine.equals("tensorrt-llm") && tensor > 1 ? 1 : any(List.of(1, 2, 4, 8), random);
        int ranks = tensor * data;
        int expert = random.nextBoolean() && experts % ranks == 0 ? ranks : 1;
        Map<DegreeName, Integer> degrees = new EnumMap<>(DegreeName.class);
        degrees.put(DegreeName.TENSOR, tensor);
        degrees.put(DegreeName.DATA, data);
        degrees.put(DegreeName.EXPERT, expert);
        degrees.put(DegreeName.EXPERT_TENSOR, ranks / expert);
        int pipeline = any(List.of(1, 1, 1, 2), random);
        degrees.put(DegreeName.PIPELINE, pipeline);
        // An engine has one batch in each stage, and the largest that it is allowed.
        degrees.put(DegreeName.MICRO_BATCHES, pipeline);
        return new PoolDraft(
                new PlanDraft(
                        Optional.empty(),
                        Optional.empty(),
                        new DegreesDraft(degrees, Optional.empty(), Form.values()[0]),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of()),
                1 + random.nextInt(2),
                Optional.empty());
    }

    private static ExportRequest request(CheckRequest check, Target target) {
        return new ExportRequest(
                check,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                target,
                Optional.empty(),
                Optional.empty(),
                false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"vllm", "sglang", "tensorrt-llm"})
    void bothPoolsAreThePlans(String engine) throws IOException {
        Random random = new Random(11);
        Map<Target, Integer> written = new EnumMap<>(Target.class);
        Map<String, ProblemDocument> problems = new HashMap<>();
        TreeSet<String> shapes = new TreeSet<>();
        for (int plan = 0; plan < PLANS; plan++) {
            String text = "name: drawn\nmodel: {catalog: " + any(MODELS, random) + "}\ncluster:\n  nodes:\n"
                    + "    - {count: 4, gpus: 8, gpu: b200-sxm}\nworkload: {phase: serving, inputTokens: 700,"
                    + " outputTokens: 100, deployment: disaggregated}\nassumptions: {engine: " + engine + "}\n";
            ProblemDocument problem =
                    problems.computeIfAbsent(text, key -> ProblemFiles.open(new InputFile("p.yaml", key), Path.of("")));
            int experts = problem.problem().model().experts();
            PoolsDraft draft = new PoolsDraft(
                    Optional.empty(), Optional.empty(), pool(random, engine, experts), pool(random, engine, experts));
            CheckRequest check = new CheckRequest(
                    problem,
                    draft.prefill().layout(),
                    Constants.STANDARD,
                    List.of(),
                    OptionalInt.empty(),
                    false,
                    Effort.DEFAULT);
            for (Target target :
                    List.of(Target.SHELL, Target.KUBERNETES, Target.DYNAMO, Target.DYNAMO_V1BETA1, Target.LLM_D)) {
                if (exported(engine, request(check, target), draft, shapes)) {
                    written.merge(target, 1, Integer::sum);
                }
            }
        }
        assertThat(written.getOrDefault(Target.SHELL, 0)).isGreaterThan(PLANS / 4);
        assertThat(written.getOrDefault(Target.KUBERNETES, 0)).isGreaterThan(PLANS / 5);
        assertThat(written.getOrDefault(Target.DYNAMO, 0)).isGreaterThan(PLANS / 5);
        assertThat(shapes).hasSizeGreaterThan(PLANS / 5);
        scripts.passBoth();
    }

    private boolean exported(String engine, ExportRequest request, PoolsDraft draft, TreeSet<String> shapes)
            throws IOException {
        ExportingPools.Outcome outcome;
        try {
            outcome = ExportingPools.of(workbench, request, draft, Watch.NONE);
        } catch (InvalidInputException refused) {
            // A target without a field for it, or ranks that no server has so.
            return false;
        }
        if (outcome.answer().isEmpty()) {
            return false;
        }
        Pools pools = outcome.check().plan().evaluated().orElseThrow().pools();
        if (wider(outcome, pools)) {
            return false;
        }
        shapes.add(pools.shortName());
        String all = String.join("\n", outcome.files().values());
        Launch launch = LaunchFiles.of(ExportFiles.starting(outcome.files()), Asked.NOTHING, Map.of());
        assertThat(launch.pools()).as(all).hasSize(2);
        assertThat(launch.runs()).as(launch.refusals() + all).isTrue();
        for (Pool pool : launch.pools()) {
            PoolRole role = PoolRole.valueOf(pool.role().name());
            Degrees planned = pools.of(role).degrees();
            DegreesDraft read = PoolFiles.plan(pool, "drawn").degrees();
            for (DegreeName name : List.of(
                    DegreeName.TENSOR,
                    DegreeName.DATA,
                    DegreeName.EXPERT,
                    DegreeName.EXPERT_TENSOR,
                    DegreeName.PIPELINE,
                    DegreeName.REPLICAS)) {
                assertThat(read.stated().get(name))
                        .as(role + " " + name + "\n" + all)
                        .isEqualTo(DegreesDraft.of(planned).stated().get(name));
            }
            assertThat(PoolFiles.plan(pool, "drawn")
                            .stages()
                            .orElse(pools.of(role).stages()))
                    .as(all)
                    .isEqualTo(pools.of(role).stages());
        }
        scripts.add(outcome.files());
        worthTheSame(request, outcome);
        outcome.files().forEach((name, text) -> named(engine, name, text));
        return true;
    }

    /** More sequences than a step has tokens, which an engine is started with more tokens for than were predicted. */
    private static boolean wider(ExportingPools.Outcome outcome, Pools pools) {
        int tokens = outcome.answer().orElseThrow().pools().getLast().ordered().tokensPerStep();
        return pools.decode().degrees().sequencesPerRank() > tokens;
    }

    /** Read again for its problem, the launch fits into memory by its own limits, has the plan's batches and is worth as much. */
    private void worthTheSame(ExportRequest request, ExportingPools.Outcome outcome) throws IOException {
        List<Path> files = new ArrayList<>();
        for (LaunchFile file : ExportFiles.starting(outcome.files())) {
            files.add(Files.writeString(folder.resolve(file.name()), file.text()));
        }
        Asked asked = new Asked(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.of("b200-sxm"), OptionalInt.empty());
        LaunchRequest launch =
                new LaunchRequest(files, asked, Map.of(), PoolWork.USUAL, true, Constants.STANDARD, Effort.DEFAULT);
        LaunchAnswer read = Launching.read(
                        workbench, launch, Optional.of(request.check().problem()), Watch.NONE)
                .answer();
        String all = String.join("\n", outcome.files().values());
        assertThat(read.launch().runs()).as(read.launch().refusals() + all).isTrue();
        CheckedPools.Evaluated planned = outcome.check().plan().evaluated().orElseThrow();
        CheckedPools.Evaluated again =
                read.together().orElseThrow().plan().evaluated().orElseThrow();
        assertThat(again.pools().shortName()).as(all).isEqualTo(planned.pools().shortName());
        for (PoolRole role : PoolRole.values()) {
            assertThat(again.pools().of(role).degrees())
                    .as(all)
                    .isEqualTo(planned.pools().of(role).degrees());
            assertThat(again.pools().of(role).stages())
                    .as(all)
                    .isEqualTo(planned.pools().of(role).stages());
            assertThat(again.evaluation().of(role).performance())
                    .as(all)
                    .isEqualTo(planned.evaluation().of(role).performance());
            assertThat(again.evaluation().of(role).stages())
                    .as(all)
                    .isEqualTo(planned.evaluation().of(role).stages());
        }
        assertThat(again.evaluation().together())
                .as(all)
                .isEqualTo(planned.evaluation().together());
    }

    /** Every option of a script is known with its source. */
    private static void named(String engine, String name, String text) {
        OptionBook book = name.equals("router.sh")
                ? OptionFiles.router(engine)
                : name.equals("benchmark.sh") ? OptionFiles.client(engine) : OptionFiles.of(engine);
        Matcher option = OPTION.matcher(name.endsWith(".sh") ? text : "");
        while (option.find()) {
            assertThat(book.find(option.group(1)).map(EngineOption::source))
                    .as(name + ": " + option.group(1))
                    .get()
                    .asString()
                    .isNotBlank();
        }
    }
}

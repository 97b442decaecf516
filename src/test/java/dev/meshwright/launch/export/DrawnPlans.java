package dev.meshwright.launch.export;

import dev.meshwright.answer.CheckAnswer;
import dev.meshwright.facts.engine.EngineVersion;
import dev.meshwright.facts.engine.option.EngineOption;
import dev.meshwright.facts.engine.option.OptionBook;
import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.model.Precision;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.io.launch.OptionFiles;
import dev.meshwright.io.problem.ProblemDocument;
import dev.meshwright.io.problem.ProblemFiles;
import dev.meshwright.io.tree.InputFile;
import dev.meshwright.layout.Cut;
import dev.meshwright.layout.Stage;
import dev.meshwright.layout.Stage.Range;
import dev.meshwright.layout.draft.DegreeName;
import dev.meshwright.layout.draft.DegreesDraft;
import dev.meshwright.layout.draft.DegreesDraft.Form;
import dev.meshwright.layout.draft.PlanDraft;
import dev.meshwright.layout.engine.EngineRule.Kind;
import dev.meshwright.layout.engine.EngineSpace;
import dev.meshwright.layout.engine.KnownEngine;
import dev.meshwright.workbench.CheckRequest;
import dev.meshwright.workbench.launch.ExportRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Problems and plans by seed, of degrees that an engine can express: whether they fit is for the cost model to say. */
final class DrawnPlans {

    private static final List<Integer> DEGREES = List.of(1, 1, 2, 2, 4, 8);

    private static final List<String> MODELS = List.of("mixtral-8x7b", "deepseek-v2-lite", "gpt-oss-20b");

    private final KnownEngine engine;
    private final List<EngineVersion> releases;
    private final Random random;
    private final Map<String, ProblemDocument> problems = new HashMap<>();

    DrawnPlans(KnownEngine engine, long seed) {
        this.engine = engine;
        this.releases = releases(engine);
        this.random = new Random(seed);
    }

    /** A problem, a plan for it, and what plans that were read again are worth. */
    record Drawn(ProblemDocument problem, PlanDraft plan, Map<PlanDraft, CheckAnswer> checks) {

        /** An engine that takes weights as they are is given a checkpoint of those that are narrower than the published ones. */
        ExportRequest ordered(CheckRequest check) {
            ExportRequest published = ExportRequest.of(check);
            Model model = problem.problem().model();
            boolean narrow = model.precisions().attention() == Precision.FP8;
            if (!narrow || !problem.problem().engine().equals(Optional.of("tensorrt-llm"))) {
                return published;
            }
            return new ExportRequest(
                    published.check(),
                    published.engine(),
                    published.version(),
                    Optional.of("nvidia/" + model.name() + "-FP8"),
                    published.image(),
                    published.target(),
                    published.drift(),
                    published.problemFile(),
                    published.fallback());
        }
    }

    Drawn next() {
        while (true) {
            ProblemDocument problem = problem();
            Optional<PlanDraft> plan = plan(problem.problem());
            if (plan.isPresent()) {
                return new Drawn(problem, plan.get(), new HashMap<>());
            }
        }
    }

    private <T> T any(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    /** Every release at which a rule of the engine or an option that its files have changes, and the newest. */
    private static List<EngineVersion> releases(KnownEngine engine) {
        TreeSet<EngineVersion> releases = new TreeSet<>(engine.releases());
        OptionBook book = OptionFiles.of(engine.label());
        Stream.concat(book.options().stream(), book.environment().stream())
                .map(EngineOption::versions)
                .flatMap(range -> Stream.concat(range.since().stream(), range.until().stream()))
                .filter(engine::knows)
                .forEach(releases::add);
        releases.add(engine.newest());
        return List.copyOf(releases);
    }

    private ProblemDocument problem() {
        String model = any(MODELS);
        String weights = model.equals("gpt-oss-20b")
                ? ""
                : any(List.of("", ", weights: bf16", ", weights: fp8", ", kvCache: fp8"));
        String work = engine.trains()
                ? "{phase: training, sequenceLength: 1024, globalBatch: 64, zeroStage: " + random.nextInt(4)
                        + ", recipe: " + recipe() + "}"
                : any(List.of(
                        "{phase: serving, inputTokens: 700, outputTokens: 100, concurrency: 64}",
                        "{phase: decode, inputTokens: 500, outputTokens: 200, concurrency: 128}",
                        "{phase: prefill, inputTokens: 900, concurrency: 16}"));
        String text = "name: drawn\nmodel: {catalog: " + model
                + (engine.trains() ? any(List.of("", ", weights: fp8", ", weights: nvfp4")) : weights)
                + "}\ncluster:\n  nodes:\n    - {count: 4, gpus: " + any(List.of(4, 8)) + ", gpu: b200-sxm}\nworkload: "
                + work
                + (engine.trains() ? "" : "\nserving: " + settings())
                + "\nassumptions: {engine: " + engine.label() + ", engineVersion: \"" + any(releases) + "\"}\n";
        return problems.computeIfAbsent(text, key -> ProblemFiles.open(new InputFile("drawn.yaml", key), Path.of("")));
    }

    /** How the engine is started beyond its layout. */
    private String settings() {
        String chunked = engine.label().equals("sglang") ? "mixedChunks" : "chunkedPrefill";
        return any(List.of("{}", "{}", "{sequences: 150}", "{" + chunked + ": true}", "{graphSizes: [1, 8, 64]}"));
    }

    /** What Megatron-LM has an option for. */
    private String recipe() {
        return "{tensorOverlap: " + any(List.of(true, false, false)) + ", expertOverlap: " + random.nextBoolean()
                + ", gradientOverlap: " + random.nextBoolean() + ", wideGradients: " + random.nextBoolean()
                + ", stagesInside: " + random.nextBoolean() + ", fixedCapacity: "
                + any(List.of(true, false, false)) + ", execution: " + any(List.of("fused", "captured"))
                + ", scaling: " + any(List.of("tensor", "block", "micro")) + "}";
    }

    private Optional<PlanDraft> plan(Problem problem) {
        int experts = problem.model().experts();
        int depth = problem.model().depth();
        int tensor = any(DEGREES);
        int data = any(DEGREES);
        int expert = any(DEGREES);
        int split = any(DEGREES);
        int copies = engine.trains() ? any(List.of(1, 1, 2, 4)) : 1;
        int pipeline = any(List.of(1, 1, 2, 3, 4));
        int replicas = engine.trains() ? 1 : any(List.of(1, 1, 2));
        int context = any(List.of(1, 1, 1, 2));
        int virtual = engine.trains() && pipeline > 1 ? any(List.of(1, 2)) : 1;
        int slots = Math.ceilDiv(experts, expert) + (expert > 1 ? any(List.of(0, 0, 1)) : 0);
        Cut cut = new Cut(tensor, data, expert, split, copies, pipeline, replicas, virtual, slots, context);
        boolean grid = expert * split * copies == tensor * data && experts % split == 0;
        boolean shared = context == 1 || (engine.trains() ? data % context == 0 : tensor % context == 0);
        boolean expressible = EngineSpace.named(problem).orElseThrow().broken(cut).stream()
                .noneMatch(rule -> rule.kind() == Kind.RULE);
        if (!grid || !shared || !expressible || cut.gpus() > problem.cluster().gpus()) {
            return Optional.empty();
        }
        Map<DegreeName, Integer> degrees = new EnumMap<>(DegreeName.class);
        degrees.put(DegreeName.TENSOR, tensor);
        degrees.put(DegreeName.DATA, data);
        degrees.put(DegreeName.EXPERT, expert);
        degrees.put(DegreeName.EXPERT_TENSOR, split);
        degrees.put(DegreeName.EXPERT_DATA, copies);
        degrees.put(DegreeName.PIPELINE, pipeline);
        degrees.put(DegreeName.REPLICAS, replicas);
        degrees.put(DegreeName.CONTEXT, context);
        degrees.put(DegreeName.VIRTUAL_STAGES, virtual);
        degrees.put(DegreeName.SLOTS_PER_RANK, slots);
        if (engine.trains()) {
            degrees.put(DegreeName.MICRO_BATCH, 1);
        }
        return Optional.of(new PlanDraft(
                Optional.empty(),
                Optional.empty(),
                new DegreesDraft(degrees, Optional.empty(), Form.values()[0]),
                stated(depth, pipeline, virtual),
                Optional.empty(),
                Optional.empty(),
                List.of()));
    }

    /** Stages with their chunks, or whole as a search writes them, or none: a framework that interleaves cuts them. */
    private Optional<List<Stage>> stated(int depth, int pipeline, int virtual) {
        boolean whole = virtual > 1 && random.nextBoolean();
        boolean left = whole && random.nextBoolean();
        return pipeline == 1 || left ? Optional.empty() : Optional.of(stages(depth, pipeline, whole ? 1 : virtual));
    }

    /** Chunks that are as equal as can be, then a layer moved from one to the next. */
    private List<Stage> stages(int depth, int pipeline, int virtual) {
        int[] sizes = new int[pipeline * virtual];
        for (int layer = 0; layer < depth; layer++) {
            sizes[layer % sizes.length]++;
        }
        if (random.nextBoolean() && sizes[0] > 1) {
            sizes[0]--;
            sizes[sizes.length - 1]++;
        }
        List<List<Range>> chunks = new ArrayList<>();
        int next = 0;
        for (int chunk = 0; chunk < sizes.length; chunk++) {
            if (chunk < pipeline) {
                chunks.add(new ArrayList<>());
            }
            chunks.get(chunk % pipeline).add(new Range(next, next + sizes[chunk] - 1));
            next += sizes[chunk];
        }
        return chunks.stream().map(Stage::new).toList();
    }
}

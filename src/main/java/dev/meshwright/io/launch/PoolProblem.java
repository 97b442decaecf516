package dev.meshwright.io.launch;

import dev.meshwright.facts.engine.EngineVersion;
import dev.meshwright.facts.workload.TrainingRecipe;
import dev.meshwright.io.catalogue.ModelCatalogue;
import dev.meshwright.launch.model.ModelFacts;
import dev.meshwright.launch.model.WeightFormat;
import dev.meshwright.launch.pool.Limits;
import dev.meshwright.launch.pool.Pool;
import dev.meshwright.launch.pool.TrainingPart;
import dev.meshwright.launch.source.Role;
import dev.meshwright.layout.engine.KnownEngine;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A pool as a problem file. */
final class PoolProblem {

    /** A launch says nothing of requests: a chat turn, cut to the longest sequence where that is shorter. */
    private static final int USUAL_INPUT = 1024;

    private static final int USUAL_OUTPUT = 1024;

    /** Without a longest sequence nothing longer than a page is asked to fit. */
    private static final int SHORT = 64;

    private static final int USUAL_BATCH = 1;
    private static final int USUAL_SEQUENCE = 4096;

    private final String engine;
    private final String version;
    private final Pool pool;
    private final PoolCluster cluster;
    private final PoolWork work;

    /** @param version of the engine; empty where nobody states it */
    PoolProblem(String engine, String version, Pool pool, PoolCluster cluster, PoolWork work) {
        this.engine = engine;
        this.version = version;
        this.pool = pool;
        this.cluster = cluster;
        this.work = work;
    }

    String name() {
        String model = pool.facts().flatMap(ModelFacts::catalogue).orElse("model");
        String role = pool.role() == Role.ALL ? "" : "-" + pool.role().label();
        return model + "-" + engine + role;
    }

    Map<String, Object> document() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("name", name());
        document.put("model", model());
        int servers = work.longest() ? 1 : pool.layout().replicas();
        int total = pool.training().isPresent()
                ? pool.gpusGiven().orElse(pool.gpus())
                : pool.layout().gpusPerServer() * servers;
        document.put("cluster", cluster.document(pool, total));
        document.put("workload", pool.training().map(this::training).orElseGet(this::serving));
        if (pool.training().isEmpty()) {
            Map<String, Object> assumptions = new LinkedHashMap<>();
            assumptions.put("engine", engine);
            // Of a release that no table knows the rules of the newest hold: nothing else is known.
            boolean known = EngineVersion.of(version)
                    .filter(release -> KnownEngine.find(engine)
                            .filter(named -> named.knows(release))
                            .isPresent())
                    .isPresent();
            if (known) {
                assumptions.put("engineVersion", version);
            }
            document.put("assumptions", assumptions);
            Map<String, Object> settings = settings();
            if (!settings.isEmpty()) {
                document.put("serving", settings);
            }
        }
        if (!cluster.tensorWithinNode()) {
            document.put("search", new LinkedHashMap<>(Map.of("tensorWithinNode", false)));
        }
        return document;
    }

    private Map<String, Object> model() {
        Map<String, Object> model = new LinkedHashMap<>();
        ModelFacts facts = pool.facts().orElseThrow();
        model.put("catalog", facts.catalogue().orElseThrow());
        Optional<WeightFormat> format = pool.weights();
        boolean published = format.equals(facts.format());
        boolean trained = pool.training().isPresent();
        if (format.isPresent() && (!published || trained)) {
            format.get().problemLabel().ifPresent(label -> model.put("weights", label));
        }
        cache().ifPresent(label -> model.put("kvCache", label));
        int usual = ModelCatalogue.standard()
                .find(facts.catalogue().orElseThrow())
                .orElseThrow()
                .model()
                .positions();
        // One name of the catalogue stands for checkpoints of several lengths.
        int own = facts.length().orElse(usual);
        int positions = own > 0 ? pool.limits().modelLength().orElse(own) : 0;
        if (positions != usual && pool.training().isEmpty()) {
            model.put("positions", positions);
        }
        return model;
    }

    /** Engines name formats of the cache in finer ways than a size depends on. */
    private Optional<String> cache() {
        String written = pool.cache().orElse("auto").toLowerCase(Locale.ROOT);
        if (written.startsWith("fp8")) {
            return Optional.of("fp8");
        }
        if (written.startsWith("int8")) {
            return Optional.of("int8");
        }
        return written.contains("fp4") ? Optional.of("nvfp4") : Optional.empty();
    }

    private Map<String, Object> serving() {
        Map<String, Object> workload = new LinkedHashMap<>();
        int longest = pool.limits()
                .modelLength()
                .orElse(pool.facts().orElseThrow().length().orElse(0));
        if (work.longest()) {
            boolean whole = engine.equals("vllm") && longest > 1;
            workload.put("phase", "decode");
            workload.put("inputTokens", whole ? longest - 1 : SHORT);
            workload.put("outputTokens", 1);
            workload.put("concurrency", pool.layout().data());
            return workload;
        }
        int input =
                work.inputTokens().orElse(longest > 0 ? Math.max(1, Math.min(USUAL_INPUT, longest / 2)) : USUAL_INPUT);
        int output = work.outputTokens()
                .orElse(longest > 0 ? Math.max(1, Math.min(USUAL_OUTPUT, longest - input)) : USUAL_OUTPUT);
        workload.put(
                "phase",
                switch (pool.role()) {
                    case ALL -> "serving";
                    case PREFILL -> "prefill";
                    case DECODE -> "decode";
                });
        workload.put("inputTokens", input);
        if (pool.role() != Role.PREFILL) {
            workload.put("outputTokens", output);
        }
        work.concurrency().ifPresent(requests -> workload.put("concurrency", requests));
        return workload;
    }

    private Map<String, Object> training(TrainingPart training) {
        Map<String, Object> workload = new LinkedHashMap<>();
        int micro = training.microBatch().orElse(USUAL_BATCH);
        workload.put("phase", "training");
        workload.put("sequenceLength", training.sequenceLength().orElse(USUAL_SEQUENCE));
        workload.put(
                "globalBatch",
                training.globalBatch().orElse(micro * pool.layout().data()));
        workload.put("microBatch", micro);
        workload.put("zeroStage", training.zeroStage());
        workload.put("trainPredictionLayers", training.predictionLayers() > 0);
        workload.put("recipe", recipe(training.recipe()));
        return workload;
    }

    /** Of a recipe what is otherwise than taken where nobody states it, and whether tensor ranks share tokens. */
    private static Map<String, Object> recipe(TrainingRecipe recipe) {
        TrainingRecipe usual = TrainingRecipe.STANDARD;
        Map<String, Object> stated = new LinkedHashMap<>();
        stated.put("sequenceParallel", recipe.sequenceParallel());
        put(stated, "tensorOverlap", recipe.tensorOverlap(), usual.tensorOverlap());
        put(stated, "expertOverlap", recipe.expertOverlap(), usual.expertOverlap());
        put(stated, "gradientOverlap", recipe.gradientOverlap(), usual.gradientOverlap());
        put(stated, "wideGradients", recipe.wideGradients(), usual.wideGradients());
        put(stated, "narrowWeights", recipe.narrowWeights(), usual.narrowWeights());
        put(stated, "stagesInside", recipe.stagesInside(), usual.stagesInside());
        put(stated, "fixedCapacity", recipe.fixedCapacity(), usual.fixedCapacity());
        put(stated, "scaling", label(recipe.scaling()), label(usual.scaling()));
        put(stated, "execution", label(recipe.execution()), label(usual.execution()));
        return stated;
    }

    private static void put(Map<String, Object> stated, String field, Object value, Object usual) {
        if (!value.equals(usual)) {
            stated.put(field, value);
        }
    }

    private static String label(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT);
    }

    /** Limits of an attention rank; those of a server are shared out among its copies. */
    private Map<String, Object> settings() {
        Limits limits = pool.limits();
        int ranks = limits.ofRank() ? 1 : Math.max(1, pool.layout().data());
        Map<String, Object> settings = new LinkedHashMap<>();
        limits.memoryShare().ifPresent(share -> settings.put("memoryShare", share));
        limits.sequences().ifPresent(number -> settings.put("sequences", Math.max(1, number / ranks)));
        limits.tokensPerStep().ifPresent(tokens -> {
            if (tokens > 0) {
                settings.put("tokensPerStep", Math.max(1, tokens / ranks));
            }
        });
        return settings;
    }
}

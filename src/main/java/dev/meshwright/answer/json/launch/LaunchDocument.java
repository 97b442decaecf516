package dev.meshwright.answer.json.launch;

import dev.meshwright.answer.json.CheckDocument;
import dev.meshwright.answer.json.pool.PoolsDocument;
import dev.meshwright.answer.launch.LaunchAnswer;
import dev.meshwright.answer.launch.LaunchAnswer.PoolAnswer;
import dev.meshwright.launch.pool.Launch;
import dev.meshwright.launch.pool.Limits;
import dev.meshwright.launch.pool.Pool;
import dev.meshwright.launch.pool.PoolLayout;
import dev.meshwright.launch.pool.Refusal;
import dev.meshwright.launch.pool.Refusal.Kind;
import dev.meshwright.launch.pool.TrainingPart;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A launch as plain data; null where it does not say. */
public final class LaunchDocument {

    private LaunchDocument() {}

    /** The launch, and the evaluation of its pools where there is one. */
    public static Map<String, Object> of(LaunchAnswer answer) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("launch", launch(answer.launch()));
        document.put("verdict", answer.launch().verdict());
        document.put("notes", answer.notes());
        Map<String, Object> checks = new LinkedHashMap<>();
        for (PoolAnswer pool : answer.pools()) {
            pool.check().ifPresent(check -> checks.put(pool.role().label(), CheckDocument.of(check)));
        }
        answer.together().ifPresent(check -> checks.put("pools", PoolsDocument.of(check)));
        if (!checks.isEmpty()) {
            document.put("checks", checks);
        }
        return document;
    }

    private static Map<String, Object> launch(Launch launch) {
        Map<String, Object> document = new LinkedHashMap<>();
        Pool first = launch.pools().getFirst();
        document.put("engine", launch.engine());
        document.put("version", launch.version().orElse(null));
        document.put("model", first.model().orElse(null));
        document.put(
                "catalog", first.facts().flatMap(facts -> facts.catalogue()).orElse(null));
        document.put("gpu", first.gpu().orElse(null));
        document.put("gpus", launch.gpus());
        document.put("pools", launch.pools().stream().map(LaunchDocument::pool).toList());
        document.put("read", launch.read());
        document.put("defaulted", launch.defaulted());
        document.put("ignored", launch.ignored());
        document.put("refused", refusals(launch, false));
        document.put("cautions", refusals(launch, true));
        return document;
    }

    private static List<Map<String, Object>> refusals(Launch launch, boolean cautions) {
        return launch.refusals().stream()
                .filter(refusal -> (refusal.kind() == Kind.CAUTION) == cautions)
                .map(LaunchDocument::refusal)
                .toList();
    }

    private static Map<String, Object> refusal(Refusal refusal) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("pool", refusal.role().label());
        document.put("kind", refusal.kind().label());
        document.put("flag", refusal.flag());
        document.put("reason", refusal.reason());
        document.put("fix", refusal.fix());
        return document;
    }

    private static Map<String, Object> pool(Pool pool) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("role", pool.role().label());
        document.put("gpus", pool.gpus());
        document.put("layout", layout(pool));
        Map<String, Object> formats = new LinkedHashMap<>();
        formats.put("weights", pool.weights().map(format -> format.label()).orElse(null));
        formats.put("cache", pool.cache().orElse(null));
        document.put("formats", formats);
        document.put("limits", limits(pool.limits()));
        document.put("redundantExperts", number(pool.redundantExperts()));
        document.put(
                "balancer", pool.balancer().map(balancer -> balancer.text()).orElse(null));
        document.put(
                "speculation",
                pool.speculation().map(speculation -> speculation.text()).orElse(null));
        pool.training().ifPresent(training -> document.put("training", training(training)));
        return document;
    }

    private static Map<String, Object> layout(Pool pool) {
        PoolLayout layout = pool.layout();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("tensor", layout.tensor());
        document.put("data", layout.data());
        document.put("expert", number(layout.expert()));
        document.put("expertTensor", number(layout.expertTensor()));
        document.put("expertData", number(layout.expertData()));
        document.put("pipeline", layout.pipeline());
        document.put("stages", layout.stages().orElse(null));
        document.put("virtualStages", layout.virtualStages());
        document.put("context", layout.prefillContext());
        document.put("decodeContext", layout.decodeContext());
        document.put("replicas", layout.replicas());
        return document;
    }

    private static Map<String, Object> limits(Limits limits) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("modelLength", number(limits.modelLength()));
        document.put("sequences", number(limits.sequences()));
        document.put("tokensPerStep", number(limits.tokensPerStep()));
        document.put("scope", limits.ofRank() ? "rank" : "instance");
        document.put("memoryShare", number(limits.memoryShare()));
        document.put("memoryFlag", limits.memoryFlag().isEmpty() ? null : limits.memoryFlag());
        document.put("cacheTokens", number(limits.cacheTokens()));
        return document;
    }

    private static Map<String, Object> training(TrainingPart training) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("sequenceLength", number(training.sequenceLength()));
        document.put("globalBatch", number(training.globalBatch()));
        document.put("microBatch", number(training.microBatch()));
        document.put("predictionLayers", training.predictionLayers());
        document.put("zeroStage", training.zeroStage());
        document.put("sequenceParallel", training.recipe().sequenceParallel());
        document.put("recomputation", training.recomputation().isEmpty() ? "none" : training.recomputation());
        return document;
    }

    private static @Nullable Integer number(OptionalInt value) {
        return value.isPresent() ? value.getAsInt() : null;
    }

    private static @Nullable Double number(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }
}

package dev.meshwright.io.launch;

import dev.meshwright.io.plan.PlanFiles;
import dev.meshwright.io.tree.Documents;
import dev.meshwright.io.tree.InputFile;
import dev.meshwright.launch.model.ModelFacts;
import dev.meshwright.launch.pool.Pool;
import dev.meshwright.launch.pool.PoolLayout;
import dev.meshwright.launch.pool.TrainingPart;
import dev.meshwright.launch.source.Role;
import dev.meshwright.layout.draft.PlanDraft;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A pool as a plan file: what the launch says, nothing filled in. */
final class PoolPlan {

    private final Pool pool;
    private final String problem;

    PoolPlan(Pool pool, String problem) {
        this.pool = pool;
        this.problem = problem;
    }

    Map<String, Object> document() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("problem", new LinkedHashMap<>(Map.of("name", problem)));
        document.put("layout", layout());
        return document;
    }

    /** One of its servers, nothing said of its batch. */
    PlanDraft instance() {
        return read(single());
    }

    /**
     * One of its servers, with as many requests at once as it allows: prompts as many at a time as its step holds, answers one
     * batch in each stage.
     *
     * @param perStage whether the allowed sequences are those of one stage, else of all of them
     * @param promptTokens of a prompt
     */
    PlanDraft full(boolean perStage, int promptTokens) {
        Map<String, Object> layout = single();
        int stages = pool.layout().pipeline();
        int ranks = pool.limits().ofRank() ? 1 : Math.max(1, pool.layout().data());
        pool.limits().sequences().ifPresent(allowed -> {
            int sequences = Math.max(1, allowed / ranks) * (perStage ? stages : 1);
            int batch = Math.max(1, sequences / stages);
            if (pool.role() == Role.PREFILL && pool.limits().tokensPerStep().isPresent()) {
                int tokens = pool.limits().tokensPerStep().getAsInt() / ranks;
                batch = Math.min(batch, Math.max(1, tokens / promptTokens));
            }
            layout.put("microBatch", batch);
            layout.put("microBatches", Math.max(stages, sequences / batch));
        });
        return read(layout);
    }

    private Map<String, Object> single() {
        Map<String, Object> layout = layout();
        layout.remove("replicas");
        return layout;
    }

    private PlanDraft read(Map<String, Object> layout) {
        Map<String, Object> document = document();
        document.put("layout", layout);
        return PlanFiles.read(new InputFile("plan of the launch.yaml", Documents.toYaml(document)));
    }

    private Map<String, Object> layout() {
        PoolLayout degrees = pool.layout();
        boolean training = pool.training().isPresent();
        Map<String, Object> layout = new LinkedHashMap<>();
        layout.put("tensor", degrees.tensor());
        // Copies that share sequences hold copies of the weights: they count as data in training.
        layout.put("data", training ? degrees.data() * degrees.prefillContext() : degrees.data());
        layout.put("expert", degrees.expert().orElse(1));
        layout.put("expertTensor", degrees.expertTensor().orElse(1));
        if (degrees.expertData().orElse(1) > 1) {
            layout.put("expertData", degrees.expertData().getAsInt());
        }
        layout.put("pipeline", degrees.pipeline());
        layout.put("replicas", degrees.replicas());
        int context = training ? degrees.prefillContext() : degrees.decodeContext();
        if (context > 1) {
            layout.put("context", context);
        }
        // Of a training whoever checks would choose them where they are left out, and the launch does say them.
        if (degrees.virtualStages() > 1 || (training && degrees.pipeline() > 1)) {
            layout.put("virtualStages", degrees.virtualStages());
        }
        pool.training().ifPresent(part -> batch(part, layout));
        slots(layout);
        stages().ifPresent(stages -> layout.put("stages", stages));
        return layout;
    }

    private void batch(TrainingPart training, Map<String, Object> layout) {
        training.microBatch().ifPresent(micro -> layout.put("microBatch", micro));
        int micro = training.microBatch().orElse(1);
        int global = training.globalBatch().orElse(0);
        int together = micro * pool.layout().data();
        if (global > 0 && global % together == 0) {
            layout.put("microBatches", global / together);
        }
        layout.put("recomputation", training.recomputation().isEmpty() ? "none" : training.recomputation());
    }

    private void slots(Map<String, Object> layout) {
        int experts = pool.facts().map(ModelFacts::experts).orElse(0);
        int expert = pool.layout().expert().orElse(1);
        int redundant = pool.redundantExperts().orElse(0);
        if (experts > 0 && redundant > 0 && (experts + redundant) % expert == 0) {
            layout.put("slotsPerRank", (experts + redundant) / expert);
        }
    }

    /** Layers of each stage, or of each of its chunks, where they add up to the model's. */
    private Optional<List<Object>> stages() {
        int pipeline = pool.layout().pipeline();
        int virtual = pool.layout().virtualStages();
        List<Integer> stated = pool.layout().stages().orElse(List.of());
        int layers = pool.facts().map(ModelFacts::layers).orElse(0);
        List<Integer> chunks = stated.size() == pipeline ? chunks(stated, virtual) : stated;
        boolean whole = chunks.size() == pipeline * virtual
                && chunks.stream().mapToInt(Integer::intValue).sum() == layers;
        if (!whole) {
            return Optional.empty();
        }
        List<List<Object>> ranges = new ArrayList<>();
        int next = 0;
        for (int size : chunks) {
            ranges.add(size == 0 ? List.of() : List.of(next, next + size - 1));
            next += size;
        }
        List<Object> stages = new ArrayList<>();
        for (int stage = 0; stage < pipeline; stage++) {
            List<Object> own = new ArrayList<>();
            for (int chunk = stage; chunk < ranges.size(); chunk += pipeline) {
                own.add(ranges.get(chunk));
            }
            stages.add(virtual == 1 ? own.getFirst() : own);
        }
        return Optional.of(stages);
    }

    /** Stages of several chunks are cut evenly; the chunks of all stages follow each other. */
    private static List<Integer> chunks(List<Integer> stages, int virtual) {
        List<Integer> chunks = new ArrayList<>();
        for (int chunk = 0; chunk < virtual; chunk++) {
            for (int stage : stages) {
                chunks.add(stage / virtual + (chunk < stage % virtual ? 1 : 0));
            }
        }
        return chunks;
    }
}

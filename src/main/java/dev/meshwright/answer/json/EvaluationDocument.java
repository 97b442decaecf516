package dev.meshwright.answer.json;

import dev.meshwright.answer.explain.judgement.Assessment;
import dev.meshwright.answer.explain.judgement.Binding;
import dev.meshwright.answer.explain.judgement.Uncertainty;
import dev.meshwright.answer.json.loop.GuessDocument;
import dev.meshwright.answer.json.loop.HeadroomDocument;
import dev.meshwright.answer.json.loop.LatencyDocument;
import dev.meshwright.answer.json.money.ExpensesDocument;
import dev.meshwright.cost.evaluation.CacheRoom;
import dev.meshwright.cost.evaluation.Component;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.cost.evaluation.Evaluation.Loss;
import dev.meshwright.cost.evaluation.Evaluation.Phase;
import dev.meshwright.cost.evaluation.Evaluation.StageCost;
import dev.meshwright.cost.evaluation.MemoryComponent;
import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.cost.uncertainty.Measure;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload.Decode;
import dev.meshwright.facts.workload.Workload.Serving;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.layout.Violation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The {@code evaluation} of a plan as plain data in base units: seconds, bytes, FLOP, tokens per second. */
public final class EvaluationDocument {

    private EvaluationDocument() {}

    /**
     * Everything that the cost model says about a layout.
     *
     * @param bound what the layout is compared with: {@code throughput}, {@code gap}, {@code argument}
     */
    public static Map<String, Object> of(Assessment assessment, Map<String, Object> bound) {
        Evaluation evaluation = assessment.evaluation();
        Performance performance = evaluation.performance();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("feasible", evaluation.feasible());
        document.put("score", assessment.score(evaluation.violations().size()).toString());
        document.put("gpus", evaluation.gpus());
        document.put("throughput", throughput(assessment));
        assessment.timeToFirstToken().ifPresent(seconds -> document.put("timeToFirstToken", seconds));
        assessment.timePerOutputToken().ifPresent(seconds -> document.put("timePerOutputToken", seconds));
        assessment.served().ifPresent(served -> document.put("latency", LatencyDocument.of(served, performance)));
        document.put("stepTime", performance.stepSeconds());
        document.put("uncertainty", uncertainty(assessment.uncertainty()));
        document.put("memoryPerGpu", memory(evaluation.heaviestStage()));
        document.put("formats", FormatsDocument.of(assessment.problem()));
        evaluation.cache().ifPresent(cache -> document.put("cache", cache(cache)));
        assessment.headroom().ifPresent(headroom -> document.put("headroom", HeadroomDocument.of(headroom)));
        evaluation.guesses().ifPresent(gain -> document.put("speculation", GuessDocument.of(gain)));
        document.put(
                "stages",
                evaluation.stages().stream().map(EvaluationDocument::stage).toList());
        document.put("communication", communication(evaluation));
        document.put("phases", phases(evaluation));
        document.put("efficiency", efficiency(evaluation));
        document.put("expertBalance", balance(evaluation));
        document.put("binding", binding(assessment.binding()));
        document.put("bound", bound);
        document.put("missedTargets", violations(evaluation.missedTargets()));
        assessment.energy().ifPresent(energy -> {
            document.put("tokensPerJoule", energy.tokensPerJoule());
            document.put("watts", energy.watts());
        });
        assessment.expenses().ifPresent(expenses -> document.put("cost", ExpensesDocument.of(expenses)));
        return document;
    }

    /** Broken constraints or missed targets. */
    public static List<Map<String, Object>> violations(List<Violation> violations) {
        return violations.stream().map(EvaluationDocument::violation).toList();
    }

    private static Map<String, Object> violation(Violation violation) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("constraint", violation.constraint().label());
        document.put("where", violation.where());
        document.put("actual", violation.actual());
        document.put("limit", violation.limit());
        document.put("unit", violation.unit());
        document.put("fix", violation.fix());
        return document;
    }

    private static Map<String, Object> throughput(Assessment assessment) {
        Problem problem = assessment.problem();
        Performance performance = assessment.evaluation().performance();
        boolean training = problem.workload() instanceof Training;
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("system", performance.tokensPerSecond());
        document.put("perGpu", assessment.evaluation().tokensPerSecondPerGpu());
        document.put("unit", "tokens/s");
        document.put("counts", counts(problem));
        document.put("input", training ? 0.0 : performance.inputTokensPerSecond());
        document.put("total", assessment.totalTokensPerSecond());
        return document;
    }

    /** Which tokens throughput counts. */
    public static String counts(Problem problem) {
        return problem.workload() instanceof Training
                ? "all tokens"
                : problem.workload() instanceof Decode || problem.workload() instanceof Serving
                        ? "output tokens"
                        : "input tokens";
    }

    private static Map<String, Object> cache(CacheRoom cache) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("tokens", cache.tokens());
        document.put("tokensPerRank", cache.tokensPerRank());
        document.put("longestContext", cache.longestContext());
        document.put("longestInCache", cache.longestInCache());
        if (cache.positions() > 0) {
            document.put("modelPositions", cache.positions());
        }
        document.put("sequences", cache.sequences());
        document.put("bytesPerGpu", cache.bytesPerGpu());
        document.put("share", cache.share());
        cache.assumedRelease().ifPresent(release -> document.put("assumedEngineVersion", release.toString()));
        return document;
    }

    static Map<String, Object> memory(StageCost stage) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("total", stage.memoryBytes());
        document.put("usable", stage.usableBytes());
        document.put("capacity", stage.capacityBytes());
        document.put("components", components(stage));
        return document;
    }

    private static Map<String, Object> components(StageCost stage) {
        Map<String, Object> rows = new LinkedHashMap<>();
        for (MemoryComponent component : MemoryComponent.values()) {
            Double bytes = stage.memory().get(component);
            if (bytes != null) {
                rows.put(component.label(), bytes);
            }
        }
        return rows;
    }

    private static Map<String, Object> stage(StageCost stage) {
        Map<String, Object> document = new LinkedHashMap<>();
        List<List<Integer>> chunks = stage.layers().chunks().stream()
                .map(range -> range.layers() > 0 ? List.of(range.firstLayer(), range.lastLayer()) : List.<Integer>of())
                .toList();
        document.put("layers", chunks.size() == 1 ? chunks.getFirst() : chunks);
        document.put("gpu", stage.gpu());
        document.put("seconds", stage.seconds());
        document.put("memory", memory(stage));
        return document;
    }

    private static Map<String, Object> communication(Evaluation evaluation) {
        Map<String, Object> document = new LinkedHashMap<>();
        for (Phase phase : evaluation.phases()) {
            if (phase.component().kind() == Component.Kind.COMMUNICATION) {
                Map<String, Object> collective = new LinkedHashMap<>();
                collective.put("linkBytes", phase.linkBytes());
                collective.put("networkBytes", phase.networkBytes());
                collective.put("seconds", phase.seconds());
                document.put(phase.component().id(), collective);
            }
        }
        return document;
    }

    private static Map<String, Object> phases(Evaluation evaluation) {
        Map<String, Object> document = new LinkedHashMap<>();
        for (Phase phase : evaluation.phases()) {
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("seconds", phase.seconds());
            values.put("flops", phase.flops());
            values.put("memoryBytes", phase.memoryBytes());
            document.put(phase.component().id(), values);
        }
        return document;
    }

    private static Map<String, Object> efficiency(Evaluation evaluation) {
        Map<String, Object> losses = new LinkedHashMap<>();
        for (Loss loss : evaluation.efficiency().losses()) {
            losses.put(loss.kind().label(), loss.fraction());
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("total", evaluation.efficiency().total());
        document.put("bound", evaluation.efficiency().boundTokensPerSecond());
        document.put("boundBy", evaluation.efficiency().boundByCompute() ? "compute" : "memoryBandwidth");
        document.put("losses", losses);
        return document;
    }

    private static Map<String, Object> balance(Evaluation evaluation) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("maxOverMean", evaluation.balance().maxOverMean());
        document.put("worstLayerMaxOverMean", evaluation.balance().worstMaxOverMean());
        document.put("coefficientOfVariation", evaluation.balance().coefficientOfVariation());
        return document;
    }

    private static Map<String, Object> binding(Binding binding) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("resource", binding.resource().label());
        document.put("share", binding.resourceShare());
        document.put("component", binding.component().id());
        document.put("componentShare", binding.componentShare());
        return document;
    }

    /** Low, high and the number of measurements for each measure. */
    private static Map<String, Object> uncertainty(Uncertainty uncertainty) {
        Map<String, Object> document = new LinkedHashMap<>();
        uncertainty.intervals().forEach((measure, interval) -> {
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("interval", List.of(interval.low(), interval.high()));
            values.put("covers", 0.8);
            values.put("measurements", interval.rows());
            values.put("phase", interval.phase().words());
            document.put(name(measure), values);
        });
        return document;
    }

    private static String name(Measure measure) {
        return switch (measure) {
            case THROUGHPUT -> "throughput";
            case TIME_TO_FIRST_TOKEN -> "timeToFirstToken";
            case TIME_PER_OUTPUT_TOKEN -> "timePerOutputToken";
            case STEP_TIME -> "stepTime";
            case LAYER_TIME -> "layerTime";
            case MEMORY -> "memory";
            case WEIGHTS -> "weights";
            case CACHE_ROOM -> "cacheRoom";
            case CACHE_TOKENS -> "cacheTokens";
            case SPEED_UP -> "speedUp";
        };
    }
}

package dev.meshwright.answer.json.scale;

import dev.meshwright.answer.ScaleAnswer;
import dev.meshwright.answer.explain.Argument;
import dev.meshwright.answer.json.EvaluationDocument;
import dev.meshwright.answer.json.PlanDocument;
import dev.meshwright.answer.json.money.ExpensesDocument;
import dev.meshwright.answer.json.money.KindCostDocument;
import dev.meshwright.answer.json.pool.PoolsDocument;
import dev.meshwright.facts.problem.Targets.Scope;
import dev.meshwright.question.scale.Roadmap;
import dev.meshwright.question.scale.Scaling;
import dev.meshwright.question.scale.Sensitivity;
import dev.meshwright.question.scale.node.NodeTypeScaling;
import dev.meshwright.question.scale.node.PerGpuReach;
import dev.meshwright.question.scale.node.Size;
import dev.meshwright.question.scale.node.SystemReach;
import dev.meshwright.question.scale.pool.PoolReach;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The answer about hardware as plain data in base units: tokens per second, FLOP, bytes. */
public final class ScaleDocument {

    private final ScaleAnswer answer;

    private ScaleDocument(ScaleAnswer answer) {
        this.answer = answer;
    }

    /** The answer. What a size lacks, such as a layout, is null. */
    public static Map<String, Object> of(ScaleAnswer answer) {
        return new ScaleDocument(answer).document();
    }

    private Map<String, Object> document() {
        Scaling scaling = answer.scaling();
        Map<String, Object> target = new LinkedHashMap<>();
        target.put("value", scaling.tokensPerSecond());
        target.put("unit", "tokens/s");
        target.put("scope", scaling.scope().label());
        target.put("counts", EvaluationDocument.counts(scaling.problem()));
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("problem", scaling.problem().name());
        document.put("target", target);
        document.put("reached", scaling.reached());
        document.putAll(kind(0));
        document.put(
                "roadmap",
                scaling.roadmap().map(Roadmap::phases).orElse(List.of()).stream()
                        .map(ScaleDocument::phase)
                        .toList());
        document.put("roadmapNotes", scaling.roadmap().map(Roadmap::notes).orElse(List.of()));
        document.put(
                "sensitivity",
                scaling.sensitivity().map(ScaleDocument::sensitivity).orElse(null));
        document.put(
                "alternatives",
                IntStream.range(1, scaling.kinds().size()).mapToObj(this::kind).toList());
        if (!answer.costs().isEmpty()) {
            document.put(
                    "byCost", answer.costs().stream().map(KindCostDocument::of).toList());
        }
        document.put("notes", scaling.notes());
        return document;
    }

    private Map<String, Object> kind(int index) {
        NodeTypeScaling kind = answer.scaling().kinds().get(index);
        ScaleAnswer.Plans plans = answer.plans().get(index);
        Map<String, Object> payoff = new LinkedHashMap<>();
        payoff.put("gpus", kind.payoff().gpus());
        payoff.put("argument", kind.payoff().argument());
        Map<String, Object> infeasible = new LinkedHashMap<>();
        kind.infeasible().forEach((reason, count) -> infeasible.put(reason.label(), count));
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("gpu", kind.nodeType().gpu().name());
        document.put("gpusPerNode", kind.nodeType().gpusPerNode());
        document.put("system", system(kind.system(), plan(plans.system())));
        document.put("perGpu", perGpu(kind.perGpu(), plan(plans.perGpu())));
        if (!answer.pools().isEmpty()) {
            document.put("pools", pools(index));
        }
        document.put("curve", kind.curve().stream().map(this::point).toList());
        document.put("stopsPaying", payoff);
        document.put("combinations", kind.combinations());
        document.put("infeasible", infeasible);
        document.put("closest", kind.feasible() ? Map.of() : closest(kind));
        return document;
    }

    /** What two pools reach: the smaller size of the two deployments answers where either may. */
    private Map<String, Object> pools(int kind) {
        Map<String, Object> document = new LinkedHashMap<>();
        for (Scope scope : Scope.values()) {
            PoolReach reach = answer.scaling().pools(kind, scope).orElseThrow();
            Map<String, Object> found = new LinkedHashMap<>();
            found.put("reachable", reach.reachable());
            found.put("gpus", reach.plan().map(PoolReach.Plan::gpus).orElse(null));
            found.put(
                    "throughput",
                    reach.plan().map(PoolReach.Plan::tokensPerSecond).orElse(null));
            found.put(
                    "plan",
                    answer.pools(kind, scope)
                            .map(plan -> PoolsDocument.plan(plan, answer.notes(), answer.provenance()))
                            .orElse(null));
            found.put("proven", reach.proven());
            found.put("proof", reach.proof());
            document.put(scope == Scope.SYSTEM ? "system" : "perGpu", found);
        }
        return document;
    }

    /** What comes closest to each limit where nothing works, in bytes and seconds. */
    private static Map<String, Object> closest(NodeTypeScaling kind) {
        Map<String, Object> document = new LinkedHashMap<>();
        kind.closest().forEach((limit, closest) -> {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("layout", closest.degrees().shortName());
            row.put("gpus", closest.degrees().gpus());
            row.put("needed", closest.needed());
            document.put(
                    switch (limit) {
                        case MEMORY -> "memory";
                        case TIME_TO_FIRST_TOKEN -> "timeToFirstToken";
                        case TIME_PER_OUTPUT_TOKEN -> "timePerOutputToken";
                        case THROUGHPUT -> "throughput";
                    },
                    row);
        });
        return document;
    }

    private @Nullable Map<String, Object> plan(Optional<Argument> argument) {
        return argument.map(found -> PlanDocument.of(found, answer.notes(), answer.provenance()))
                .orElse(null);
    }

    private static Map<String, Object> system(SystemReach reach, @Nullable Map<String, Object> plan) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("reachable", reach.reachable());
        document.put("gpus", reach.size().map(Size::gpus).orElse(null));
        document.put("throughput", reach.size().map(Size::tokensPerSecond).orElse(null));
        document.put("plan", plan);
        document.put("proven", reach.proven());
        document.put("proof", reach.proof());
        return document;
    }

    private static Map<String, Object> perGpu(PerGpuReach reach, @Nullable Map<String, Object> plan) {
        List<Map<String, Object>> shortfall = new ArrayList<>();
        for (PerGpuReach.Growth growth : reach.shortfall()) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("resource", growth.resource());
            row.put("factor", finite(growth.factor()));
            row.put("argument", growth.argument());
            shortfall.add(row);
        }
        Map<String, Object> roofline = new LinkedHashMap<>();
        roofline.put("boundBy", reach.roofline().boundByCompute() ? "compute" : "memoryBandwidth");
        roofline.put("flopsPerToken", reach.roofline().flopsPerToken());
        roofline.put("peakFlops", reach.roofline().peakFlops());
        roofline.put("cacheBytesPerToken", reach.roofline().cacheBytesPerToken());
        roofline.put("memoryBandwidth", reach.roofline().memoryBandwidth());
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("reachable", reach.reachable());
        document.put("bound", reach.roofline().tokensPerSecond());
        document.put("roofline", roofline);
        document.put("gpus", reach.size().map(Size::gpus).orElse(null));
        document.put("throughput", reach.size().map(Size::tokensPerSecondPerGpu).orElse(null));
        document.put("shortfall", shortfall);
        document.put("plan", plan);
        document.put("proven", reach.proven());
        document.put("proof", reach.proof());
        return document;
    }

    private static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }

    private Map<String, Object> point(Size size) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("gpus", size.gpus());
        document.put("throughputSystem", size.tokensPerSecond());
        document.put("throughputPerGpu", size.tokensPerSecondPerGpu());
        document.put(
                "layout",
                size.best().map(best -> best.layout().degrees().shortName()).orElse(null));
        document.put("bound", size.boundTokensPerSecond());
        document.put("proven", size.reachableTokensPerSecond() <= size.tokensPerSecond());
        answer.expenses(size).ifPresent(expenses -> document.put("cost", ExpensesDocument.of(expenses)));
        return document;
    }

    private static Map<String, Object> phase(Roadmap.Phase phase) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("phase", phase.name());
        document.put("what", phase.what());
        document.put("gpus", phase.gpus());
        document.put(
                "throughputAlone", phase.alone().isPresent() ? phase.alone().getAsDouble() : null);
        document.put(
                "throughputTogether",
                phase.together().isPresent() ? phase.together().getAsDouble() : null);
        document.put("layout", phase.layout());
        document.put("reachesSystem", phase.reachesSystem());
        document.put("reachesPerGpu", phase.reachesPerGpu());
        return document;
    }

    /** What a tenth more of each resource is worth. */
    public static Map<String, Object> sensitivity(Sensitivity sensitivity) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Sensitivity.Row row : sensitivity.rows()) {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("what", row.what());
            document.put("change", row.change());
            document.put("throughput", row.tokensPerSecond());
            document.put("gain", row.gain());
            rows.add(document);
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("gpus", sensitivity.gpus());
        document.put("layout", sensitivity.layout());
        document.put("throughput", sensitivity.tokensPerSecond());
        document.put("rows", rows);
        return document;
    }
}

package dev.meshwright.answer.json.launch;

import dev.meshwright.answer.launch.ExportAnswer;
import dev.meshwright.answer.launch.FallbackPlan;
import dev.meshwright.answer.launch.FallbackStep;
import dev.meshwright.answer.launch.PoolsExportAnswer;
import dev.meshwright.launch.export.Flag;
import dev.meshwright.launch.pool.Balancing;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An export as plain data. */
public final class ExportDocument {

    private ExportDocument() {}

    /** The options with their reasons and sources, and the files that were written. */
    public static Map<String, Object> of(ExportAnswer answer, List<String> files) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("engine", answer.ordered().book().engine());
        document.put("version", answer.ordered().version().map(Object::toString).orElse(null));
        document.put("target", answer.target().label());
        document.put("layout", answer.ordered().degrees().named());
        document.put(
                "options",
                Stream.of(
                                answer.exported().environment(),
                                answer.exported().flags(),
                                answer.exported().settings())
                        .flatMap(List::stream)
                        .map(ExportDocument::option)
                        .toList());
        document.put(
                "notes",
                Stream.concat(answer.exported().notes().stream(), answer.notes().stream())
                        .toList());
        document.put("balancing", balancing(answer.ordered().balancing()));
        document.put("steps", answer.steps().stream().map(ExportDocument::step).toList());
        document.put(
                "fallback",
                answer.fallback().stream().map(ExportDocument::fallback).toList());
        document.put("files", files);
        return document;
    }

    /** Of a plan of two pools: options of each, what both reach, files. */
    public static Map<String, Object> of(PoolsExportAnswer answer, List<String> files) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("engine", answer.pools().getFirst().ordered().book().engine());
        document.put("target", answer.pools().getFirst().target().label());
        Map<String, Object> pools = new LinkedHashMap<>();
        answer.pools().forEach(pool -> {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("layout", pool.ordered().degrees().shortName());
            one.put(
                    "options",
                    Stream.of(
                                    pool.exported().environment(),
                                    pool.exported().flags(),
                                    pool.exported().settings())
                            .flatMap(List::stream)
                            .map(ExportDocument::option)
                            .toList());
            one.put("balancing", balancing(pool.ordered().balancing()));
            pools.put(pool.ordered().role().orElseThrow().label(), one);
        });
        document.put("pools", pools);
        answer.check()
                .argument()
                .ifPresent(argument -> document.put(
                        "throughput",
                        argument.evaluation().together().performance().tokensPerSecond()));
        document.put("notes", answer.notes());
        document.put(
                "fallback",
                answer.fallback().stream().map(ExportDocument::fallback).toList());
        document.put("files", files);
        return document;
    }

    private static Map<String, @Nullable Object> balancing(Balancing balancing) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("moves", balancing.moves());
        document.put("intervalSteps", balancing.moves() ? balancing.intervalSteps() : null);
        document.put("why", balancing.why());
        return document;
    }

    private static Map<String, Object> step(FallbackStep step) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("when", step.when());
        document.put("change", step.change());
        step.predicted().assessment().ifPresent(predicted -> {
            document.put("throughput", predicted.evaluation().performance().tokensPerSecond());
            document.put("memory", predicted.evaluation().heaviestStage().memoryBytes());
        });
        return document;
    }

    private static Map<String, Object> fallback(FallbackPlan plan) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("without", plan.without());
        document.put("layout", plan.best().map(ExportDocument::layout).orElse(null));
        document.put("instead", plan.instead());
        return document;
    }

    private static Object layout(FallbackPlan.Best best) {
        return switch (best) {
            case FallbackPlan.Best.Servers servers ->
                servers.export().ordered().degrees().named();
            case FallbackPlan.Best.Pools pools -> pools.shortName();
        };
    }

    private static Map<String, Object> option(Flag flag) {
        Map<String, Object> option = new LinkedHashMap<>();
        option.put("name", flag.option().name());
        option.put("value", flag.value());
        option.put("why", flag.why());
        option.put("source", flag.option().source());
        return option;
    }
}

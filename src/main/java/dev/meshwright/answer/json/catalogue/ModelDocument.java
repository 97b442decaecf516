package dev.meshwright.answer.json.catalogue;

import dev.meshwright.answer.explain.model.ModelCard;
import dev.meshwright.answer.explain.model.ModelFacts;
import dev.meshwright.facts.model.CacheSize;
import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.model.ParameterCount;
import dev.meshwright.facts.model.Precisions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What follows from a model's architecture as plain data. */
public final class ModelDocument {

    private ModelDocument() {}

    /** A model of the catalogue beside what its makers state, in base units. */
    public static Map<String, Object> of(ModelCard card) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("name", card.name());
        Map<String, Object> published = new LinkedHashMap<>();
        card.publishedParameters().ifPresent(value -> published.put("total", value));
        card.publishedActiveParameters().ifPresent(value -> published.put("active", value));
        of(card.facts(), List.of()).forEach(document::putIfAbsent);
        document.put("published", published);
        document.put("source", card.source());
        return document;
    }

    /**
     * A model in base units.
     *
     * @param notes on how it was read
     */
    public static Map<String, Object> of(ModelFacts facts, List<String> notes) {
        Model model = facts.model();
        CacheSize cache = facts.cache();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("name", model.name());
        document.put("parameters", parameters(facts.parameters()));
        document.put("flopsPerToken", flops(facts));
        document.put("kvCacheBytesPerToken", cache.bytesPerToken());
        document.put("kvCacheBytesPerTokenPastWindows", cache.bytesPerTokenPastWindows());
        document.put("stateBytesPerSequence", cache.stateBytes());
        document.put("layers", model.depth());
        document.put("hidden", model.hidden());
        document.put("vocabulary", model.vocabulary());
        if (model.positions() > 0) {
            document.put("positions", model.positions());
        }
        document.put("experts", facts.experts());
        document.put("expertsPerToken", facts.expertsPerToken());
        document.put("routedLayers", facts.routedLayers());
        document.put("attention", facts.attention());
        document.put("precisions", precisions(model));
        document.put("notes", notes);
        return document;
    }

    private static Map<String, Object> parameters(ParameterCount parameters) {
        Map<String, Object> counts = new LinkedHashMap<>();
        counts.put("total", parameters.total());
        counts.put("active", parameters.active());
        counts.put("totalWithPrediction", parameters.totalWithPrediction());
        counts.put("activeWithoutEmbedding", parameters.activeWithoutEmbedding());
        counts.put("embedding", parameters.embedding());
        counts.put("tables", parameters.tables());
        counts.put("head", parameters.head());
        counts.put("attention", parameters.mixers());
        counts.put("dense", parameters.dense());
        counts.put("routedExperts", parameters.routedExperts());
        counts.put("activeRoutedExperts", parameters.activeRoutedExperts());
        counts.put("sharedExperts", parameters.sharedExperts());
        counts.put("routers", parameters.routers());
        counts.put("norms", parameters.norms());
        counts.put("prediction", parameters.prediction());
        return counts;
    }

    private static Map<String, Object> flops(ModelFacts facts) {
        Map<String, Object> flops = new LinkedHashMap<>();
        flops.put("forward", facts.forwardFlopsPerToken());
        flops.put("training", facts.trainingFlopsPerToken());
        flops.put("sequenceLength", facts.sequenceLength());
        return flops;
    }

    private static Map<String, Object> precisions(Model model) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("attention", model.precisions().attention().label());
        document.put("dense", model.precisions().dense().label());
        document.put("shared", model.precisions().shared().label());
        document.put("experts", model.precisions().experts().label());
        document.put("embedding", model.precisions().embedding().label());
        document.put("kvCache", model.precisions().keyValueCache().label());
        document.put("blocks", blocks(model.precisions().blocks()));
        return document;
    }

    /** Outputs and inputs that share a scale, by part; parts without blocks are left out. */
    private static Map<String, Object> blocks(Precisions.Blocks blocks) {
        Map<String, Object> document = new LinkedHashMap<>();
        putBlock(document, "attention", blocks.attention());
        putBlock(document, "dense", blocks.dense());
        putBlock(document, "shared", blocks.shared());
        putBlock(document, "experts", blocks.experts());
        return document;
    }

    private static void putBlock(Map<String, Object> document, String part, Precisions.Block block) {
        if (!block.equals(Precisions.Block.NONE)) {
            document.put(part, List.of(block.outputs(), block.inputs()));
        }
    }
}

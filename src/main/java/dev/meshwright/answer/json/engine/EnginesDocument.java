package dev.meshwright.answer.json.engine;

import dev.meshwright.answer.explain.EnginePrices;
import dev.meshwright.answer.explain.EnginePrices.Price;
import dev.meshwright.answer.explain.EnginePrices.Reach;
import dev.meshwright.layout.engine.EngineRule;
import dev.meshwright.question.search.SearchResult.Candidate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What engines cost, as plain data. */
public final class EnginesDocument {

    private EnginesDocument() {}

    /** An entry for each engine that was asked about: the one that the search was kept to, or all of them. */
    public static List<Map<String, Object>> of(EnginePrices prices) {
        return prices.price().map(price -> List.of(price(price))).orElseGet(() -> prices.engines().stream()
                .map(EnginesDocument::reach)
                .toList());
    }

    private static Map<String, Object> price(Price price) {
        Map<String, Object> document = engine(price.engine(), price.version());
        document.put("price", price.behind());
        document.put("settled", price.settled());
        price.better().ifPresent(better -> document.put("better", layout(better)));
        document.put("rules", rules(price.rules()));
        document.put("complete", price.complete());
        return document;
    }

    private static Map<String, Object> reach(Reach reach) {
        Map<String, Object> document = engine(reach.engine(), reach.version());
        reach.best().ifPresent(best -> {
            document.put("best", layout(best));
            document.put("behind", reach.behind());
            document.put("gap", reach.gap());
        });
        document.put("rules", rules(reach.rules()));
        return document;
    }

    private static Map<String, Object> engine(String label, String version) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("engine", label);
        document.put("version", version);
        return document;
    }

    private static Map<String, Object> layout(Candidate candidate) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("layout", candidate.layout().degrees().shortName());
        document.put("degrees", candidate.layout().degrees().named());
        document.put("throughput", candidate.evaluation().performance().tokensPerSecond());
        return document;
    }

    private static List<Map<String, Object>> rules(List<EngineRule> rules) {
        return rules.stream()
                .map(rule -> {
                    Map<String, Object> document = new LinkedHashMap<>();
                    document.put("id", rule.id());
                    document.put("sentence", rule.sentence());
                    document.put("source", rule.source());
                    return document;
                })
                .toList();
    }
}

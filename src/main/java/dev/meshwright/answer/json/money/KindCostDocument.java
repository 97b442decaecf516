package dev.meshwright.answer.json.money;

import dev.meshwright.answer.ScaleAnswer;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a kind of node costs that reaches a target, as plain data. */
public final class KindCostDocument {

    private KindCostDocument() {}

    /** A row of the ranking. */
    public static Map<String, Object> of(ScaleAnswer.Cost cost) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("gpu", cost.gpu());
        document.put("pools", cost.pools());
        document.put("gpus", cost.gpus());
        document.putAll(ExpensesDocument.of(cost.expenses()));
        return document;
    }
}

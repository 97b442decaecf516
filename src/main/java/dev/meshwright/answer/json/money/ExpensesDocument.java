package dev.meshwright.answer.json.money;

import dev.meshwright.answer.explain.judgement.Expenses;
import java.util.LinkedHashMap;
import java.util.Map;

/** What GPUs cost, as plain data: amounts of one currency. */
public final class ExpensesDocument {

    private ExpensesDocument() {}

    /** The expenses of a layout. */
    public static Map<String, Object> of(Expenses expenses) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("currency", expenses.currency());
        document.put("perHour", expenses.perHour());
        document.put("perMillionTokens", expenses.perMillionTokens());
        expenses.perMillionInputTokens().ifPresent(value -> document.put("perMillionInputTokens", value));
        expenses.perMillionInAll().ifPresent(value -> document.put("perMillionInAll", value));
        return document;
    }
}

package dev.meshwright.answer.text;

import dev.meshwright.answer.text.page.Page;
import dev.meshwright.answer.text.page.Style;
import dev.meshwright.answer.text.page.Table;
import dev.meshwright.question.audit.vocabulary.Entry;
import java.util.List;

/** The vocabulary of the audit as a table. */
public final class QuantityText {

    private QuantityText() {}

    /** All of {@code entries}, one line each, other names below. */
    public static String of(List<Entry> entries, Style style) {
        Page page = new Page(style);
        Table table = new Table("", "quantity", "unit", "scope", "meaning");
        entries.forEach(entry -> table.row(
                entry.quantity().id(),
                entry.unit(),
                entry.scope(),
                entry.quantity().description()));
        List<String> lines = table.lines();
        page.line(style.strong(lines.getFirst()));
        for (int index = 0; index < entries.size(); index++) {
            page.line(lines.get(index + 1));
            List<String> names = entries.get(index).names();
            if (!names.isEmpty()) {
                page.lines(page.wrapped("    also: ", "    ", String.join(", ", names)).stream()
                        .map(style::faint)
                        .toList());
            }
        }
        return page.toString();
    }
}

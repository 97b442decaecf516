package dev.meshwright.io.price;

import dev.meshwright.base.quantity.Figures;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Prices of a table, those of a GPU newest first.
 *
 * @param file it was read from
 * @param column that the prices stand in
 * @param currency of all of them
 * @param rows in the order of the file
 */
public record PriceList(String file, String column, String currency, List<Row> rows) {

    public PriceList {
        rows = List.copyOf(rows);
    }

    /**
     * A price.
     *
     * @param gpu as the file calls it
     * @param amount per GPU and hour
     * @param date when it was right, as ISO 8601 writes it, or a year and a month; empty where that is not known
     * @param source who says so; empty where that is not known
     */
    public record Row(String gpu, double amount, String date, String source) {

        private static Set<String> words(String name) {
            return new HashSet<>(Arrays.asList(name.toLowerCase(Locale.ROOT).split("[^a-z0-9]+")));
        }

        /** Whether it is of a GPU of the catalogue, every word of its own name being in that one's. */
        boolean prices(String catalogued) {
            return words(catalogued).containsAll(words(gpu));
        }

        private int closeness() {
            return words(gpu).size();
        }

        /** {@code row H100, of 2026-04-03, Semi Analysis}. */
        String origin() {
            return "row " + gpu + (date.isEmpty() ? "" : ", of " + date) + (source.isEmpty() ? "" : ", " + source);
        }
    }

    /** The price of a GPU of the catalogue: that of the row which names it most closely, of several the newest. */
    public Optional<Row> find(String gpu) {
        return rows.stream()
                .filter(row -> row.prices(gpu))
                .max(Comparator.comparingInt(Row::closeness).thenComparing(Row::date));
    }

    /** Where the price of a GPU comes from, as a sentence. */
    public String note(String gpu, Row row) {
        return gpu + " costs " + Figures.money(row.amount(), currency) + " per hour (" + file + ", " + column + ", "
                + row.origin() + ").";
    }
}

package dev.meshwright.io.price;

import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.base.quantity.NearNames;
import dev.meshwright.base.quantity.PlainNumber;
import dev.meshwright.io.tree.CsvTable;
import dev.meshwright.io.tree.Faults;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tables of prices in comma-separated values: a column {@code gpu}, columns such as {@code usd_per_gpu_hour_rental}, whose name says the
 * currency, and where they are known {@code date} and {@code source}. A field without a price, or with a range of prices, is none.
 */
public final class PriceFile {

    private static final String GPU = "gpu";
    private static final Pattern PRICES = Pattern.compile("([a-z]{3})_per_gpu_hour(?:_.*)?");
    private static final Pattern RANGE = Pattern.compile("[0-9.]+\\s*(?:-|to)\\s*[0-9.]+");

    private PriceFile() {}

    /**
     * Reads a table.
     *
     * @param column of the prices; may be left out where there is one such column
     * @throws InvalidInputException with everything that is wrong with the file
     */
    public static PriceList read(Path file, Optional<String> column) {
        CsvTable table = CsvTable.read(file);
        Faults faults = new Faults(file.toString());
        if (!table.columns().contains(GPU)) {
            faults.add("line 1", "", "has no column " + GPU, "");
        }
        String chosen = column(table, column, faults);
        faults.throwIfAny();
        Matcher named = PRICES.matcher(chosen);
        String currency = named.matches() ? named.group(1).toUpperCase(Locale.ROOT) : "";
        List<PriceList.Row> rows = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int number = 0; number < table.rows().size(); number++) {
            Map<String, String> row = table.rows().get(number);
            String place = "line " + table.lines().get(number);
            row(place, row, chosen, currency, faults)
                    .filter(found -> fresh(place, found, seen, faults))
                    .ifPresent(rows::add);
        }
        if (rows.isEmpty()) {
            faults.add("", "", "has no price in column " + chosen, "");
        }
        faults.throwIfAny();
        return new PriceList(file.toString(), chosen, currency, rows);
    }

    private static String column(CsvTable table, Optional<String> asked, Faults faults) {
        List<String> priced = table.columns().stream()
                .filter(name -> PRICES.matcher(name).matches())
                .toList();
        if (priced.isEmpty()) {
            faults.add(
                    "line 1", "", "has no column of prices, whose name says the currency", "Maybe usd_per_gpu_hour.");
            return "";
        }
        if (asked.isPresent() && !priced.contains(asked.get())) {
            faults.add(
                    "line 1",
                    asked.get(),
                    "is no column of prices; there are " + String.join(", ", priced),
                    NearNames.maybe(asked.get(), priced));
        }
        if (asked.isEmpty() && priced.size() > 1) {
            faults.add(
                    "line 1",
                    "",
                    "has several columns of prices: " + String.join(", ", priced),
                    "Maybe --price-column " + priced.getLast() + ".");
        }
        return asked.orElse(priced.getFirst());
    }

    private static Optional<PriceList.Row> row(
            String place, Map<String, String> row, String column, String currency, Faults faults) {
        String text = row.getOrDefault(column, "").strip();
        String gpu = row.getOrDefault(GPU, "").strip();
        if (gpu.isEmpty()) {
            faults.add(place, "", "names no GPU", "");
            return Optional.empty();
        }
        if (text.isEmpty() || RANGE.matcher(text).matches()) {
            return Optional.empty();
        }
        OptionalDouble amount = PlainNumber.read(text);
        if (amount.isEmpty()) {
            faults.add(place, text, "must be a number: the column " + column + " says currency and hour", "");
            return Optional.empty();
        }
        return switch (PriceText.checked(amount.getAsDouble(), currency)) {
            case PriceText.Reading.Price price ->
                Optional.of(new PriceList.Row(
                        gpu,
                        price.amount(),
                        row.getOrDefault("date", "").strip(),
                        row.getOrDefault("source", "").strip()));
            case PriceText.Reading.Rejected rejected -> {
                faults.add(place, text, rejected.message(), rejected.maybe());
                yield Optional.empty();
            }
        };
    }

    private static boolean fresh(String place, PriceList.Row row, Set<String> seen, Faults faults) {
        boolean fresh = seen.add(row.gpu().toLowerCase(Locale.ROOT) + " " + row.date());
        if (!fresh) {
            faults.add(place, row.gpu(), "has a second price of the same date", "");
        }
        return fresh;
    }
}

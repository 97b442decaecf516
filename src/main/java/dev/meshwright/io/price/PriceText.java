package dev.meshwright.io.price;

import dev.meshwright.base.quantity.PlainNumber;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A price of a GPU as people write it: {@code 2.5 USD/h}, {@code $2.50 per GPU-hour}. */
public final class PriceText {

    /** More than anybody pays for an hour of a GPU, in any currency. */
    private static final double MOST = 1e9;

    /** Signs of currencies that stand for one alone in everyday use. */
    private static final Map<String, String> SIGNS = Map.of("$", "USD", "\u20ac", "EUR", "\u00a3", "GBP");

    /** Currency before or behind the number, then whose hour. */
    private static final Pattern PRICE = Pattern.compile(
            "(?<before>[$\u20ac\u00a3]|[A-Za-z]{3}(?![A-Za-z]))?\\s*(?<number>[-+]?[0-9.][0-9.eE+-]*)\\s*"
                    + "(?<behind>[$\u20ac\u00a3]|[A-Za-z]{3}(?![A-Za-z]))?\\s*(?<time>(?:/|per\\b).*)?");

    /** What an hour of a GPU may be called, in small letters without spaces. */
    private static final Pattern HOUR = Pattern.compile("(?:/|per)(?:gpu[-/]?)?(?:h|hr|hour)(?:(?:/|per)gpu)?");

    private PriceText() {}

    /** A price that was understood, or the reason why not. */
    public sealed interface Reading {

        /**
         * Understood.
         *
         * @param amount per GPU and hour, more than 0
         * @param currency as ISO 4217 spells it
         */
        record Price(double amount, String currency) implements Reading {}

        /**
         * Not understood.
         *
         * @param message what is wrong, without the text itself
         * @param maybe a sentence starting with "Maybe"; empty without a good guess
         */
        record Rejected(String message, String maybe) implements Reading {}
    }

    /** Reads a price. */
    public static Reading read(String text) {
        Matcher matcher = PRICE.matcher(text.strip());
        OptionalDouble amount = matcher.matches() ? PlainNumber.read(matcher.group("number")) : OptionalDouble.empty();
        if (amount.isEmpty()) {
            return new Reading.Rejected("must be a price of a GPU", "Maybe 2.5 USD/h.");
        }
        String before = matcher.group("before");
        String behind = matcher.group("behind");
        if (before != null && behind != null && !currency(before).equals(currency(behind))) {
            return new Reading.Rejected("names two currencies", "");
        }
        String named = before != null ? before : behind;
        String number = matcher.group("number");
        if (named == null) {
            return new Reading.Rejected("names no currency", "Maybe " + number + " USD/h.");
        }
        String time = matcher.group("time") == null
                ? ""
                : matcher.group("time").toLowerCase(Locale.ROOT).replaceAll("\\s+", "");
        if (!HOUR.matcher(time).matches()) {
            return new Reading.Rejected(
                    "must be a price per hour of one GPU", "Maybe " + number + " " + currency(named) + "/h.");
        }
        return checked(amount.getAsDouble(), currency(named));
    }

    /** An amount of a currency, if it can be one. */
    static Reading checked(double amount, String currency) {
        if (amount <= 0) {
            return new Reading.Rejected("must be more than 0", "");
        }
        return amount > MOST ? new Reading.Rejected("must be at most 1e9", "") : new Reading.Price(amount, currency);
    }

    private static String currency(String named) {
        return SIGNS.getOrDefault(named, named.toUpperCase(Locale.ROOT));
    }
}

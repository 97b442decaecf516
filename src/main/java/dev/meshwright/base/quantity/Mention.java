package dev.meshwright.base.quantity;

import dev.meshwright.base.quantity.Quantity.Per;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A number in running text.
 *
 * @param start where it begins, signs such as {@code ~} included
 * @param end where number, unit and what follows them (a noun, "per GPU") end
 * @param number as written with sign, range or bound, without its unit: {@code ~10-20}
 * @param unit behind it; empty for a bare number
 * @param noun what is counted, in the plural as {@link Units#COUNTED} spells it; empty where the text does not say
 * @param dimensions that the unit can have; none for a bare number and for units unknown here
 * @param per what it is counted for, as stated right behind it
 * @param named whether letters before the number belong to it, as in TP8 or top-2
 */
public record Mention(
        int start,
        int end,
        String number,
        String unit,
        String noun,
        Set<Dimension> dimensions,
        Set<Per> per,
        boolean named) {

    private static final Pattern BOUND = Pattern.compile("^[\u2264\u2265<>]=?\\s*");
    private static final Pattern BOUNDED_RANGE = Pattern.compile("[\u2264\u2265<>]=?\\s*[\\d.,]+\\s*[-\u2013]");

    public Mention {
        // In the order of their declaration: candidates are listed in it.
        dimensions = Collections.unmodifiableSet(
                dimensions.isEmpty() ? EnumSet.noneOf(Dimension.class) : EnumSet.copyOf(dimensions));
        per = Collections.unmodifiableSet(per.isEmpty() ? EnumSet.noneOf(Per.class) : EnumSet.copyOf(per));
    }

    /** Whether neither unit nor noun says what is counted. */
    public boolean bare() {
        return unit.isEmpty() && noun.isEmpty();
    }

    /** A bound and a range in one, as in "below 30-40 ms": the range alone has a reading, if not the only one. */
    public boolean boundedRange() {
        return BOUNDED_RANGE.matcher(number).lookingAt();
    }

    /** The value of a claim of that dimension; empty where the text has no single reading. */
    public Optional<String> value(Dimension dimension) {
        String shown = dimension.plain() && unit.length() <= 1 ? unit : " " + unit;
        String stated = boundedRange() ? BOUND.matcher(number).replaceFirst("") : number;
        String text = (stated + shown).strip();
        return Quantity.readStatement(text, dimension) instanceof Quantity.Reading.Understood
                ? Optional.of(text)
                : Optional.empty();
    }

    /** The same with the unit of another mention, and counted for whom that one is. */
    public Mention withUnitOf(Mention other) {
        Set<Per> whose = EnumSet.noneOf(Per.class);
        whose.addAll(per);
        whose.addAll(other.per());
        return new Mention(start, end, number, other.unit(), noun, other.dimensions(), whose, named);
    }
}

package dev.meshwright.cli.option.plan;

import dev.meshwright.base.quantity.Figures;
import dev.meshwright.base.quantity.PlainNumber;
import dev.meshwright.facts.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 128,2048,10240}, or {@code 128..10240}: doublings from the first length, and the last. */
public final class LengthsConverter implements ITypeConverter<Lengths> {

    @Override
    public Lengths convert(String value) {
        String[] ends = value.split("\\.\\.", -1);
        if (ends.length == 1) {
            List<Integer> tokens = new ArrayList<>();
            for (String part : value.split(",", -1)) {
                tokens.add(length(value, part));
            }
            return new Lengths(tokens);
        }
        if (ends.length > 2) {
            throw fault(value);
        }
        int first = length(value, ends[0]);
        int last = length(value, ends[1]);
        if (first > last) {
            throw new TypeConversionException(
                    "'" + value + "' must not end before it starts. Maybe " + last + ".." + first + ".");
        }
        List<Integer> tokens = new ArrayList<>();
        for (long tokenCount = first; tokenCount < last; tokenCount *= 2) {
            tokens.add((int) tokenCount);
        }
        tokens.add(last);
        return new Lengths(tokens);
    }

    private static int length(String whole, String part) {
        OptionalLong tokens = PlainNumber.whole(part.replace("_", ""), 1, Workload.LONGEST);
        if (tokens.isPresent()) {
            return (int) tokens.getAsLong();
        }
        throw fault(whole);
    }

    private static TypeConversionException fault(String value) {
        return new TypeConversionException("'" + value + "' must be whole numbers of tokens from 1 to "
                + Figures.count(Workload.LONGEST) + ", as in 128,2048,10240 or 128..10240");
    }
}

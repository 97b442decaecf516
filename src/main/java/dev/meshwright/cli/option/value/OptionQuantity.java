package dev.meshwright.cli.option.value;

import dev.meshwright.base.quantity.Dimension;
import dev.meshwright.base.quantity.Quantity;
import dev.meshwright.base.quantity.Quantity.Reading;
import picocli.CommandLine.TypeConversionException;

/** Numbers with units on the command line. */
public final class OptionQuantity {

    private OptionQuantity() {}

    /**
     * Reads {@code 30 s}, {@code 100 tokens/ms}.
     *
     * @throws TypeConversionException with what is wrong and what may be meant
     */
    public static Quantity read(String text, Dimension dimension) {
        return switch (Quantity.read(text, dimension)) {
            case Reading.Understood understood -> understood.quantity();
            case Reading.Rejected rejected ->
                throw new TypeConversionException("'" + text + "' " + rejected.message()
                        + (rejected.maybe().isEmpty() ? "" : ". " + rejected.maybe()));
        };
    }
}

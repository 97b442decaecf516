package dev.meshwright.cli.option.value;

import dev.meshwright.base.quantity.Dimension;
import picocli.CommandLine.ITypeConverter;

/** Reads a time such as {@code 10 min}, in seconds. */
public final class SpanConverter implements ITypeConverter<Double> {
    @Override
    public Double convert(String value) {
        return OptionQuantity.read(value, Dimension.SECONDS).value();
    }
}

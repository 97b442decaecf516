package dev.meshwright.cli.option;

import dev.meshwright.base.quantity.PlainNumber;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Numbers of options by the one reader of numbers, and names of files. */
public final class Numbers {

    private Numbers() {}

    /** Has {@code commands} and their subcommands read numbers so. */
    public static CommandLine readBy(CommandLine commands) {
        ITypeConverter<Integer> whole = text -> (int) whole(text, Integer.MIN_VALUE, Integer.MAX_VALUE);
        ITypeConverter<Long> longer = text -> whole(text, Long.MIN_VALUE, Long.MAX_VALUE);
        ITypeConverter<Double> number = text ->
                PlainNumber.read(text).orElseThrow(() -> new TypeConversionException("'" + text + "' is not a number"));
        return commands.registerConverter(Integer.class, whole)
                .registerConverter(int.class, whole)
                .registerConverter(Long.class, longer)
                .registerConverter(long.class, longer)
                .registerConverter(Double.class, number)
                .registerConverter(double.class, number)
                .registerConverter(Path.class, Numbers::path);
    }

    private static long whole(String text, long least, long most) {
        return PlainNumber.whole(text, least, most)
                .orElseThrow(() -> new TypeConversionException("'" + text + "' is not a whole number"));
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new TypeConversionException("'" + text + "' is no file name that this system or its locale can write."
                    + " Maybe LC_ALL=C.UTF-8.");
        }
    }
}

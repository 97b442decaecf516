package dev.meshwright.io.loads;

import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.io.tree.InputFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a two-dimensional array that NumPy saved ({@code .npy} format 1.0 to 3.0: magic, version, length of the header,
 * header as a Python dictionary, then the elements).
 */
final class NumpyMatrix {

    private static final String MAGIC = "\u0093NUMPY";
    private static final Pattern HEADER = Pattern.compile(
            "\\{\\s*'descr':\\s*'([<>|=]?)([fiu])(\\d)',\\s*'fortran_order':\\s*(True|False),\\s*'shape':\\s*"
                    + "\\((\\d{1,9}),\\s*(\\d{1,9}),?\\s*\\),?\\s*}\\s*");
    private static final Set<String> TYPES = Set.of("f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4");

    private NumpyMatrix() {}

    /**
     * Reads the rows.
     *
     * @throws InvalidInputException if the file cannot be read or is no two-dimensional array of numbers
     */
    static double[][] read(Path file) {
        byte[] bytes = InputFile.bytes(file);
        if (bytes.length > InputFile.LARGEST_BYTES) {
            throw InputFile.fault(file, "is larger than " + InputFile.LARGEST_BYTES / 1_000_000 + " MB", "");
        }
        boolean magic = bytes.length >= 12 && new String(bytes, 0, 6, StandardCharsets.ISO_8859_1).equals(MAGIC);
        if (!magic) {
            throw InputFile.fault(file, "is not a NumPy array", "");
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        boolean first = bytes[6] == 1;
        int start = first ? 10 : 12;
        long length = first ? Short.toUnsignedInt(buffer.getShort(8)) : Integer.toUnsignedLong(buffer.getInt(8));
        if (start + length > bytes.length) {
            throw InputFile.fault(file, "ends within its header", "");
        }
        String text = new String(bytes, start, (int) length, StandardCharsets.ISO_8859_1);
        Matcher header = HEADER.matcher(text);
        if (!header.matches() || !TYPES.contains(header.group(2) + header.group(3))) {
            throw InputFile.fault(file, "must be a two-dimensional array of floating-point numbers or integers", "");
        }
        buffer.position(start + (int) length);
        buffer.order(header.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        return elements(file, buffer, header);
    }

    private static double[][] elements(Path file, ByteBuffer buffer, Matcher header) {
        String type = header.group(2) + header.group(3);
        int rows = Integer.parseInt(header.group(5));
        int columns = Integer.parseInt(header.group(6));
        long size = (long) rows * columns * Integer.parseInt(header.group(3));
        if (size != buffer.remaining() || rows == 0 || columns == 0) {
            throw InputFile.fault(
                    file, "has " + buffer.remaining() + " bytes of data, but its shape needs " + size, "");
        }
        if (rows > LoadFiles.LONGEST_SIDE || columns > LoadFiles.LONGEST_SIDE) {
            throw InputFile.fault(file, "has more than " + LoadFiles.LONGEST_SIDE + " rows or columns", "");
        }
        boolean byColumn = header.group(4).equals("True");
        double[][] matrix = new double[rows][columns];
        for (int index = 0; index < rows * columns; index++) {
            int row = byColumn ? index % rows : index / columns;
            int column = byColumn ? index / rows : index % columns;
            matrix[row][column] = element(buffer, type);
        }
        return matrix;
    }

    private static double element(ByteBuffer buffer, String type) {
        return switch (type) {
            case "f4" -> buffer.getFloat();
            case "f8" -> buffer.getDouble();
            case "i1" -> buffer.get();
            case "i2" -> buffer.getShort();
            case "i4" -> buffer.getInt();
            case "i8" -> buffer.getLong();
            case "u1" -> Byte.toUnsignedInt(buffer.get());
            case "u2" -> Short.toUnsignedInt(buffer.getShort());
            default -> Integer.toUnsignedLong(buffer.getInt());
        };
    }
}

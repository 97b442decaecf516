package dev.meshwright.io.tree;

import dev.meshwright.base.fault.Fault;
import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.base.quantity.NearNames;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The text of an input file.
 *
 * @param name of the file as the user gave it, for messages
 * @param text content, decoded from UTF-8
 */
public record InputFile(String name, String text) {

    /** Far above any plan or load matrix (58 layers x 256 experts are 0.1 MB), and small enough to hold in memory. */
    public static final int LARGEST_BYTES = 64_000_000;

    private static final Pattern HANDED_OVER = Pattern.compile("/dev/stdin|/(?:dev|proc/self)/fd/\\d+");

    /**
     * Reads a file.
     *
     * @throws InvalidInputException if it is missing, a directory, unreadable, too large, empty or not UTF-8
     */
    public static InputFile read(Path path) {
        // A file that says how large it is need not be read for that; a pipe does not say.
        long size = size(path);
        byte[] bytes = size > LARGEST_BYTES ? new byte[0] : bytes(path);
        if (Math.max(size, bytes.length) > LARGEST_BYTES) {
            throw fault(path, "is larger than " + LARGEST_BYTES / 1_000_000 + " MB", "");
        }
        String text = decode(path, bytes);
        if (text.isBlank()) {
            throw fault(path, "is empty", "");
        }
        return new InputFile(path.toString(), text);
    }

    private static long size(Path path) {
        try {
            return Files.isRegularFile(path) ? Files.size(path) : 0;
        } catch (IOException e) {
            // Reading it says what is wrong.
            return 0;
        }
    }

    /** Whether the text is JSON: by the file name, else by its first character. */
    boolean json() {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".yaml") || lower.endsWith(".yml")) {
            return false;
        }
        char first = text.stripLeading().charAt(0);
        return lower.endsWith(".json") || first == '{' || first == '[';
    }

    /**
     * The bytes of a file, at most one more than {@link #LARGEST_BYTES}.
     *
     * @throws InvalidInputException if it is missing, a directory or unreadable
     */
    public static byte[] bytes(Path path) {
        try (InputStream stream = stream(path)) {
            return stream.readNBytes(LARGEST_BYTES + 1);
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /** The bytes of a file, one after the other. */
    static InputStream stream(Path path) throws IOException {
        if (path.toString().isEmpty()) {
            throw fault(path, "the name of the file to read is empty", "");
        }
        if (Files.isDirectory(path)) {
            throw fault(path, "is a directory, not a file", "");
        }
        if (Files.exists(path) && !Files.isRegularFile(path) && !handedOver(path)) {
            throw fault(
                    path,
                    "is a device or a named pipe, not a file",
                    "Maybe /dev/stdin, with a pipe (|) or a redirection (<) into the command.");
        }
        return Files.newInputStream(path);
    }

    /**
     * Whether the path names what somebody opened for this process: standard input, or a descriptor of a shell's {@code
     * <(...)}. What it would open itself, and nobody may ever write to, would be waited for without end.
     */
    private static boolean handedOver(Path path) {
        return HANDED_OVER.matcher(path.toString()).matches();
    }

    /** What kept a file from being read. */
    static InvalidInputException unreadable(Path path, IOException cause) {
        return switch (cause) {
            case NoSuchFileException missing -> fault(path, "does not exist", neighbours(path));
            case AccessDeniedException denied -> fault(path, "may not be read (permission denied)", "");
            case CharacterCodingException binary -> notText(path);
            default -> fault(path, "cannot be read: " + cause.getMessage(), "");
        };
    }

    private static InvalidInputException notText(Path path) {
        return fault(path, "is not UTF-8 text", "Maybe a binary file, or text in another encoding.");
    }

    /** Files of the same folder with a similar name. */
    private static String neighbours(Path path) {
        Path folder = path.toAbsolutePath().getParent();
        Path name = path.getFileName();
        if (folder == null || name == null || !Files.isDirectory(folder)) {
            return "";
        }
        try (var files = Files.list(folder)) {
            List<String> names = files.limit(1000)
                    .map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
            return NearNames.maybe(name.toString(), names);
        } catch (IOException e) {
            return "";
        }
    }

    private static String decode(Path path, byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw notText(path);
        }
    }

    /** One fault of a whole file. */
    public static InvalidInputException fault(Path path, String message, String maybe) {
        return new InvalidInputException(List.of(new Fault(path.toString(), "", "", message, maybe)));
    }
}

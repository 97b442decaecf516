package dev.meshwright.base.resource;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Files in UTF-8 on the class path. */
public final class ResourceText {

    private ResourceText() {}

    /**
     * The text of a file that is part of the program.
     *
     * @param file absolute path on the class path
     * @throws IllegalStateException when it is missing, which is a bug of the build
     */
    public static String of(String file) {
        try (InputStream stream = ResourceText.class.getResourceAsStream(file)) {
            if (stream == null) {
                throw new IllegalStateException("Resource " + file + " is missing from the program.");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }
}

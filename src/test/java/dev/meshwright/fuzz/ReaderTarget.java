package dev.meshwright.fuzz;

import dev.meshwright.base.fault.InvalidInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** What Jazzer drives, guided by coverage, in the profile {@code jazzer}: the first byte says which reader, the others are the file. */
public final class ReaderTarget {

    private ReaderTarget() {}

    /** A file is read, or refused; whatever else is thrown is a finding. */
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        if (input.length == 0) {
            return;
        }
        Readers reader = Readers.values()[(input[0] & 0xff) % Readers.values().length];
        Path file = Files.createTempFile("jazzer", reader.ending());
        try {
            Files.write(file, Arrays.copyOfRange(input, 1, input.length));
            reader.read(file);
        } catch (InvalidInputException refused) {
            FuzzIT.assertPolite(refused, reader.toString());
        } finally {
            Files.delete(file);
        }
    }

    /** Writes sound files of every reader into a folder, for Jazzer to begin with. */
    public static void main(String[] args) throws IOException {
        Path folder = Files.createDirectories(Path.of(args[0]));
        for (Readers reader : Readers.values()) {
            int number = 0;
            for (String seed : reader.seeds()) {
                byte[] text = seed.getBytes(StandardCharsets.UTF_8);
                byte[] input = new byte[text.length + 1];
                input[0] = (byte) reader.ordinal();
                System.arraycopy(text, 0, input, 1, text.length);
                Files.write(folder.resolve(reader + "-" + number++), input);
            }
        }
    }
}

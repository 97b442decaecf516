package dev.meshwright.io.tree;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The lines of a text file one after the other, so that files larger than the memory can be read. */
public final class TextLines {

    /** Far longer than a line of anything that is read so. */
    private static final int LONGEST = 10_000;

    private final Path path;
    private final Faults faults;

    /** What takes a line. */
    @FunctionalInterface
    public interface Taker {

        /**
         * Takes a line that is not blank; whether the next one is wanted.
         *
         * @param number from 1
         */
        boolean take(long number, String text);
    }

    /**
     * Lines of a file.
     *
     * @param faults where a line is missing or too long
     */
    public TextLines(Path path, Faults faults) {
        this.path = path;
        this.faults = faults;
    }

    /**
     * Gives all lines to {@code taker}; lines between others that are blank are faults.
     *
     * @throws dev.meshwright.base.fault.InvalidInputException if the file is missing, a directory, unreadable or not UTF-8
     */
    public void forEach(Taker taker) {
        try (InputStream stream = InputFile.stream(path);
                Reader reader =
                        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8.newDecoder()))) {
            StringBuilder line = new StringBuilder();
            long number = 0;
            long blank = 0;
            boolean wanted = true;
            while (wanted && read(reader, line)) {
                number++;
                String text = line.toString().strip();
                if (number == 1 && text.startsWith("\ufeff")) {
                    text = text.substring(1);
                }
                if (line.length() > LONGEST) {
                    faults.add("line " + number, text, "is longer than " + LONGEST + " characters", "");
                } else if (text.isEmpty()) {
                    blank = blank == 0 ? number : blank;
                } else {
                    if (blank > 0) {
                        faults.add("line " + blank, "", "is empty", "");
                        blank = 0;
                    }
                    wanted = taker.take(number, text);
                }
            }
        } catch (IOException e) {
            throw InputFile.unreadable(path, e);
        }
    }

    /** Reads a line, of one that is too long no more than shows it; whether there was one. */
    private static boolean read(Reader reader, StringBuilder line) throws IOException {
        line.setLength(0);
        int character = reader.read();
        boolean some = character >= 0;
        while (character >= 0 && character != '\n') {
            if (line.length() <= LONGEST) {
                line.append((char) character);
            }
            character = reader.read();
        }
        return some;
    }
}

package dev.meshwright.io.traffic;

import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.base.quantity.PlainNumber;
import dev.meshwright.facts.workload.Length;
import dev.meshwright.facts.workload.Workload;
import dev.meshwright.io.tree.Faults;
import dev.meshwright.io.tree.TextLines;
import java.nio.file.Path;
import java.util.Arrays;

/** Reads recorded lengths of prompts or answers: a whole number of tokens in each line. */
public final class LengthFiles {

    private final Faults faults;
    private int[] tokens = new int[1024];
    private int size;
    private long lines;

    private LengthFiles(Path file) {
        this.faults = new Faults(file.toString(), RequestTraces.MOST_FAULTS);
    }

    /**
     * Reads lengths.
     *
     * @param name by which the recording is known
     * @throws InvalidInputException with what is wrong with the file, of much the first {@value RequestTraces#MOST_FAULTS}
     */
    public static Length.Recorded read(Path file, String name) {
        LengthFiles lengths = new LengthFiles(file);
        new TextLines(file, lengths.faults).forEach(lengths::take);
        if (lengths.lines == 0) {
            lengths.faults.add("", "", "has no length", "");
        }
        lengths.faults.throwIfAny();
        return new Length.Recorded(Arrays.copyOf(lengths.tokens, lengths.size), name);
    }

    private boolean take(long number, String text) {
        if (size == RequestTraces.MOST_REQUESTS) {
            faults.add("line " + number, "", "is more than the " + size + " lengths of a file", "");
            return false;
        }
        lines++;
        int length = length(text);
        if (length < 1) {
            String maybe = number == 1 && text.chars().noneMatch(Character::isDigit)
                    ? "Maybe a heading, which has to go."
                    : "";
            faults.add(
                    "line " + number,
                    size == 0 ? "" : text,
                    "must be a whole number from 1 to " + Workload.LONGEST,
                    maybe);
            return true;
        }
        if (size == tokens.length) {
            tokens = Arrays.copyOf(tokens, size + size / 2);
        }
        tokens[size++] = length;
        return true;
    }

    /** 0 for what is no length. */
    private static int length(String text) {
        return (int) PlainNumber.whole(text, 0, Workload.LONGEST).orElse(0);
    }
}

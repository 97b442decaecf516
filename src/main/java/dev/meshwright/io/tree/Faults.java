package dev.meshwright.io.tree;

import dev.meshwright.base.fault.Fault;
import dev.meshwright.base.fault.InvalidInputException;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with one input file, gathered while it is read so that all of it is reported together. */
public final class Faults {

    /** A matrix of garbage would give thousands; the first hundred say enough. */
    private static final int MOST_REPORTED = 100;

    private static final int LONGEST_VALUE = 60;

    private final String file;
    private final int mostReported;
    private final List<Fault> list = new ArrayList<>();
    private int omitted;

    public Faults(String file) {
        this(file, MOST_REPORTED);
    }

    /** Those of a file of which so many faults say enough. */
    public Faults(String file, int mostReported) {
        this.file = file;
        this.mostReported = mostReported;
    }

    String file() {
        return file;
    }

    boolean none() {
        return list.isEmpty();
    }

    public void add(String path, String value, String message, String maybe) {
        if (list.size() < mostReported) {
            list.add(new Fault(file, path, shorten(value), message, maybe));
        } else {
            omitted++;
        }
    }

    /** Takes over what was found in another file that this one names. */
    void addAll(List<Fault> others) {
        list.addAll(others);
    }

    /**
     * Ends the reading where anything is wrong.
     *
     * @throws InvalidInputException with everything gathered, if anything was
     */
    public void throwIfAny() {
        if (omitted > 0) {
            String more = omitted == 1 ? "1 more fault is not shown" : omitted + " more faults are not shown";
            list.add(new Fault(file, "", "", more, ""));
        }
        if (!list.isEmpty()) {
            throw new InvalidInputException(list);
        }
    }

    /** One line, control characters shown as spaces, at most {@value #LONGEST_VALUE} characters. */
    private static String shorten(String value) {
        String line = value.replaceAll("\\p{Cntrl}", " ");
        return line.length() <= LONGEST_VALUE ? line : line.substring(0, LONGEST_VALUE - 3) + "...";
    }
}

package dev.meshwright.launch;

import dev.meshwright.base.fault.Fault;
import dev.meshwright.base.fault.InvalidInputException;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with the files of a launch, gathered so that all of it is said at once. */
public final class Findings {

    /** A file of another kind would give thousands. */
    private static final int MOST = 50;

    private static final int LONGEST_VALUE = 80;

    private final List<Fault> faults = new ArrayList<>();

    /** Adds what is wrong, once. */
    public void add(Place place, String value, String message, String maybe) {
        String line = value.replaceAll("\\p{Cntrl}", " ");
        String shown = line.length() <= LONGEST_VALUE ? line : line.substring(0, LONGEST_VALUE - 3) + "...";
        Fault fault = new Fault(place.file(), place.inFile(), shown, message, maybe);
        if (faults.size() < MOST && !faults.contains(fault)) {
            faults.add(fault);
        }
    }

    /** Whether nothing is wrong so far. */
    public boolean none() {
        return faults.isEmpty();
    }

    /**
     * Ends the reading where anything is wrong.
     *
     * @throws InvalidInputException with everything gathered, if anything was
     */
    public void throwIfAny() {
        if (!faults.isEmpty()) {
            throw new InvalidInputException(List.copyOf(faults));
        }
    }
}

package dev.meshwright.base.fault;

import java.util.List;
import java.util.stream.Collectors;

/** Input that cannot be used: carries every fault that was found in it, not only the first. */
public final class InvalidInputException extends RuntimeException {

    private final transient List<Fault> faults;

    /**
     * @param faults what is wrong, in the order of the input; at least one
     */
    public InvalidInputException(List<Fault> faults) {
        super(faults.stream().map(Fault::describe).collect(Collectors.joining(System.lineSeparator())));
        this.faults = List.copyOf(faults);
    }

    /** What is wrong, in the order of the input. */
    public List<Fault> faults() {
        return faults;
    }
}

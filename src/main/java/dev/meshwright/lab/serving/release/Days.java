package dev.meshwright.lab.serving.release;

import java.time.LocalDate;

/**
 * Days on which something held or may have happened.
 *
 * @param from first of them
 * @param until last of them
 */
public record Days(LocalDate from, LocalDate until) {

    /** Of what is not over: days of which nothing is known but that they come after all others. */
    public static final Days LAST = new Days(LocalDate.MAX, LocalDate.MAX);

    /** Whether any day is one of both. */
    public boolean meet(Days others) {
        return !from.isAfter(others.until) && !others.from.isAfter(until);
    }
}

package dev.meshwright.lab.error;

import dev.meshwright.base.fault.Fault;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How far predictions lie from measurements.
 *
 * @param files by name, in the order asked
 * @param fittedConstants how many constants were fitted, by what they were fitted to
 * @param notes on the constants that were used
 * @param unpredictable why nothing can be predicted of a file; none where every file has a predicted row
 */
public record ValidationAnswer(
        Map<String, Validation> files,
        Map<String, Integer> fittedConstants,
        List<String> notes,
        List<Fault> unpredictable) {

    public ValidationAnswer {
        files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
        fittedConstants = Collections.unmodifiableMap(new LinkedHashMap<>(fittedConstants));
        notes = List.copyOf(notes);
        unpredictable = List.copyOf(unpredictable);
    }
}

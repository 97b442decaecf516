package dev.meshwright.lab.error;

import dev.meshwright.base.resource.ResourceTable;
import java.util.Set;
import java.util.stream.Collectors;

/** The rows to which constants were fitted, from {@code validation/fitted-rows.csv}. */
final class FittedRows {

    private static final String RESOURCE = "/dev/meshwright/validation/fitted-rows.csv";

    private static final int FIELDS = 2;

    private static final class Listed {
        private static final Set<String> DIGESTS = ResourceTable.of(RESOURCE, FIELDS, fields -> fields.get(1)).stream()
                .collect(Collectors.toUnmodifiableSet());
    }

    private FittedRows() {}

    /** Whether a fit used the row called {@code id}. */
    static boolean contains(String id) {
        return Listed.DIGESTS.contains(Half.digest(id).substring(0, DIGITS));
    }

    /** Hexadecimal digits of a digest that are listed. */
    static final int DIGITS = 12;
}

package dev.meshwright.io.parquet;

/**
 * A column of a table.
 *
 * @param name unique in its table
 * @param kind of its values
 */
public record Column(String name, Kind kind) {

    /** Of values, with the number that the format has for their physical type. */
    public enum Kind {
        /** {@code Long}: INT64. */
        INTEGER(2),
        /** {@code Double}: DOUBLE. */
        NUMBER(5),
        /** {@code String}: BYTE_ARRAY of UTF-8. */
        TEXT(6);

        private final int type;

        Kind(int type) {
            this.type = type;
        }

        int type() {
            return type;
        }
    }
}

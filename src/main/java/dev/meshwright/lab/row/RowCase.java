package dev.meshwright.lab.row;

/** What a row measured, read and ready to be predicted. */
@FunctionalInterface
public interface RowCase {

    /**
     * What the cost model says.
     *
     * @throws UnpredictableRowException if the catalogues lack something or things do not fit together
     */
    RowPrediction predicted(Catalogues catalogues);

    /** What is said of the row where {@code reason} keeps it from being predicted. */
    default RowPrediction unpredicted(String reason) {
        return RowPrediction.none(reason);
    }

    /** The prediction, or why there is none. Never fails. */
    default RowPrediction predict(Catalogues catalogues) {
        try {
            return predicted(catalogues);
        } catch (UnpredictableRowException unpredictable) {
            return unpredicted(String.valueOf(unpredictable.getMessage()));
        }
    }
}

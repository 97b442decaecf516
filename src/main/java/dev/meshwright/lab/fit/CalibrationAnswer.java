package dev.meshwright.lab.fit;

import dev.meshwright.base.fault.Fault;
import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.lab.error.Validation;
import dev.meshwright.lab.row.Catalogues;
import dev.meshwright.lab.row.MeasuredRow;
import dev.meshwright.lab.row.PredictedRow;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What measurements say of the constants.
 *
 * @param file of the measurements
 * @param standard all rows predicted by the standard constants; rows without a prediction were left out
 * @param fit what the others determine
 * @param stopped whether there was no time for more than a first fit to {@value CalibrationFit#FIRST_ROWS} of them
 */
public record CalibrationAnswer(Path file, Validation standard, CalibrationFit fit, boolean stopped) {

    /**
     * Fits what the predictable rows determine.
     *
     * @param catalogues with the standard constants
     * @param progress told now and then
     * @throws InvalidInputException if they are too few
     */
    public static CalibrationAnswer of(Path file, Validation standard, Catalogues catalogues, Runnable progress) {
        requireEnough(file, standard);
        return new CalibrationAnswer(file, standard, CalibrationFit.of(usable(standard), catalogues, progress), false);
    }

    /**
     * A first fit to a few of many rows, the answer of whoever is stopped before the whole one; nothing where all are soon fitted.
     *
     * @throws InvalidInputException if the rows are too few
     */
    public static Optional<CalibrationAnswer> first(
            Path file, Validation standard, Catalogues catalogues, Runnable progress) {
        requireEnough(file, standard);
        List<MeasuredRow> rows = usable(standard);
        return rows.size() <= 2 * CalibrationFit.FIRST_ROWS
                ? Optional.empty()
                : Optional.of(new CalibrationAnswer(
                        file,
                        standard,
                        CalibrationFit.of(rows, CalibrationFit.FIRST_ROWS, catalogues, progress),
                        true));
    }

    /** Name of the file without its folder. */
    public String source() {
        return String.valueOf(file.getFileName());
    }

    private static List<MeasuredRow> usable(Validation validation) {
        return validation.rows().stream()
                .filter(row -> row.prediction().predicted()
                        && !row.prediction().outcomes().isEmpty())
                .map(PredictedRow::row)
                .toList();
    }

    private static void requireEnough(Path file, Validation validation) {
        int usable = usable(validation).size();
        long different = validation.rows().stream()
                .filter(row -> !row.prediction().outcomes().isEmpty())
                .map(row -> row.prediction().outcomes().stream()
                        .map(outcome -> outcome.predicted())
                        .toList())
                .distinct()
                .count();
        if (usable >= CalibrationFit.FEWEST_ROWS && different < CalibrationFit.FEWEST_ROWS) {
            throw tooFew(
                    file,
                    "repeats " + Figures.number(different, "deployment") + "; a calibration needs "
                            + CalibrationFit.FEWEST_ROWS + " different ones");
        }
        if (usable < CalibrationFit.FEWEST_ROWS) {
            String reasons = validation.unpredicted().isEmpty()
                    ? ""
                    : "; not predicted: "
                            + String.join(", ", validation.unpredicted().keySet());
            throw tooFew(
                    file,
                    "has " + Figures.number(usable, "measured row") + " that can be predicted; a calibration needs "
                            + CalibrationFit.FEWEST_ROWS + reasons);
        }
    }

    private static InvalidInputException tooFew(Path file, String message) {
        return new InvalidInputException(
                List.of(new Fault(file.toString(), "", "", message, "Maybe measure further loads or layouts.")));
    }
}

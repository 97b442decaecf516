package dev.meshwright.lab.error;

import dev.meshwright.cost.uncertainty.Measure;
import dev.meshwright.lab.row.MeasuredRow.Load;
import dev.meshwright.lab.row.MeasuredRow.Run;
import dev.meshwright.lab.row.MeasuredRow.Served;
import dev.meshwright.lab.row.MeasuredRow.Started;
import dev.meshwright.lab.row.MeasuredRow.Unreadable;
import dev.meshwright.lab.row.PredictedRow;
import dev.meshwright.lab.row.RowPrediction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What choosing by predictions costs: among rows of one question (model, GPU, precision, engine, lengths) whose measured
 * tokens/s per user reach a floor, the row with the highest predicted tokens/s per GPU is chosen; its regret is how far
 * its measured tokens/s per GPU lies below the best measured one. Only where rows of two layouts or more reach the floor.
 *
 * @param choices how many were made
 * @param mean regret
 * @param ninetieth regret that a tenth of the choices exceed
 * @param exact share of choices that are the best measured row
 */
public record Regret(int choices, double mean, double ninetieth, double exact) {

    /** Measured tokens/s per user that the rows must reach. */
    private static final double[] FLOORS = {15, 30, 60};

    private static final double MILLISECONDS = 1e3;

    /** Below this a regret is rounding. */
    private static final double NOTHING = 1e-9;

    /** No choice to make. */
    public static final Regret NONE = new Regret(0, 0, 0, 0);

    private record Choice(String layout, double perUser, double measured, double predicted) {}

    /** The regret over rows of serving measurements, in the order of their file. */
    static Regret of(List<PredictedRow> rows) {
        Map<String, List<Choice>> questions = new LinkedHashMap<>();
        for (PredictedRow row : rows) {
            switch (row.row()) {
                case Served served ->
                    choice(served.load(), row.prediction()).ifPresent(choice -> questions
                            .computeIfAbsent(served.source().question().orElse(""), unused -> new ArrayList<>())
                            .add(choice));
                case Run run -> {}
                case Started started -> {}
                case Unreadable unreadable -> {}
            }
        }
        List<Double> regrets = new ArrayList<>();
        for (List<Choice> question : questions.values()) {
            for (double floor : FLOORS) {
                add(question.stream().filter(row -> row.perUser() >= floor).toList(), regrets);
            }
        }
        if (regrets.isEmpty()) {
            return NONE;
        }
        Collections.sort(regrets);
        double[] values = regrets.stream().mapToDouble(Double::doubleValue).toArray();
        long exact = regrets.stream().filter(regret -> regret < NOTHING).count();
        return new Regret(
                values.length,
                ErrorSummary.mean(values),
                values[(int) (.9 * values.length)],
                (double) exact / values.length);
    }

    private static Optional<Choice> choice(Load load, RowPrediction prediction) {
        OptionalDouble predicted = prediction.outcomes().stream()
                .filter(outcome -> outcome.measure() == Measure.TIME_PER_OUTPUT_TOKEN)
                .flatMapToDouble(outcome -> outcome.predicted().stream())
                .findFirst();
        if (predicted.isEmpty() || load.millisecondsPerToken().isEmpty()) {
            return Optional.empty();
        }
        double measured = load.millisecondsPerToken().getAsDouble();
        return Optional.of(new Choice(
                load.layout(),
                MILLISECONDS / measured,
                load.sequences() * MILLISECONDS / measured / load.gpus(),
                load.sequences() * MILLISECONDS / (predicted.getAsDouble() * MILLISECONDS) / load.gpus()));
    }

    private static void add(List<Choice> fast, List<Double> regrets) {
        if (fast.stream().map(Choice::layout).distinct().count() < 2) {
            return;
        }
        double best = fast.stream().mapToDouble(Choice::measured).max().orElseThrow();
        // The first of equals, as in the order of the file.
        Choice picked = fast.getFirst();
        for (Choice choice : fast) {
            if (choice.predicted() > picked.predicted()) {
                picked = choice;
            }
        }
        regrets.add(1 - picked.measured() / best);
    }
}

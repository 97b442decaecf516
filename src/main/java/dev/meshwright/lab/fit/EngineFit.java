package dev.meshwright.lab.fit;

import dev.meshwright.cost.engine.EngineConstants;
import dev.meshwright.lab.row.Catalogues;
import dev.meshwright.lab.serving.MeasuredServing;
import dev.meshwright.lab.serving.ReplayedServing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Fits the constants of inference engines to measured serving rows: first those that make up the time per output token,
 * then those of the first token alone.
 *
 * <p>The logarithms of predicted over measured are made small with a soft L1 loss; of first tokens the relative errors,
 * because some deployments there hold requests back for seconds and their logarithms would pull. Every constant has an
 * expectation and a width from what it means (a count of kernels, a few microseconds); leaving it costs as much as an
 * error does, so that a constant on which the rows say little stays where its meaning puts it. This, and that there are few, is what makes the
 * constants hold on models that were not among the rows.
 */
final class EngineFit {

    /**
     * A constant to fit.
     *
     * @param name in the constants' file
     * @param expected from what it means
     * @param width logarithm of the factor by which it may well be off
     */
    record Expectation(String name, double expected, double width) {}

    /** Constants of the time per output token. */
    static final List<Expectation> OUTPUT_TOKEN = List.of(
            new Expectation("vllm.stepSeconds", 4e-4, 0.7),
            new Expectation("sglang.stepSeconds", 8e-4, 0.7),
            new Expectation("tensorrt-llm.stepSeconds", 3e-4, 0.7),
            new Expectation("vllm.sequenceSeconds", 5e-6, 0.7),
            new Expectation("sglang.sequenceSeconds", 5e-6, 0.7),
            new Expectation("tensorrt-llm.sequenceSeconds", 5e-6, 0.7),
            new Expectation("vllm.gapSeconds", 3.5e-6, 0.7),
            new Expectation("sglang.gapSeconds", 3.5e-6, 0.7),
            new Expectation("tensorrt-llm.gapSeconds", 3e-6, 0.7),
            // Frameworks in Python launch some ten thousand operations a second; a guess.
            new Expectation("vllm.launchSeconds", 5e-5, 1),
            new Expectation("sglang.launchSeconds", 5e-5, 1),
            new Expectation("tensorrt-llm.launchSeconds", 5e-5, 1),
            new Expectation("olderGap.factor", 1.4, 0.3),
            new Expectation("mixture.kernels", 4, 0.4),
            new Expectation("linearAttention.kernels", 2, 0.3),
            new Expectation("latentAttention.kernels", 5, 0.3),
            new Expectation("indexer.kernels", 20, 0.3),
            new Expectation("blockScaling.kernels", 4, 0.5),
            new Expectation("fourBitProduct.factor", 0.75, 0.2),
            // 1.3 times the mean on 8 ranks; a guess.
            new Expectation("expertWait.share", 0.35, 0.3),
            new Expectation("release.gainPerMonth", 0.01, 0.5),
            new Expectation("youngModel.slowdown", 0.5, 0.2),
            // Between a coin's chance and the nine in ten that are published for real conversations; benchmarks' are
            // random.
            new Expectation("speculation.acceptedShare", 0.7, 0.2));

    /** Constants of the time to the first token alone. */
    static final List<Expectation> FIRST_TOKEN = List.of(
            new Expectation("vllm.requestSeconds", 1e-2, 1),
            new Expectation("sglang.requestSeconds", 5e-2, 1),
            new Expectation("tensorrt-llm.requestSeconds", 1e-2, 1),
            // Tokenizers read some hundred thousand tokens a second; a guess.
            new Expectation("vllm.inputTokenSeconds", 3e-6, 1),
            new Expectation("sglang.inputTokenSeconds", 3e-6, 1),
            new Expectation("tensorrt-llm.inputTokenSeconds", 3e-6, 1));

    /** Weight of a row's logarithm against a constant's distance from its expectation in widths. */
    private static final double ROW_WEIGHT = 3;

    private static final double EXPECTATION_WEIGHT = 0.5;

    private static final double LOSS_SCALE = 0.1;

    /** In widths: a replay answers to a smaller change by moving a request from one step to the next, or not at all. */
    private static final double DIFFERENCE = 0.1;

    private static final double CONVERGED = 2e-3;

    private final List<MeasuredServing> rows;
    private final Catalogues catalogues;

    EngineFit(List<MeasuredServing> rows, Catalogues catalogues) {
        this.rows = List.copyOf(rows);
        this.catalogues = catalogues;
    }

    /** The constants of {@code start} with those fitted that have an expectation. */
    EngineConstants fitted(EngineConstants start) {
        EngineConstants perToken = fitted(
                start,
                OUTPUT_TOKEN,
                (row, times) -> Math.log(times.outputToken().mean()
                        / row.row().timePerOutputTokenSeconds().orElseThrow()));
        return fitted(
                perToken,
                FIRST_TOKEN,
                (row, times) -> times.firstToken().mean()
                                / row.row().timeToFirstTokenSeconds().orElseThrow()
                        - 1);
    }

    @FunctionalInterface
    private interface Misfit {
        double of(MeasuredServing row, ReplayedServing times);
    }

    private EngineConstants fitted(EngineConstants start, List<Expectation> expectations, Misfit misfit) {
        LeastSquares.Residuals residuals = parameters -> {
            EngineConstants tried = start.with(values(expectations, parameters));
            double[] values = new double[rows.size() + expectations.size()];
            IntStream.range(0, rows.size()).parallel().forEach(row -> {
                MeasuredServing measured = rows.get(row);
                values[row] = ROW_WEIGHT * misfit.of(measured, measured.replayed(catalogues, tried));
            });
            for (int i = 0; i < expectations.size(); i++) {
                // Parameters count in widths from the expectation.
                values[rows.size() + i] = EXPECTATION_WEIGHT * parameters[i];
            }
            return values;
        };
        double[] best =
                new LeastSquares(residuals, LOSS_SCALE, DIFFERENCE, CONVERGED).from(new double[expectations.size()]);
        return start.with(values(expectations, best));
    }

    private static Map<String, Double> values(List<Expectation> expectations, double[] parameters) {
        Map<String, Double> values = new LinkedHashMap<>();
        for (int i = 0; i < parameters.length; i++) {
            Expectation expectation = expectations.get(i);
            values.put(expectation.name(), expectation.expected() * Math.exp(parameters[i] * expectation.width()));
        }
        return values;
    }

    /** Names of all constants that are fitted. */
    static List<String> names() {
        List<String> names = new ArrayList<>();
        OUTPUT_TOKEN.forEach(expectation -> names.add(expectation.name()));
        FIRST_TOKEN.forEach(expectation -> names.add(expectation.name()));
        return names;
    }
}

package dev.meshwright.facts.workload;

import java.util.Optional;

/**
 * Expert loads as somebody recorded or drew them: assignments of tokens to the experts of each MoE layer.
 *
 * <p>The matrices are as large as the files behind them and are handed on, not copied: who takes one only reads it.
 */
public final class RecordedLoads {

    private final String name;
    private final double[][] loads;
    private final int topK;
    private final double tokens;
    private final Optional<double[][]> coactivation;

    /**
     * One recording.
     *
     * @param name shown in tables, such as that of a file without folder and extension
     * @param loads {@code [layer][expert]}
     * @param topK experts per token, 0 where nobody says
     * @param tokens tokens counted, 0 where nobody says
     * @param coactivation {@code [expert][expert]} tokens that use both; only with one layer
     */
    public RecordedLoads(String name, double[][] loads, int topK, double tokens, Optional<double[][]> coactivation) {
        this.name = name;
        this.loads = loads;
        this.topK = topK;
        this.tokens = tokens;
        this.coactivation = coactivation;
    }

    /** Shown in tables, such as the name of a file without folder and extension. */
    public String name() {
        return name;
    }

    /** Loads: {@code [layer][expert]}. */
    public double[][] loads() {
        return loads;
    }

    /** Experts per token, 0 where nobody says. */
    public int topK() {
        return topK;
    }

    /** Tokens counted, 0 where nobody says. */
    public double tokens() {
        return tokens;
    }

    /** Tokens that use both of two experts: {@code [expert][expert]}; only with one layer. */
    public Optional<double[][]> coactivation() {
        return coactivation;
    }

    /** Number of MoE layers. */
    public int layers() {
        return loads.length;
    }

    /** Number of experts of a layer. */
    public int experts() {
        return loads[0].length;
    }
}

package dev.meshwright.facts.workload;

import java.util.Arrays;
import java.util.List;
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

    /**
     * The mean of recordings, each layer of each counting alike.
     *
     * @param files of as many layers and experts each; at least one
     * @param source where they come from, for people
     */
    public static ExpertLoad.Measured mean(List<RecordedLoads> files, String source) {
        double[][] mean = new double[files.getFirst().layers()][files.getFirst().experts()];
        for (RecordedLoads file : files) {
            for (int layer = 0; layer < mean.length; layer++) {
                double sum = Arrays.stream(file.loads()[layer]).sum();
                for (int expert = 0; expert < mean[layer].length; expert++) {
                    mean[layer][expert] += file.loads()[layer][expert] / sum / files.size();
                }
            }
        }
        return new ExpertLoad.Measured(mean, source);
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

package dev.meshwright.lab.training;

import dev.meshwright.lab.row.RowValues;
import dev.meshwright.lab.row.UnpredictableRowException;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One published training measurement.
 *
 * @param id of the row
 * @param model as the row names it
 * @param gpu as the row names it
 * @param gpus GPUs of the run
 * @param gpusPerNode GPUs of a node
 * @param tensor tensor degree
 * @param expert expert degree
 * @param expertTensor GPUs that split one expert; 0 where not stated
 * @param pipeline stages
 * @param virtualStages model chunks per stage; 0 where not stated
 * @param context ranks that share a sequence
 * @param sharding words on sharded state
 * @param microBatch sequences per micro-batch; 0 where not stated
 * @param globalBatch sequences per step
 * @param length tokens per sequence
 * @param precision words on number formats
 * @param framework words on the framework
 * @param settings words on its settings, and those of the published recipe that the row leaves out
 * @param notes words of whoever wrote the row down
 * @param complete whether the source states everything
 * @param stepSeconds measured seconds of a step; empty where only a rate is given
 * @param teraFlops measured model TFLOP/s per GPU; empty where not given
 * @param peakShare measured model FLOP/s as a share of the GPU's 16-bit peak; empty where not given
 * @param memoryBytes measured bytes of the fullest GPU; empty where not given
 */
public record TrainingRow(
        String id,
        String model,
        String gpu,
        int gpus,
        int gpusPerNode,
        int tensor,
        int expert,
        int expertTensor,
        int pipeline,
        int virtualStages,
        int context,
        String sharding,
        int microBatch,
        int globalBatch,
        int length,
        String precision,
        String framework,
        String settings,
        String notes,
        boolean complete,
        OptionalDouble stepSeconds,
        OptionalDouble teraFlops,
        OptionalDouble peakShare,
        OptionalDouble memoryBytes) {

    private static final Pattern OF_PEAK = Pattern.compile("% of (\\d+(?:\\.\\d+)?) TFLOP/s.*");

    private static final double GIBIBYTE = 0x1p30;
    private static final double SECONDS_PER_HOUR = 3600;

    /**
     * Reads a row of published measurements whose phase is training.
     *
     * @throws UnpredictableRowException if a value is none that can be computed with
     */
    public static TrainingRow of(Map<String, String> row) {
        OptionalDouble value = RowValues.number(row, "value");
        String unit = text(row, "unit");
        OptionalDouble step = stepSeconds(row, value, unit);
        OptionalDouble teraFlops = teraFlops(value, unit, step.isEmpty());
        boolean utilization = unit.equals("%") && text(row, "metric").equals("MFU");
        OptionalDouble memory = unit.startsWith("GiB per GPU")
                ? RowValues.scaled(row, "value", GIBIBYTE)
                : RowValues.scaled(row, "mem_gb", 1e9);
        // Attention split over positions, all-to-all to heads and back: tensor ranks of the experts only.
        boolean splitsPositions = text(row, "settings").contains("sequence-parallel attention");
        int tensor = RowValues.count(row, "tp", 1);
        return new TrainingRow(
                text(row, "id"),
                text(row, "model"),
                text(row, "gpu"),
                RowValues.count(row, "n_gpus", 0),
                RowValues.count(row, "gpus_per_node", 8),
                splitsPositions ? 1 : tensor,
                RowValues.count(row, "ep", 1),
                RowValues.count(row, "etp", 0),
                RowValues.count(row, "pp", 1),
                RowValues.count(row, "vpp", 0),
                RowValues.count(row, "cp", 1) * (splitsPositions ? tensor : 1),
                text(row, "zero").toLowerCase(Locale.ROOT),
                RowValues.count(row, "mbs", 0),
                RowValues.count(row, "gbs", 0),
                RowValues.count(row, "seq_len", 0),
                text(row, "precision").toLowerCase(Locale.ROOT),
                text(row, "framework"),
                settings(row),
                text(row, "notes"),
                text(row, "quality").equals("complete"),
                step,
                teraFlops,
                utilization && value.isPresent()
                        ? OptionalDouble.of(value.getAsDouble() / 100)
                        : OptionalDouble.empty(),
                memory);
    }

    /** The measured step: as stated, or from a rate of tokens or the GPU-hours of some. */
    private static OptionalDouble stepSeconds(Map<String, String> row, OptionalDouble value, String unit) {
        OptionalDouble step = RowValues.number(row, "step_s");
        if (step.isEmpty() && unit.equals("s")) {
            step = value;
        }
        if (step.isEmpty() && unit.equals("tokens/s/GPU") && value.orElse(0) > 0) {
            step = OptionalDouble.of(tokens(row) / (value.getAsDouble() * RowValues.count(row, "n_gpus", 1)));
        }
        if (unit.contains("GPU-hours / 1e12 tokens") && value.isPresent()) {
            step = OptionalDouble.of(
                    value.getAsDouble() * SECONDS_PER_HOUR / 1e12 * tokens(row) / RowValues.count(row, "n_gpus", 1));
        }
        return step;
    }

    private static double tokens(Map<String, String> row) {
        return (double) RowValues.count(row, "gbs", 0) * RowValues.count(row, "seq_len", 0);
    }

    /** The rate that a row states; as a share of a stated peak only where it is all there is. */
    private static OptionalDouble teraFlops(OptionalDouble value, String unit, boolean alone) {
        Matcher share = OF_PEAK.matcher(unit);
        if (alone && share.matches()) {
            return OptionalDouble.of(value.orElse(0) / 100 * Double.parseDouble(share.group(1)));
        }
        return unit.equals("TFLOP/s/GPU") ? value : OptionalDouble.empty();
    }

    private static String settings(Map<String, String> row) {
        String source = text(row, "source");
        return text(row, "settings").toLowerCase(Locale.ROOT)
                + "; " + text(row, "interconnect").toLowerCase(Locale.ROOT)
                + PublishedRecipes.words(
                        text(row, "framework"),
                        source.isEmpty() ? text(row, "id") : source,
                        text(row, "model"),
                        text(row, "gpu"),
                        text(row, "precision").toLowerCase(Locale.ROOT));
    }

    /** Degrees in short. */
    public String layout() {
        return "TP" + tensor + " EP" + expert + " PP" + pipeline + (virtualStages > 1 ? "v" + virtualStages : "")
                + (context > 1 ? " CP" + context : "") + " x" + gpus;
    }

    private static String text(Map<String, String> row, String column) {
        return row.getOrDefault(column, "").strip();
    }
}

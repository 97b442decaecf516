package dev.meshwright.lab.training;

import dev.meshwright.lab.row.RowValues;
import dev.meshwright.lab.row.StatedLayout;
import dev.meshwright.lab.row.UnpredictableRowException;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * One measured run of a model cut to a few layers: seconds of a step and peak of the allocated memory.
 *
 * @param id of the row
 * @param model as the row names it
 * @param layers layers that were left
 * @param gpu as the row names it
 * @param gpus GPUs of the run
 * @param tensor tensor degree
 * @param expert expert degree
 * @param pipeline stages
 * @param replicas data-parallel copies
 * @param context ranks that share a sequence
 * @param length tokens per sequence
 * @param microBatches micro-batches of a step
 * @param precision number format
 * @param stepSeconds measured seconds of a step
 * @param peakBytes measured peak of the bytes that the framework's allocator handed out
 */
public record TrainingMemoryRow(
        String id,
        String model,
        int layers,
        String gpu,
        int gpus,
        int tensor,
        int expert,
        int pipeline,
        int replicas,
        int context,
        int length,
        int microBatches,
        String precision,
        double stepSeconds,
        double peakBytes) {

    /** Length of the runs that name none: all others of the source. */
    private static final int DEFAULT_LENGTH = 4096;

    /**
     * Reads a row.
     *
     * @throws UnpredictableRowException if a value is missing or none that can be computed with
     */
    public static TrainingMemoryRow of(Map<String, String> row) {
        int gpus = required(row, "gpus");
        int tensor = RowValues.count(row, "tp", 1);
        int pipeline = RowValues.count(row, "pp", 1);
        int context = RowValues.count(row, "cp", 1);
        int copies =
                RowValues.whole("GPUs / (TP x PP x CP)", gpus, (long) StatedLayout.gpus(tensor, pipeline, 1) * context);
        int stated = RowValues.count(row, "dp", copies);
        if (stated != copies) {
            throw new UnpredictableRowException("dp = " + stated + " is not GPUs / (TP x PP x CP) = " + copies);
        }
        return new TrainingMemoryRow(
                row.getOrDefault("case", ""),
                RowValues.word(row, "model"),
                required(row, "layers"),
                row.getOrDefault("gpu", ""),
                gpus,
                tensor,
                RowValues.count(row, "ep", 1),
                pipeline,
                copies,
                context,
                RowValues.count(row, "seq_len", DEFAULT_LENGTH),
                required(row, "micro_batches"),
                row.getOrDefault("precision", "").toLowerCase(Locale.ROOT),
                RowValues.scaled(row, "measured_step_ms", 1e-3).orElseThrow(() -> missing("measured_step_ms")),
                RowValues.scaled(row, "measured_peak_gib", 0x1p30).orElseThrow(() -> missing("measured_peak_gib")));
    }

    private static int required(Map<String, String> row, String column) {
        int value = RowValues.count(row, column, 0);
        if (value < 1) {
            throw missing(column);
        }
        return value;
    }

    private static UnpredictableRowException missing(String column) {
        return new UnpredictableRowException(column + " is missing");
    }

    /**
     * Sequences of a step.
     *
     * @throws UnpredictableRowException if they are beyond what can be counted
     */
    int sequences() {
        return RowValues.product("sequences of a step", microBatches, replicas);
    }

    /** The run as rows of published training state one: micro-batches of one sequence, ZeRO stage 1, experts kept whole. */
    TrainingRow asTrainingRow() {
        return new TrainingRow(
                id(),
                model(),
                gpu(),
                gpus(),
                gpus(),
                tensor(),
                expert(),
                expert() > 1 ? 1 : 0,
                pipeline(),
                1,
                context(),
                "zero-1",
                1,
                sequences(),
                length(),
                precision(),
                "",
                "",
                "",
                true,
                OptionalDouble.of(stepSeconds()),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.of(peakBytes()));
    }

    /** Degrees in short. */
    public String layout() {
        return "TP" + tensor + " EP" + expert + " PP" + pipeline + (context > 1 ? " CP" + context : "") + " x" + gpus;
    }
}

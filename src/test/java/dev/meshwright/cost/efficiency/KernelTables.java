package dev.meshwright.cost.efficiency;

import dev.meshwright.SharedData;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;

/** The measured tables in the shared folder, one visit per row of a GPU with a data sheet. */
final class KernelTables {

    private KernelTables() {}

    /** Rows of the operator tables whose file names contain {@code part}. */
    static void operators(String part, BiConsumer<String, MeasuredTable.Row> visitor) {
        Path folder = SharedData.require("data/kernels/aiconfigurator");
        for (Path file : MeasuredTable.files(folder, part)) {
            String gpu = MeasuredTable.gpu(file);
            if (DataSheet.knows(gpu)) {
                MeasuredTable.read(file).rows().forEach(row -> visitor.accept(gpu, row));
            }
        }
    }

    /** Rows of the per-GPU tables under {@code folder} (H20, H800); the GPU is the name of the sub-folder. */
    static void perGpu(String folder, BiConsumer<String, MeasuredTable.Row> visitor) {
        Path root = SharedData.require("data/kernels/infersim/bench_data/" + folder);
        for (Path gpu : MeasuredTable.files(root, "h")) {
            for (Path file : MeasuredTable.files(gpu, ".csv")) {
                MeasuredTable.read(file)
                        .rows()
                        .forEach(row -> visitor.accept(gpu.getFileName().toString(), row));
            }
        }
    }

    /** A row of a table of one shape of attention. */
    interface ShapeVisitor {

        /**
         * @param shape query heads, key-value heads, size of a head
         */
        void accept(String gpu, int[] shape, MeasuredTable.Row row);
    }

    /** Rows of the per-GPU tables under {@code folder} whose names give the shape ({@code 32-8-128.csv}). */
    static void perShape(String folder, ShapeVisitor visitor) {
        Path root = SharedData.require("data/kernels/infersim/bench_data/" + folder);
        for (Path gpu : MeasuredTable.files(root, "h")) {
            for (Path file : MeasuredTable.files(gpu, ".csv")) {
                int[] shape = Arrays.stream(file.getFileName()
                                .toString()
                                .replace(".csv", "")
                                .split("-"))
                        .mapToInt(Integer::parseInt)
                        .toArray();
                // One file lacks its header.
                MeasuredTable.read(file).rows().stream()
                        .filter(row -> row.has("latency_us"))
                        .forEach(row -> visitor.accept(gpu.getFileName().toString(), shape, row));
            }
        }
    }

    /** The observations whose group starts with the name of a GPU of {@code family}. */
    static <S> List<Observation<S>> ofFamily(String family, List<Observation<S>> observations) {
        List<Observation<S>> result = new ArrayList<>();
        for (Observation<S> observation : observations) {
            if (DataSheet.of(observation.group().split(" ")[0]).family().equals(family)) {
                result.add(observation);
            }
        }
        return result;
    }
}

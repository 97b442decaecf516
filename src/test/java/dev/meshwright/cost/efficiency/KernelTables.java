package dev.meshwright.cost.efficiency;

import dev.meshwright.SharedData;
import java.nio.file.Path;
import java.util.ArrayList;
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

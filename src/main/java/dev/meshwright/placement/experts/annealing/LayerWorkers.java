package dev.meshwright.placement.experts.annealing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Runs the layers of a problem, which do not interact, on a few threads. Results do not depend on how many. */
public final class LayerWorkers {

    /** More would help on larger machines; two were measured (ADR 4). */
    private static final int MOST_THREADS = 2;

    private LayerWorkers() {}

    /** [layer] what {@code place} returns; with one thread in order, else in any. */
    public static <T> List<T> run(int layers, boolean alone, IntFunction<T> place) {
        int threads = alone
                ? 1
                : Math.min(Math.min(MOST_THREADS, layers), Runtime.getRuntime().availableProcessors());
        if (threads == 1) {
            List<T> results = new ArrayList<>();
            for (int layer = 0; layer < layers; layer++) {
                results.add(place.apply(layer));
            }
            return results;
        }
        List<Callable<T>> tasks = new ArrayList<>();
        for (int layer = 0; layer < layers; layer++) {
            int number = layer;
            tasks.add(() -> place.apply(number));
        }
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            List<T> results = new ArrayList<>();
            for (Future<T> future : executor.invokeAll(tasks)) {
                results.add(future.get());
            }
            return results;
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}

package dev.meshwright.lab.bench;

import java.util.List;
import java.util.OptionalDouble;

/** One line of a benchmark's table. */
public sealed interface BenchRow {

    /** Its figures, in the order in which documents have them. */
    List<Metric> metrics();

    /** The value of a figure; empty where the row has none. */
    default OptionalDouble value(String metric) {
        return metrics().stream()
                .filter(one -> one.name().equals(metric))
                .mapToDouble(Metric::value)
                .findFirst();
    }

    /**
     * A policy under one budget, over the problems of a case and all seeds.
     *
     * @param name of the case
     * @param algorithm the policy
     * @param budget in words, empty for the usual one
     * @param missed what is required and not met, in words
     */
    record Placement(String name, String algorithm, String budget, List<Metric> metrics, List<String> missed)
            implements BenchRow {
        public Placement {
            metrics = List.copyOf(metrics);
            missed = List.copyOf(missed);
        }

        /** The same with what it misses. */
        Placement withMissed(List<String> newMissed) {
            return new Placement(name, algorithm, budget, metrics, newMissed);
        }
    }

    /** Searches of one problem under one limit of time. */
    record Search(String problem, List<Metric> metrics) implements BenchRow {
        public Search {
            metrics = List.copyOf(metrics);
        }
    }
}

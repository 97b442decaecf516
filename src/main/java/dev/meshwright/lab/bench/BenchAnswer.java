package dev.meshwright.lab.bench;

import java.util.List;

/** What a benchmark measured. */
public sealed interface BenchAnswer {

    /** Its rows. */
    List<? extends BenchRow> rows();

    /** Whether anything that was required is missed. */
    boolean missed();

    /**
     * Placements.
     *
     * @param rows case by case
     * @param skipped cases whose files are not there, in words
     */
    record Placements(List<BenchRow.Placement> rows, List<String> skipped) implements BenchAnswer {
        public Placements {
            rows = List.copyOf(rows);
            skipped = List.copyOf(skipped);
        }

        @Override
        public boolean missed() {
            return rows.stream().anyMatch(row -> !row.missed().isEmpty());
        }
    }

    /** Searches, of which nothing is required. */
    record Searches(List<BenchRow.Search> rows) implements BenchAnswer {
        public Searches {
            rows = List.copyOf(rows);
        }

        /** How their time grows, by series of problems. */
        public List<Growth> growth() {
            return Growth.of(rows);
        }

        @Override
        public boolean missed() {
            return false;
        }
    }
}

package dev.meshwright.lab.bench;

import dev.meshwright.facts.workload.RecordedLoads;
import java.util.List;

/** Where the loads of a case come from. */
public sealed interface BenchLoads permits BenchLoads.Recorded, DrawnLoads {

    /** One matrix per profile; drawn ones depend on {@code seed}. */
    List<RecordedLoads> of(long seed);

    /** Bytes of memory that drawing them takes; 0 where they are here already. */
    double bytes();

    /** Loads that somebody recorded. */
    record Recorded(List<RecordedLoads> files) implements BenchLoads {
        public Recorded {
            files = List.copyOf(files);
        }

        @Override
        public List<RecordedLoads> of(long seed) {
            return files;
        }

        @Override
        public double bytes() {
            return 0;
        }
    }
}

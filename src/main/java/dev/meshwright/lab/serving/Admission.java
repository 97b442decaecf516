package dev.meshwright.lab.serving;

import dev.meshwright.cost.CostModel;
import dev.meshwright.facts.problem.Assumptions.Engine;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload;
import dev.meshwright.lab.row.Catalogues;
import java.util.List;
import java.util.OptionalInt;

/**
 * How many sequences an engine admits: those whose KV cache fits beside the weights. Caches are paged and sequences are
 * of all ages, so one takes on average what its prompt and half its answer take. TensorRT-LLM's default scheduler
 * ({@code GUARANTEED_NO_EVICT}) reserves the whole answer when it admits a request.
 */
public final class Admission {

    private Admission() {}

    /**
     * The case with as many sequences as fit; the others wait. Where not even one does, the model of memory is refuted by the
     * measurement, and says nothing of how many do: then all are in flight.
     */
    public static ServingCase admitted(ServingCase wanted, ServingRow row, Catalogues catalogues) {
        int answer = row.engine() == Engine.TENSORRT_LLM ? row.outputTokens() : row.outputTokens() / 2;
        int mean = Math.max(1, row.inputTokens() + answer - 1);
        Problem average = wanted.problem()
                .withWorkload(new Workload.Serving(List.of(mean), 1, OptionalInt.of(row.concurrency())));
        CostModel memory = new CostModel(catalogues.question(withMemoryFraction(average)));
        int fits = 1;
        int tooMany = wanted.layout().degrees().microBatch() + 1;
        while (tooMany - fits > 1) {
            // The whole batch first: most deployments hold all their requests.
            int tried = fits == 1 && tooMany == wanted.layout().degrees().microBatch() + 1
                    ? tooMany - 1
                    : fits + (tooMany - fits) / 2;
            if (memory.fits(wanted.admitting(row, tried).layout())) {
                fits = tried;
            } else {
                tooMany = tried;
            }
        }
        return fits > 1 || memory.fits(wanted.admitting(row, 1).layout()) ? wanted.admitting(row, fits) : wanted;
    }

    /**
     * Share of the nominal memory that engines fill. They take 0.9 to 0.95 of what the driver reports, and it reports 1.06
     * to 1.07 times the nominal figure, which counts in units between GB and GiB (85.0e9 bytes for 80 GB).
     */
    private static final double MEMORY_FRACTION = 1.0;

    private static Problem withMemoryFraction(Problem problem) {
        return problem.withAssumptions(problem.assumptions().withMemoryFraction(MEMORY_FRACTION));
    }
}

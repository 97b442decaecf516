package dev.meshwright.lab.serving;

import dev.meshwright.cost.CostModel;
import dev.meshwright.facts.engine.EngineSetup;
import dev.meshwright.facts.engine.MemoryRule;
import dev.meshwright.facts.problem.Assumptions.Engine;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload;
import dev.meshwright.lab.row.Catalogues;
import dev.meshwright.lab.serving.release.MeasuredRelease;
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
                .withWorkload(new Workload.Serving(List.of(mean), 1, OptionalInt.of(row.concurrency())))
                .withAssumptions(wanted.problem()
                        .assumptions()
                        .withSetup(started(row)
                                .withSpeculation(
                                        wanted.problem().assumptions().setup().speculation())));
        CostModel memory = new CostModel(catalogues.question(average));
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
     * Benchmarks start engines for the requests that they send ({@code max-num-seqs} of the concurrency, as start-up logs of
     * InferenceX's runs show), which spares the room that sampling for all others would keep; for more than the default, by
     * default.
     */
    private static EngineSetup started(ServingRow row) {
        int requests = Math.max(1, Math.ceilDiv(row.concurrency(), row.degrees().data()));
        double usual = MemoryRule.of(row.engine().label(), MeasuredRelease.of(row.engine()))
                .number("sequences");
        return requests < usual
                ? new EngineSetup(MeasuredRelease.of(row.engine()), OptionalInt.of(requests), OptionalInt.empty())
                : MeasuredRelease.setup(row.engine());
    }
}

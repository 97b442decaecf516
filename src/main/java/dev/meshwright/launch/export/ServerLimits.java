package dev.meshwright.launch.export;

import dev.meshwright.facts.engine.EngineSetup;
import dev.meshwright.facts.engine.option.Meaning;
import dev.meshwright.facts.engine.option.Purpose;
import java.util.stream.Collectors;

/** Limits, formats and graphs that every server has, under each engine's names. */
final class ServerLimits {

    private ServerLimits() {}

    /**
     * Writes them.
     *
     * @param copies attention copies that share the limits of an engine which counts for the whole server; 1 where it counts for
     *     a copy
     * @param parts into which an engine divides the sequences of a copy: its stages where it counts for one micro-batch
     */
    static void put(Ordered ordered, Flags flags, int copies, int parts) {
        EngineSetup setup = ordered.setup();
        int planned = Math.ceilDiv(ordered.degrees().sequencesPerRank(), parts);
        int sequences = Math.max(1, setup.sequences().orElse(planned));
        long tokens = Math.max(ordered.tokensPerStep(), sequences);
        String sharing = copies > 1 ? ", of " + copies + " copies of attention together" : "";
        flags.put(
                Meaning.SEQUENCES,
                (long) sequences * copies,
                requests(setup, sharing, planned + (copies > 1 ? " on a copy" : "")));
        flags.put(Meaning.TOKENS_PER_STEP, tokens * copies, "Tokens of a step, as predicted" + sharing + ".");
        flags.put(
                Meaning.MODEL_LENGTH,
                ordered.longestSequence(),
                ordered.longestSequence() > ordered.problem().workload().longestContext()
                        ? "The longest prompt and answer of the workload and one token more."
                        : "The longest prompt and answer of the workload, as many tokens as the model takes.");
        flags.put(
                ordered.longerThanOwn(),
                Meaning.LONGER_SEQUENCES,
                1,
                "The problem states more positions than the configuration of the model.");
        setup.chunkedPrefill()
                .filter(unused -> ordered.book()
                        .of(Meaning.CHUNKED_PREFILL, ordered.version())
                        .isPresent())
                .ifPresent(on -> flags.put(Meaning.CHUNKED_PREFILL, on, "Stated by the problem."));
        ordered.quantized()
                .ifPresent(format -> flags.put(
                        Meaning.WEIGHTS, format, "The plan has the weights narrower than they are published."));
        String cache = EngineExport.cacheFormat(ordered);
        flags.put(!cache.isEmpty(), Meaning.CACHE_FORMAT, cache, "The format of the cache that the plan counts with.");
        flags.add(
                !setup.graphSizes().isEmpty(),
                Purpose.GRAPH_SIZES,
                setup.graphSizes().stream().map(String::valueOf).collect(Collectors.joining(",")),
                "Steps that are captured, as the problem states them.");
        flags.add(Purpose.METRICS, true, "Counters to compare with the prediction.");
    }

    private static String requests(EngineSetup setup, String sharing, String planned) {
        return setup.sequences().isPresent()
                ? "Requests that run at once, as the problem states them (serving.sequences)" + sharing
                        + "; the plan's batch has " + planned + "."
                : "Requests that run at once, the plan's batch" + sharing + ".";
    }
}

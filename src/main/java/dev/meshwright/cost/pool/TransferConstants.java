package dev.meshwright.cost.pool;

import dev.meshwright.base.resource.NamedConstants;
import dev.meshwright.facts.problem.Assumptions.Engine;

/**
 * How an engine hands caches over, from {@code efficiency/transfer.properties}; the sources are there.
 *
 * @param lineShare of the rate of links and NICs that a transfer reaches
 * @param latencySeconds of a transfer of nothing
 * @param reservedTokens of cache that the decoding side sets aside for each sequence beside those that it holds
 * @param handledAgain whether the decoding side takes requests in anew, after their prompts were read
 * @param firstTokenAgain whether the decoding side makes the first token, in a step of its own
 * @param loadSteps decode steps that pass until a cache is asked for and its arrival is known, the transfer apart
 */
public record TransferConstants(
        double lineShare,
        double latencySeconds,
        int reservedTokens,
        boolean handledAgain,
        boolean firstTokenAgain,
        int loadSteps) {

    private static final String RESOURCE = "/dev/meshwright/efficiency/transfer.properties";

    private static final class Bundled {
        private static final NamedConstants VALUES = NamedConstants.read(RESOURCE);
    }

    /** Those of {@code engine}. */
    public static TransferConstants of(Engine engine) {
        NamedConstants values = Bundled.VALUES;
        return new TransferConstants(
                values.value("line.share"),
                values.value(engine.label() + ".latencySeconds"),
                (int) values.value(engine.label() + ".reservedTokens"),
                values.value(engine.label() + ".handledAgain") > 0,
                values.value(engine.label() + ".firstTokenAgain") > 0,
                (int) values.value(engine.label() + ".loadSteps"));
    }
}

package dev.meshwright.question.place;

import dev.meshwright.layout.draft.DegreesDraft;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Asks whether experts are to move while a model serves.
 *
 * @param place loads in the order in which they were recorded, ranks, slots, and the question behind them
 * @param periodSeconds from one recording to the next
 * @param pauseSeconds for which a rearrangement keeps steps waiting, measured; empty for the engine's usual one
 * @param degrees of the plan that serves; empty for attention in copies over the ranks
 */
public record DriftRequest(
        PlaceRequest place, double periodSeconds, OptionalDouble pauseSeconds, Optional<DegreesDraft> degrees) {}

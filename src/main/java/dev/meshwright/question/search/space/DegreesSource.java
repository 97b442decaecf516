package dev.meshwright.question.search.space;

import dev.meshwright.layout.Degrees;
import java.util.function.Consumer;

/** Degrees to choose from. */
@FunctionalInterface
public interface DegreesSource {

    /** Calls {@code visitor} with every combination, always in the same order. */
    void forEach(Consumer<Degrees> visitor);
}

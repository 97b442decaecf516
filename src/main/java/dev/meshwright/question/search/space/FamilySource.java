package dev.meshwright.question.search.space;

import dev.meshwright.layout.Family;
import java.util.function.Consumer;

/** Families of degrees to choose from. */
@FunctionalInterface
public interface FamilySource {

    /** Calls {@code visitor} with every family, always in the same order; no two have a member in common. */
    void forEach(Consumer<Family> visitor);

    /** Each of {@code degrees} by itself. */
    static FamilySource of(DegreesSource degrees) {
        return visitor -> degrees.forEach(one -> visitor.accept(Family.of(one)));
    }
}

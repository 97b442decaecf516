package dev.meshwright.answer.report.block;

import dev.meshwright.cost.evaluation.Component;
import java.util.Arrays;

/** Field names in words. */
public final class Words {

    private Words() {}

    /** The part of a pass that is called {@code id}; the name itself where this version has no such part. */
    public static String component(String id) {
        return Arrays.stream(Component.values())
                .filter(component -> component.id().equals(id))
                .findFirst()
                .map(Component::label)
                .orElse(id);
    }
}

package dev.meshwright.launch.pool;

import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Drafting of tokens.
 *
 * @param method as the engine names it
 * @param steps drafted one after the other
 * @param top alternatives of each
 * @param drafts tokens that are verified at once
 */
public record Speculation(String method, OptionalInt steps, OptionalInt top, OptionalInt drafts) {

    /** In words: {@code mtp 3}, {@code EAGLE 2/1/3}. */
    public String text() {
        String numbers = Stream.of(steps, top, drafts)
                .filter(OptionalInt::isPresent)
                .map(number -> String.valueOf(number.getAsInt()))
                .collect(Collectors.joining("/"));
        return numbers.isEmpty() ? method : method + " " + numbers;
    }
}

package dev.meshwright.layout.engine;

import dev.meshwright.layout.engine.Quantity.Subject;
import java.util.Arrays;
import java.util.List;

/**
 * One comparison of a condition.
 *
 * @param quantity of the layout
 * @param relation that must hold
 * @param number that it is compared with
 */
public record Comparison(Quantity quantity, Relation relation, int number) {

    /** How two numbers are compared. */
    public enum Relation {
        EQUAL("="),
        AT_MOST("<="),
        MORE(">");

        private final String sign;

        Relation(String sign) {
            this.sign = sign;
        }

        private boolean holds(int value, int number) {
            return switch (this) {
                case EQUAL -> value == number;
                case AT_MOST -> value <= number;
                case MORE -> value > number;
            };
        }
    }

    /** The comparisons of a condition such as {@code expert = 1 | expertTensor = 1}. */
    static List<Comparison> anyOf(String condition) {
        return Arrays.stream(condition.split("\\|", -1))
                .map(part -> one(part.strip().split(" +", -1)))
                .toList();
    }

    private static Comparison one(String[] words) {
        if (words.length != 3) {
            throw new IllegalArgumentException("no comparison: " + String.join(" ", words));
        }
        return new Comparison(
                Arrays.stream(Quantity.values())
                        .filter(quantity -> quantity.label().equals(words[0]))
                        .findFirst()
                        .orElseThrow(),
                Arrays.stream(Relation.values())
                        .filter(relation -> relation.sign.equals(words[1]))
                        .findFirst()
                        .orElseThrow(),
                Integer.parseInt(words[2]));
    }

    boolean holds(Subject subject) {
        return relation.holds(quantity.of(subject), number);
    }

    @Override
    public String toString() {
        return quantity.label() + " " + relation.sign + " " + number;
    }
}

package dev.meshwright.layout.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meshwright.layout.engine.Comparison.Relation;
import org.junit.jupiter.api.Test;

/** Conditions of the table of rules, as they are written there. */
class ConditionsTest {

    @Test
    void aConditionIsAnyOfItsParts() {
        assertThat(Comparison.anyOf("expert = 1 | expertTensor <= 2|data > 3"))
                .extracting(Comparison::toString)
                .containsExactly("expert = 1", "expertTensor <= 2", "data > 3");
        assertThat(Comparison.anyOf("expert = 1")).containsExactly(new Comparison(Quantity.EXPERT, Relation.EQUAL, 1));
    }

    @Test
    void whatIsNoConditionIsNone() {
        assertThatThrownBy(() -> Comparison.anyOf("expert 1")).hasMessageContaining("no comparison");
        assertThatThrownBy(() -> Comparison.anyOf("nothing = 1")).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> Comparison.anyOf("expert < 1")).isInstanceOf(RuntimeException.class);
    }
}

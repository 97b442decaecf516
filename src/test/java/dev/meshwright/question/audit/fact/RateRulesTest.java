package dev.meshwright.question.audit.fact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.base.resource.ResourceText;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The rules between rates and times, written down a second time: in which phases each holds, and whether it needs a premise. */
class RateRulesTest {

    @Test
    void areTheseAndNoOthersInThisOrder() {
        List<String> written = ResourceText.of("/audit/rates.txt")
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
        assertThat(RateRules.all().stream().map(RateRulesTest::line)).containsExactlyElementsOf(written);
    }

    private static String line(Rule rule) {
        String phases = rule.works().equals(Work.ANY)
                ? "any"
                : Arrays.stream(Work.values())
                        .filter(rule.works()::contains)
                        .map(work -> work.name().substring(0, 1))
                        .collect(Collectors.joining());
        return phases + (rule.premisedOnly() ? " stated " : " ") + rule.quantity() + " = "
                + rule.formula().text();
    }
}

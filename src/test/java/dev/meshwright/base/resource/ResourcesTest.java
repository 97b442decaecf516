package dev.meshwright.base.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResourcesTest {

    private static final String FOLDER = "/dev/meshwright/resource/";
    private static final NamedConstants CONSTANTS = NamedConstants.read(FOLDER + "constants.properties");

    @Test
    void constantsAreReadByName() {
        assertThat(CONSTANTS.names()).containsExactly("generic.share", "sglang.stepSeconds", "vllm.stepSeconds");
        assertThat(CONSTANTS.count()).isEqualTo(3);
        assertThat(CONSTANTS.value("vllm.stepSeconds")).isEqualTo(2e-3);
        assertThat(CONSTANTS.find("sglang.stepSeconds")).hasValue(1e-3);
        assertThat(CONSTANTS.find("tensorrt-llm.stepSeconds")).isEmpty();
        assertThatIllegalStateException()
                .isThrownBy(() -> CONSTANTS.value("tensorrt-llm.stepSeconds"))
                .withMessage(FOLDER + "constants.properties: tensorrt-llm.stepSeconds is missing");
    }

    @Test
    void triedValuesReplaceSomeAndAddNone() {
        NamedConstants tried = CONSTANTS.with(Map.of("generic.share", 0.75));
        assertThat(tried.value("generic.share")).isEqualTo(0.75);
        assertThat(tried.value("vllm.stepSeconds")).isEqualTo(2e-3);
        assertThat(CONSTANTS.value("generic.share")).isEqualTo(0.5);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CONSTANTS.with(Map.of("generic.shares", 0.75)))
                .withMessage(FOLDER + "constants.properties: no constant is called generic.shares");
    }

    @Test
    void whatCannotBeReadIsNamedWithItsFile() {
        assertThatIllegalStateException()
                .isThrownBy(() -> ResourceProperties.of(FOLDER + "dates.properties", LocalDate::parse))
                .withMessage(FOLDER + "dates.properties: model.second cannot be read: 2023-02-29");
        assertThatIllegalStateException()
                .isThrownBy(() -> ResourceText.of(FOLDER + "nothing.txt"))
                .withMessage("Resource " + FOLDER + "nothing.txt is missing from the program.");
    }

    @Test
    void tablesKeepTheirOrderAndEmptyFields() {
        assertThat(ResourceTable.of(FOLDER + "table.csv", 3, fields -> fields))
                .containsExactly(List.of("one", "8", ""), List.of("two", "", "a b"));
        assertThatIllegalStateException()
                .isThrownBy(() -> ResourceTable.of(FOLDER + "table.csv", 2, fields -> fields))
                .withMessage(FOLDER + "table.csv: not 2 fields: one,8,");
        assertThatIllegalStateException()
                .isThrownBy(() -> ResourceTable.of(FOLDER + "table.csv", 3, fields -> Integer.valueOf(fields.get(1))))
                .withMessage(FOLDER + "table.csv: cannot be read: two,,a b");
    }
}

package dev.meshwright.io.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.meshwright.base.fault.Fault;
import dev.meshwright.base.fault.InvalidInputException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CsvTableTest {

    private static List<String> faults(String text) {
        return catchThrowableOfType(InvalidInputException.class, () -> CsvTable.parse(text, "t.csv")).faults().stream()
                .map(Fault::describe)
                .toList();
    }

    @Test
    void quotedFieldsHoldCommasQuotesAndLines() {
        CsvTable table = CsvTable.parse("a,b\n\"1,\"\"x\"\"\n2\",3\r\n4,5\n", "t.csv");
        assertThat(table.rows()).containsExactly(Map.of("a", "1,\"x\"\n2", "b", "3"), Map.of("a", "4", "b", "5"));
        assertThat(table.lines()).containsExactly(2, 4);
    }

    @Test
    void whatIsWrittenReadsTheSame() {
        CsvTable table = CsvTable.parse("a,b\n\"1,\"\"x\"\"\n2\",\n,5\n", "t.csv");
        CsvTable again = CsvTable.parse(table.text(), "t.csv");
        assertThat(again.rows()).isEqualTo(table.rows());
        assertThat(again.columns()).isEqualTo(table.columns());
    }

    @Test
    void everyRaggedLineIsNamed() {
        assertThat(faults("a,b\n1\n1,2\n\n1,2,3\n"))
                .containsExactly(
                        "t.csv: line 2: has 1 field where the header has 2",
                        "t.csv: line 5: has 3 fields where the header has 2. Maybe a comma in a value without quotes.");
    }

    @Test
    void otherFaults() {
        assertThat(faults("a,a\n1,2\n")).containsExactly("t.csv: line 1: names a column twice (a)");
        assertThat(faults("a;b\n1;2\n"))
                .containsExactly("t.csv: line 1: has one column only. Maybe it is not comma-separated.");
        assertThat(faults("a,b\n1,\"2\n3,4\n")).containsExactly("t.csv: line 2: a quote is opened and never closed");
        assertThat(faults("\n\n")).containsExactly("t.csv: is empty");
    }

    @Test
    void everyEndOfLineEndsALine() {
        for (String end : List.of("\n", "\r\n", "\r")) {
            CsvTable table = CsvTable.parse("a,b" + end + "1,2" + end + "3,\"4" + end + "5\"" + end + "6,7", "t");
            assertThat(table.rows()).hasSize(3);
            assertThat(table.rows().getFirst()).containsEntry("b", "2");
            assertThat(table.lines()).containsExactly(2, 3, 5);
        }
    }

    @Test
    void columnsWithoutANameAreSaidToHaveNone() {
        assertThat(faults("a,b,,\n1,2,3,4\n"))
                .containsExactly(
                        "t.csv: line 1: leaves several columns without a name. Maybe commas at the end of the line.");
    }
}

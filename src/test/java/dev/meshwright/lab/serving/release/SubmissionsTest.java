package dev.meshwright.lab.serving.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.SharedData;
import dev.meshwright.io.tree.CsvTable;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SubmissionsTest {

    @Test
    void laterLinesSayMore() {
        Map<String, String> settings = Submissions.settings("mlperf51_Dell_XE9680L_B200_SXM_llama3.1-405b_Interactive");
        assertThat(settings)
                .containsEntry("built", "2025-08-01")
                .containsEntry("step", "1536")
                .containsEntry("running", "256")
                .doesNotContainKey("equal");
        assertThat(Submissions.settings("mlperf51_x_llama3.1-8b_Server"))
                .containsEntry("step", "12000")
                .containsEntry("equal", "true");
        assertThat(Submissions.settings("inferencex_1")).isEmpty();
    }

    /** Every row of the file is known, so that a change of ids is noticed. */
    @Test
    void allMeasuredSubmissionsAreKnown() {
        CsvTable table = CsvTable.read(SharedData.require("data/measurements/mlperf_server.csv"));
        for (Map<String, String> row : table.rows()) {
            assertThat(Submissions.settings(row.get("id"))).as(row.get("id")).containsKeys("step", "running");
        }
    }
}

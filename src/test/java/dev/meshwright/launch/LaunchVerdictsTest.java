package dev.meshwright.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.SharedData;
import dev.meshwright.launch.pool.Launch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LaunchVerdictsTest {
    @Test
    void verdicts() {
        List<String> wrong = new ArrayList<>();
        for (LaunchCase launch : LaunchCase.all(SharedData.require("cases/launch"))) {
            Launch read = launch.read();
            for (Map<String, String> row : launch.rows()) {
                String expected = LaunchCase.cell(row, "verdict");
                String verdict = read.verdict();
                System.out.println((verdict.equals(expected) ? "ok    " : "WRONG ") + launch.name() + " " + LaunchCase.cell(row, "evidence") + " " + verdict + "/" + expected + " "
                        + read.refusals());
            }
        }
    }
}

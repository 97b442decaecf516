package dev.meshwright.io.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DocumentsTest {

    private static Map<String, Object> document() {
        Map<String, Object> plan = new LinkedHashMap<>();
        plan.put("name", "a plan: \"quoted\" \u00b5");
        plan.put("feasible", true);
        plan.put("nothing", null);
        plan.put("numbers", List.of(1, 2.5, 1e20, 5e-6, 100e12, -0.0));
        plan.put("empty", List.of());
        plan.put("experts", List.of(List.of(List.of(0, 1), List.of(2, 3)), List.of(List.of(1, 0), List.of(3, 2))));
        plan.put("claims", List.of(Map.of("value", "0.62 GB")));
        plan.put("nested", Map.of("deeper", Map.of("text", "yes")));
        return plan;
    }

    @Test
    void yamlKeepsRowsOnOneLine() {
        assertThat(Documents.toYaml(document())).isEqualTo("""
                        name: "a plan: \\"quoted\\" \u00b5"
                        feasible: true
                        nothing: null
                        numbers: [1, 2.5, 1.0e+20, 5.0e-6, 100000000000000, 0]
                        empty: []
                        experts:
                          - [[0, 1], [2, 3]]
                          - [[1, 0], [3, 2]]
                        claims:
                          - {value: "0.62 GB"}
                        nested:
                          deeper:
                            text: "yes"
                        """);
    }

    @Test
    void jsonKeepsRowsOnOneLine() {
        assertThat(Documents.toJson(document()))
                .contains("  \"experts\": [\n    [[0, 1], [2, 3]],\n    [[1, 0], [3, 2]]\n  ],\n")
                .contains("  \"claims\": [\n    {\"value\": \"0.62 GB\"}\n  ],\n")
                .endsWith("  \"nested\": {\n    \"deeper\": {\n      \"text\": \"yes\"\n    }\n  }\n}\n");
    }

    @Test
    void whatIsWrittenReadsBackTheSame() {
        Map<String, Object> hard = new LinkedHashMap<>();
        List<String> texts = List.of(
                "",
                " ",
                "null",
                "~",
                "1e5",
                "0x10",
                "- a",
                "a: b",
                "#x",
                "x #y",
                "*a",
                "&b",
                "\u2028",
                "\ud83d\ude00",
                "line\nbreak",
                "tab\t",
                "\u0085",
                "'",
                "\"",
                "\\",
                "@",
                "true",
                "No",
                "2026-01-01",
                "a  b",
                "end ");
        texts.forEach(text -> hard.put(text, text));
        double[] numbers = {Double.MIN_VALUE, Double.MAX_VALUE, 0.1, 1.0 / 3, 1e15, 1e15 + 2, 123456789.125};
        for (String format : List.of("x.yaml", "x.json")) {
            String text = format.endsWith("json") ? Documents.toJson(hard) : Documents.toYaml(hard);
            TreeReader root = TreeReader.of(new InputFile(format, text));
            texts.forEach(value -> assertThat(root.node().get(value).asString())
                    .as(format + text)
                    .isEqualTo(value));
            List<Double> list = Arrays.stream(numbers).boxed().toList();
            String rows =
                    format.endsWith("json") ? Documents.toJson(Map.of("n", list)) : Documents.toYaml(Map.of("n", list));
            var items = TreeReader.of(new InputFile(format, rows))
                    .child("n")
                    .orElseThrow()
                    .items();
            for (int index = 0; index < numbers.length; index++) {
                assertThat(Double.parseDouble(items.get(index).node().asString()))
                        .isEqualTo(numbers[index]);
            }
        }
    }

    @Test
    void expertMapsHaveOneLinePerLayer() {
        List<Integer> layer = new ArrayList<>(Collections.nCopies(288, 255));
        Map<String, Object> plan = Map.of("experts", Collections.nCopies(58, layer));
        assertThat(Documents.toYaml(plan).lines()).hasSize(1 + 58);
        assertThat(Documents.toJson(plan).lines()).hasSize(2 + 58 + 2);
    }

    @Test
    void refusesWhatCannotBeReadBack() {
        assertThatThrownBy(() -> Documents.toJson(Map.of("x", Double.NaN)))
                .hasMessage("Number NaN cannot be written: it is not finite.");
        assertThatThrownBy(() -> Documents.toJson(Map.of("x", new Object())))
                .hasMessage("Cannot write a java.lang.Object.");
    }
}

package dev.meshwright.spark;

import dev.meshwright.io.tree.Faults;
import dev.meshwright.io.tree.PlainTree;
import dev.meshwright.io.tree.TreeReader;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer on its way back.
 *
 * @param number of its scenario
 * @param answer plain data
 */
record Answer(long number, Object answer) {

    Map<String, Object> document() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("number", number);
        document.put("answer", answer);
        return document;
    }

    static Answer read(String line) {
        TreeReader row =
                TreeReader.line(new Faults("answers of executors"), 1, line).orElseThrow();
        return new Answer(
                row.node().path("number").asLong(),
                PlainTree.of(row.child("answer").orElseThrow()));
    }
}

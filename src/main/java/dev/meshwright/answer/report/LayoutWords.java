package dev.meshwright.answer.report;

import dev.meshwright.answer.report.block.Tree;
import dev.meshwright.base.quantity.Figures;
import java.util.ArrayList;
import java.util.List;

/** The degrees of a layout, in short and in words. */
final class LayoutWords {

    private final Tree layout;

    LayoutWords(Tree layout) {
        this.layout = layout;
    }

    private int degree(String name) {
        return (int) layout.number(name).orElse(1);
    }

    /** {@code TP2 DP2 EP4 PP1 x2}, where the answer does not say it. */
    String shortName() {
        StringBuilder name = new StringBuilder("TP" + degree("tensor"));
        append(name, " DP", "data");
        append(name, " EP", "expert");
        append(name, " ETP", "expertTensor");
        name.append(" PP").append(degree("pipeline"));
        append(name, " x", "replicas");
        return name.toString();
    }

    private void append(StringBuilder name, String letters, String degree) {
        if (degree(degree) > 1) {
            name.append(letters).append(degree(degree));
        }
    }

    /** What the degrees mean, one after the other. */
    List<String> meaning() {
        List<String> words = new ArrayList<>();
        words.add(
                degree("replicas") > 1
                        ? Figures.number(degree("replicas"), "instance") + " of the model, each with GPUs of its own"
                        : "one instance of the model on all GPUs used");
        if (degree("pipeline") > 1) {
            words.add("PP" + degree("pipeline") + ": layers in " + Figures.number(degree("pipeline"), "stage")
                    + ", one after the other" + virtual());
        }
        words.add(
                degree("tensor") > 1
                        ? "TP" + degree("tensor") + ": attention cut over " + Figures.number(degree("tensor"), "GPU")
                        : "TP1: attention whole on each GPU");
        if (degree("data") > 1) {
            words.add("DP" + degree("data") + ": "
                    + Figures.number(degree("data"), "copy").replace("copys", "copies")
                    + " of attention in a stage, each with sequences of its own");
        }
        if (degree("expert") > 1) {
            words.add("EP" + degree("expert") + ": experts spread over " + degree("expert") + " ranks, "
                    + Figures.number(degree("slotsPerRank"), "slot") + " per layer on each");
        }
        if (degree("expertTensor") > 1) {
            words.add("ETP" + degree("expertTensor") + ": each expert cut over "
                    + Figures.number(degree("expertTensor"), "GPU"));
        }
        if (degree("context") > 1) {
            words.add("CP" + degree("context") + ": each sequence spread over " + degree("context") + " ranks");
        }
        if (degree("microBatches") > 1) {
            words.add(Figures.count(degree("microBatches")) + " micro-batches of "
                    + Figures.number(degree("microBatch"), "sequence"));
        }
        return words;
    }

    private String virtual() {
        return degree("virtualStages") > 1 ? ", " + degree("virtualStages") + " chunks on each GPU" : "";
    }
}

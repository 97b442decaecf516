package dev.meshwright.answer.report;

import dev.meshwright.answer.report.block.Block.Cell;
import dev.meshwright.answer.report.block.Tree;
import dev.meshwright.base.quantity.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** What stands above all sections: the question in few words, the answer in one sentence, and whether it is what was asked for. */
final class Headline {

    private final Tree document;
    private final Tree evaluation;
    private final Tree report;
    private final Optional<OwnPage> own;

    Headline(Tree document) {
        this.document = document;
        this.evaluation = document.at("evaluation");
        this.report = document.at("report");
        this.own = OwnPage.of(document);
    }

    /** The problem's name, else what kind of answer it is. */
    String title() {
        if (own.isPresent()) {
            return own.get().title();
        }
        return report.at("setting")
                .firstText("problem")
                .or(() -> document.at("problem").firstText("name"))
                .or(() -> document.firstText("problem"))
                .orElse("A plan");
    }

    /** In small above the answer: model, GPUs, work. */
    String setting() {
        if (own.isPresent()) {
            return own.get().setting();
        }
        Tree setting = report.at("setting");
        List<String> parts = new ArrayList<>();
        setting.firstText("model").ifPresent(parts::add);
        String nodes = setting.rows("nodes").stream()
                .map(row ->
                        Figures.count(row.numberOrZero("count") * row.numberOrZero("gpus")) + " x " + row.text("gpu"))
                .collect(Collectors.joining(" + "));
        if (!nodes.isEmpty()) {
            parts.add(nodes);
        }
        Tree work = setting.at("workload");
        work.firstText("phase").ifPresent(phase -> parts.add(phase + lengths(work)));
        return String.join(" · ", parts);
    }

    private static String lengths(Tree work) {
        String input = ", " + Figures.count(work.numberOrZero("inputTokens")) + " tokens";
        OptionalDouble output = work.number("outputTokens");
        OptionalDouble batch = work.number("globalBatch");
        return input + " in"
                + (output.isPresent() ? ", " + Figures.count(output.getAsDouble()) + " out" : "")
                + (batch.isPresent() ? ", global batch " + Figures.count(batch.getAsDouble()) : "");
    }

    /** The answer in one sentence. */
    String sentence() {
        if (own.isPresent()) {
            return own.get().sentence();
        }
        if (document.has("fixes") || document.has("reason")) {
            return "No layout is feasible.";
        }
        if (document.has("curve")) {
            return new ScaleSections(document).sentence();
        }
        String name = layout();
        if (!evaluation.has("throughput")) {
            return name + " does not fit together.";
        }
        Tree throughput = evaluation.at("throughput");
        String rate = Figures.plain(throughput.numberOrZero("system"));
        String what =
                switch (throughput.text("counts")) {
                    case "output tokens" -> " writes " + rate + " output tokens/s";
                    case "input tokens" -> " reads " + rate + " input tokens/s";
                    default -> " trains on " + rate + " tokens/s";
                };
        return name + " on " + gpus() + what + ".";
    }

    private String gpus() {
        List<String> kinds = report.at("setting").rows("nodes").stream()
                .map(row -> row.text("gpu"))
                .distinct()
                .toList();
        double used = evaluation.numberOrZero("gpus");
        return kinds.size() == 1 ? Figures.count(used) + " x " + kinds.getFirst() : Figures.number(used, "GPU");
    }

    private String layout() {
        return report.firstText("layout")
                .orElseGet(() -> document.has("pools")
                        ? PoolSections.names(document)
                        : new LayoutWords(document.at("layout")).shortName());
    }

    /** Whether it is what was asked for, in a word or two. */
    Cell verdict() {
        if (own.isPresent()) {
            return own.get().verdict();
        }
        if (document.has("curve")) {
            boolean reached = document.flag("reached");
            return Cell.of(reached ? "Reached" : "Not reached").toned(reached ? "good" : "bad");
        }
        boolean infeasible = document.has("fixes") || (document.has("feasible") && !document.flag("feasible"));
        if (infeasible) {
            return Cell.of("Infeasible").toned("bad");
        }
        if (!evaluation.rows("missedTargets").isEmpty()) {
            return Cell.of("Feasible, misses a target").toned("bad");
        }
        long refuted = document.rows("claims").stream()
                .filter(claim -> claim.text("verdict").equals("refuted"))
                .count();
        return refuted > 0
                ? Cell.of("Feasible, " + Figures.number(refuted, "claim") + " refuted")
                        .toned("bad")
                : Cell.of("Feasible").toned("good");
    }
}

package dev.meshwright.answer.text.brief;

import dev.meshwright.answer.explain.judgement.Assessment;
import dev.meshwright.answer.text.page.LoadLine;
import dev.meshwright.answer.text.page.Page;
import dev.meshwright.answer.text.page.Spark;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.replay.Spread;
import dev.meshwright.replay.deployment.ServedRequests;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Bars and sparklines of an answer, on a terminal alone: pipes and files get the words. */
final class Drawn {

    private static final int MOST_STAGES = 3;

    private static final int MOST_WIDTH = 40;

    /** Two of them and their ends fit on a line. */
    private static final int MOST_SPREAD = 20;

    /** Columns that words beside a bar take. */
    private static final int BESIDE = 48;

    private Drawn() {}

    /** How full the GPUs of each stage are, the fullest first. */
    static void memory(Page page, Evaluation evaluation) {
        if (!page.style().pictured()) {
            return;
        }
        List<Evaluation.StageCost> stages = evaluation.stages();
        int width = width(page);
        stages.stream()
                .sorted((one, other) -> Double.compare(other.memoryBytes(), one.memoryBytes()))
                .limit(MOST_STAGES)
                .forEach(stage -> page.line("  "
                        + Spark.bar(stage.memoryBytes(), stage.capacityBytes(), width)
                        + " " + Figures.bytes(stage.memoryBytes()) + " of "
                        + Figures.bytes(stage.capacityBytes())
                        + (stages.size() > 1 ? ", layers " + stage.layers().words() : "")));
    }

    /** How evenly expert ranks are loaded, before and after they are placed. */
    static void loads(Page page, Assessment assessment) {
        assessment
                .rankLoads()
                .flatMap(loads -> LoadLine.of(loads.before(), loads.after(), page.style()))
                .ifPresent(line -> page.line("  " + line));
    }

    /** How the times of requests spread, on one line. */
    static void times(Page page, Assessment assessment) {
        if (page.style().pictured()) {
            assessment
                    .served()
                    .map(ServedRequests::spread)
                    .ifPresent(spread -> page.line("  "
                            + Stream.of(
                                            row(page, "TTFT", spread, spread.timeToFirstToken()),
                                            row(page, "TPOT", spread, spread.timePerOutputToken()))
                                    .flatMap(Optional::stream)
                                    .collect(Collectors.joining("   "))));
        }
    }

    private static Optional<String> row(Page page, String name, Spread spread, List<Double> seconds) {
        return seconds.size() > 1 && seconds.stream().allMatch(Double::isFinite)
                ? Optional.of(name + " " + Figures.seconds(seconds.getFirst()) + " "
                        + Spark.spread(spread.shares(), seconds, Math.min(width(page), MOST_SPREAD)) + " "
                        + Figures.seconds(seconds.getLast()))
                : Optional.empty();
    }

    private static int width(Page page) {
        return Math.clamp(page.style().columns() - BESIDE, 2, MOST_WIDTH);
    }
}

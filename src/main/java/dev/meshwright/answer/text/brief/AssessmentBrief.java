package dev.meshwright.answer.text.brief;

import dev.meshwright.answer.TrainingRates;
import dev.meshwright.answer.explain.judgement.Assessment;
import dev.meshwright.answer.explain.judgement.Binding;
import dev.meshwright.answer.text.loop.GuessText;
import dev.meshwright.answer.text.loop.HeadroomText;
import dev.meshwright.answer.text.money.ExpensesText;
import dev.meshwright.answer.text.page.Page;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.cost.evaluation.CacheRoom;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.facts.model.Precision;
import dev.meshwright.facts.model.Precisions;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.problem.TargetOutcome;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Violation;
import dev.meshwright.replay.Latencies;
import dev.meshwright.replay.deployment.ServedRequests;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** What a layout is worth on a few lines: the same for one that was found and for one that was checked. */
final class AssessmentBrief {

    private final Page page;
    private final Assessment assessment;
    private final Problem problem;

    AssessmentBrief(Page page, Assessment assessment) {
        this.page = page;
        this.assessment = assessment;
        this.problem = assessment.problem();
    }

    /** What the layout means, its times, how sure they are, and the targets. */
    void worth(Optional<TrainingRates> rates) {
        layout();
        times();
        Drawn.times(page, assessment);
        rates.ifPresent(this::rates);
        page.paragraph("  ", Sentences.first(assessment.uncertainty().sentence()));
        assessment.uncertainty().excludedWords().ifPresent(words -> page.paragraph("  ", words));
        targets();
        new ExpensesText(page, assessment).brief();
        HeadroomText.print(page, assessment.headroom());
    }

    /** What binds, memory, formats and engine; {@code price} of the engine, as the rest of a sentence. */
    void reasons(String price) {
        binding();
        memory();
        formats(price);
        GuessText.print(page, problem, assessment.evaluation());
    }

    /** What the degrees mean. */
    private void layout() {
        Degrees degrees = assessment.degrees();
        List<String> words = new ArrayList<>();
        words.add(
                degrees.replicas() == 1
                        ? "one instance"
                        : Figures.number(degrees.replicas(), "instance") + " of "
                                + Figures.number(degrees.gpusPerReplica(), "GPU"));
        if (degrees.pipeline() > 1) {
            words.add("layers in " + degrees.pipeline() + " stages");
        }
        String attention = degrees.tensor() == 1
                ? "attention whole on a GPU"
                : "attention cut over " + Figures.number(degrees.tensor(), "GPU");
        words.add(attention + (degrees.data() == 1 ? "" : " in " + Figures.count(degrees.data()) + " copies"));
        if (degrees.slotsPerRank() > 0) {
            words.add("experts over " + Figures.number(degrees.expert(), "rank")
                    + (degrees.expertTensor() == 1 ? "" : ", each cut over " + degrees.expertTensor() + " GPUs"));
        }
        boolean training = problem.workload() instanceof Training;
        words.add(Figures.number(degrees.sequences(problem.workload()), "sequence")
                + (training ? " in a step" : " in flight"));
        page.paragraph("  ", Sentences.capital(String.join("; ", words)) + ".");
    }

    /** Which law the times of the headline follow. */
    private void times() {
        Optional<ServedRequests> served = assessment.served();
        if (served.isPresent()) {
            String closed = seconds(assessment.evaluation().performance().timeToFirstTokenSeconds()) + " and "
                    + seconds(assessment.evaluation().performance().timePerOutputTokenSeconds());
            page.paragraph(
                    "  ",
                    "Times are means of a replay of the serving loop; p99 "
                            + tail(served.get().timeToFirstToken()) + " and "
                            + tail(served.get().timePerOutputToken()) + "; closed form " + closed + ".");
        } else if (problem.workload() instanceof Training training) {
            page.paragraph(
                    "  ",
                    "Recomputation " + assessment.degrees().recomputation().label() + ", ZeRO "
                            + training.zeroStage() + ", "
                            + Figures.number(assessment.degrees().microBatches(), "micro-batch")
                                    .replace("batchs", "batches")
                            + " of " + Figures.number(assessment.degrees().microBatch(), "sequence") + ".");
        }
    }

    /** What a training run makes of its GPUs. */
    private void rates(TrainingRates rates) {
        page.paragraph(
                "  ",
                "A step of "
                        + Figures.seconds(assessment.evaluation().performance().stepSeconds()) + ": "
                        + Figures.flops(rates.flopsPerGpu()) + "/s per GPU, MFU " + Figures.percent(rates.utilisation())
                        + "; " + Figures.count(rates.tokensPerDay()) + " tokens per day.");
    }

    static String tail(Latencies latencies) {
        return Double.isNaN(latencies.p99()) ? "-" : Figures.seconds(latencies.p99());
    }

    static String seconds(OptionalDouble seconds) {
        return seconds.isPresent() ? Figures.seconds(seconds.getAsDouble()) : "-";
    }

    /** Each target beside what is reached, in one sentence; nothing where there is none. */
    static void targets(Page page, List<TargetOutcome> outcomes) {
        List<String> words = new ArrayList<>();
        for (TargetOutcome outcome : outcomes) {
            String reached = outcome.reached().isPresent()
                    ? amount(outcome, outcome.reached().getAsDouble())
                    : "-";
            words.add(outcome.words() + " " + reached + " of " + amount(outcome, outcome.target())
                    + (outcome.missed() ? " " + page.style().bad("MISSED") : " met"));
        }
        if (!words.isEmpty()) {
            page.paragraph("  ", "    ", "Targets: " + String.join("; ", words) + ".");
        }
    }

    private void targets() {
        targets(page, assessment.targets());
        List<Violation> missed = assessment.evaluation().missedTargets();
        if (!missed.isEmpty() && assessment.targets().stream().noneMatch(TargetOutcome::missed)) {
            page.paragraph(
                    "  ",
                    "The closed form misses a target: " + missed.getFirst().fix());
        }
    }

    private static String amount(TargetOutcome outcome, double value) {
        return switch (outcome.aim()) {
            case THROUGHPUT -> Figures.tokensPerSecond(value);
            case TIME_TO_FIRST_TOKEN, TIME_PER_OUTPUT_TOKEN, END_TO_END -> Figures.seconds(value);
        };
    }

    private void binding() {
        Binding binding = assessment.binding();
        page.paragraph(
                "  ",
                Sentences.capital(binding.resource().label()) + " binds: "
                        + Figures.percent(binding.resourceShare()) + " of a pass of "
                        + Figures.seconds(binding.seconds()) + ", most of it "
                        + binding.component().label() + "; "
                        + Figures.percent(assessment.evaluation().efficiency().total())
                        + " of the roofline is reached.");
    }

    private void memory() {
        Evaluation.StageCost heaviest = assessment.evaluation().heaviestStage();
        String cache =
                assessment.evaluation().cache().map(AssessmentBrief::room).orElse("");
        page.paragraph(
                "  ",
                "The fullest GPU holds " + Figures.bytes(heaviest.memoryBytes()) + " of "
                        + Figures.bytes(heaviest.usableBytes()) + " usable" + cache + ".");
        Drawn.memory(page, assessment.evaluation());
        Drawn.loads(page, assessment);
    }

    private static String room(CacheRoom cache) {
        return "; the cache has room for " + Figures.count(cache.tokens()) + " tokens of an instance, "
                + Figures.number(cache.sequences(), "such sequence");
    }

    /** Number formats, the engine and what it costs. */
    private void formats(String price) {
        Precisions formats = problem.model().precisions();
        Set<String> arithmetic = new LinkedHashSet<>();
        problem.cluster()
                .nodes()
                .forEach(group ->
                        arithmetic.add(group.gpu().arithmetic(formats.experts()).label()));
        String cache = problem.workload() instanceof Training
                ? ""
                : ", KV cache " + formats.keyValueCache().label();
        String engine =
                problem.engine().map(label -> "; engine " + label + price).orElse("");
        page.paragraph(
                "  ",
                "Weights " + weights(formats) + cache + ", arithmetic " + String.join(" and ", arithmetic) + engine
                        + ".");
    }

    private static String weights(Precisions formats) {
        Precision experts = formats.experts();
        return formats.attention() == experts
                ? experts.label()
                : experts.label() + " (attention " + formats.attention().label() + ")";
    }
}

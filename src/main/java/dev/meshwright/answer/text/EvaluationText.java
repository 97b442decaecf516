package dev.meshwright.answer.text;

import dev.meshwright.answer.explain.judgement.Assessment;
import dev.meshwright.answer.explain.judgement.Binding;
import dev.meshwright.answer.explain.judgement.PassTime;
import dev.meshwright.answer.text.loop.RequestsText;
import dev.meshwright.answer.text.page.Page;
import dev.meshwright.answer.text.page.Table;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.cost.evaluation.Evaluation.Efficiency;
import dev.meshwright.cost.evaluation.Evaluation.Phase;
import dev.meshwright.cost.evaluation.Evaluation.Remainder;
import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Arrivals;
import dev.meshwright.facts.workload.ExpertLoad;
import dev.meshwright.facts.workload.Workload.Decode;
import dev.meshwright.facts.workload.Workload.Prefill;
import dev.meshwright.facts.workload.Workload.Serving;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.layout.Degrees;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** What an evaluation says, section by section: the same for a layout that was found and for one that was checked. */
final class EvaluationText {

    private final Page page;
    private final Problem problem;
    private final Degrees degrees;
    private final Evaluation evaluation;
    private final Assessment assessment;

    EvaluationText(Page page, Assessment assessment) {
        this.page = page;
        this.problem = assessment.problem();
        this.degrees = assessment.degrees();
        this.evaluation = assessment.evaluation();
        this.assessment = assessment;
    }

    /** {@code TP1 DP8 EP8 PP1 on 8 x h100-sxm: 19,104 tokens/s (2,388 per GPU), ...}. */
    String headline() {
        return headline(problem, degrees, evaluation, assessment.timeToFirstToken(), assessment.timePerOutputToken());
    }

    /** The same of a layout that nothing else is said of, by the closed form. */
    static String headline(Problem problem, Degrees degrees, Evaluation evaluation) {
        Performance performance = evaluation.performance();
        return headline(
                problem,
                degrees,
                evaluation,
                performance.timeToFirstTokenSeconds(),
                performance.timePerOutputTokenSeconds());
    }

    private static String headline(
            Problem problem,
            Degrees degrees,
            Evaluation evaluation,
            OptionalDouble firstToken,
            OptionalDouble perOutputToken) {
        Performance performance = evaluation.performance();
        StringBuilder line = new StringBuilder();
        line.append(Figures.tokensPerSecond(performance.tokensPerSecond()));
        line.append(" (")
                .append(Figures.plain(evaluation.tokensPerSecondPerGpu()))
                .append(" per GPU)");
        firstToken.ifPresent(seconds -> line.append(", TTFT ").append(Figures.seconds(seconds)));
        perOutputToken.ifPresent(seconds -> line.append(", TPOT ").append(Figures.seconds(seconds)));
        if (problem.workload() instanceof Training) {
            line.append(", step ").append(Figures.seconds(performance.stepSeconds()));
        }
        return degrees.shortName() + " on " + gpus(problem, evaluation) + ": " + line;
    }

    private static String gpus(Problem problem, Evaluation evaluation) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        problem.cluster().nodes().forEach(group -> counts.merge(group.gpu().name(), group.gpus(), Integer::sum));
        int all = problem.cluster().gpus();
        String used = Figures.count(evaluation.gpus());
        if (counts.size() == 1) {
            return used + (evaluation.gpus() < all ? " of " + Figures.count(all) : "") + " x "
                    + counts.keySet().iterator().next();
        }
        List<String> kinds = new ArrayList<>();
        counts.forEach((name, count) -> kinds.add(Figures.count(count) + " x " + name));
        return (evaluation.gpus() < all ? used + " of " : "") + String.join(" + ", kinds);
    }

    /** Which tokens are counted, how many sequences are in flight. */
    void context() {
        String what =
                switch (problem.workload()) {
                    case Prefill prefill -> "Input tokens of prompts of " + Figures.count(prefill.longest());
                    case Decode decode ->
                        "Output tokens after " + Figures.count(decode.longest()) + " tokens of context, "
                                + Figures.count(decode.outputTokens()) + " written";
                    case Serving serving ->
                        "Output tokens; prompts of " + Figures.count(serving.longest()) + ", answers of "
                                + Figures.number(serving.outputTokens(), "token") + "; "
                                + Figures.tokensPerSecond(
                                        evaluation.performance().inputTokensPerSecond())
                                + " of input beside them";
                    case Training training ->
                        "All tokens; sequences of " + Figures.count(training.longest()) + ", global batch "
                                + Figures.count(training.globalBatch());
                };
        String batches = degrees.microBatches() == 1
                ? ""
                : " in " + degrees.microBatches() + " micro-batches of " + Figures.count(degrees.microBatch());
        String ranks = (long) degrees.data() * degrees.replicas() == 1
                ? ""
                : ", " + Figures.count(degrees.sequencesPerRank()) + " on each attention rank" + batches;
        String sequences = Figures.number(degrees.sequences(problem.workload()), "sequence") + " in flight"
                + (ranks.isEmpty() ? batches : ranks);
        String shared = degrees.context() > 1 && !(problem.workload() instanceof Training)
                ? " The cache of each is shared by " + degrees.context() + " tensor ranks."
                : "";
        page.paragraph("  ", what + ". " + sequences + "." + shared);
        stream();
        if (degrees.slotsPerRank() > 0) {
            page.paragraph("  ", experts());
        }
        page.paragraph("  ", assessment.uncertainty().sentence());
        assessment.caveat().ifPresent(caveat -> page.paragraph("  ", caveat));
    }

    /** Which figures are those of a stream, where requests do not wait for answers to others. */
    private void stream() {
        if (problem.workload() instanceof Serving serving
                && !(serving.traffic().arrivals() instanceof Arrivals.Clients)) {
            page.paragraph(
                    "  ",
                    "Requests come as a stream: tokens per second are what the plan can serve with all its places taken,"
                            + " latencies those of the stream.");
        }
    }

    private String experts() {
        String split = degrees.expertTensor() > 1 ? ", each expert split over " + degrees.expertTensor() + " GPUs" : "";
        if (degrees.expertData() > 1) {
            split += ", " + degrees.expertData() + " copies of the experts in a stage";
        }
        String slots = Figures.number(degrees.slotsPerRank(), "expert slot") + " per layer on ";
        if (degrees.expert() == 1) {
            return slots + "one expert rank" + split + ".";
        }
        if (problem.expertLoad() instanceof ExpertLoad.Unmeasured) {
            return slots + "each of " + degrees.expert() + " expert ranks" + split
                    + "; how tokens spread over them is not stated.";
        }
        return slots + "each of " + degrees.expert() + " expert ranks" + split + "; busiest rank "
                + String.format(Locale.ROOT, "%.3f", evaluation.balance().maxOverMean()) + " x the mean load.";
    }

    void binding() {
        Binding binding = assessment.binding();
        page.heading("What binds");
        String pass = pass();
        page.paragraph(
                "  ",
                capital(binding.resource().label()) + ": " + Figures.percent(binding.resourceShare()) + " of " + pass
                        + " of " + Figures.seconds(binding.seconds()) + ", most of it in "
                        + binding.component().label()
                        + " (" + Figures.percent(binding.componentShare()) + ").");
        assessment
                .tokenTime()
                .ifPresent(time -> page.paragraph(
                        "  ",
                        "Of the " + Figures.seconds(time.seconds()) + " per output token "
                                + Figures.percent(time.decodeShare())
                                + " is the decode step; the rest is other requests' prompts squeezed in between."));
    }

    private String pass() {
        return switch (problem.workload()) {
            case Training training -> "a micro-batch's forward pass";
            case Prefill prefill -> "a micro-batch's prefill";
            default -> degrees.microBatches() > 1 ? "a micro-batch's decode step" : "a decode step";
        };
    }

    /** Seconds by component, and what travels. */
    void phases() {
        page.heading("Where the time goes: " + pass() + " through all "
                + (degrees.pipeline() > 1 ? degrees.pipeline() + " stages" : "layers") + ", nothing hidden");
        Table table = new Table("  ", "", ">time", ">share", ">FLOP", ">memory", ">links", ">network");
        for (PassTime.Part part : assessment.passTime().parts()) {
            Phase phase = part.phase();
            table.row(
                    phase.component().label(),
                    Figures.seconds(phase.seconds()),
                    part.share().isPresent() ? Figures.percent(part.share().getAsDouble()) : "per step",
                    phase.flops() > 0 ? Figures.flops(phase.flops()) : "",
                    bytes(phase.memoryBytes()),
                    bytes(phase.linkBytes()),
                    bytes(phase.networkBytes()));
        }
        PassTime.Others others = assessment.passTime().others();
        if (others.seconds() > 0) {
            table.row("other", Figures.seconds(others.seconds()), Figures.percent(others.share()), "", "", "", "");
        }
        page.lines(table.lines());
    }

    private static String bytes(double bytes) {
        return bytes > 0 ? Figures.bytes(bytes) : "";
    }

    void efficiency() {
        Efficiency efficiency = evaluation.efficiency();
        page.heading("From the bound to what is achieved");
        Table table = new Table("  ", "", ">tokens/s", ">left", ">lost", "");
        table.row(
                "bound by " + (efficiency.boundByCompute() ? "FLOP/s" : "memory bandwidth"),
                Figures.plain(efficiency.boundTokensPerSecond()),
                Figures.percent(1),
                "",
                "all GPUs at the roofline of the whole step");
        for (Remainder remainder : efficiency.remainders()) {
            table.row(
                    remainder.kind().words(),
                    Figures.plain(remainder.tokensPerSecond()),
                    Figures.percent(remainder.left()),
                    Figures.decimals(100 * remainder.lost(), 1) + " pp",
                    remainder.kind().meaning());
        }
        table.row(
                "achieved",
                Figures.plain(evaluation.performance().tokensPerSecond()),
                Figures.percent(efficiency.total()),
                "",
                "");
        page.lines(table.lines());
        product(efficiency);
    }

    /** The decomposition as one product: of what each loss leaves. */
    private void product(Efficiency efficiency) {
        List<String> factors = efficiency.remainders().stream()
                .map(remainder -> String.format(Locale.ROOT, "%.3f", remainder.kept()) + " "
                        + remainder.kind().words())
                .toList();
        if (!factors.isEmpty()) {
            page.paragraph(
                    "  ",
                    "  ",
                    "Efficiency = " + String.join(" x ", factors) + " = " + Figures.percent(efficiency.total()) + ".");
        }
    }

    void memory() {
        new MemoryText(page, evaluation).print();
    }

    /** What requests wait for, where the loop was replayed. */
    void requests() {
        new RequestsText(page, assessment).print();
    }

    static String seconds(OptionalDouble seconds) {
        return seconds.isPresent() ? Figures.seconds(seconds.getAsDouble()) : "-";
    }

    void targets() {
        new TargetsText(page, assessment).print();
    }

    static String capital(String words) {
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}

package dev.meshwright.report;

import dev.meshwright.cost.Evaluation;
import dev.meshwright.cost.Evaluation.Efficiency;
import dev.meshwright.cost.Evaluation.Loss;
import dev.meshwright.cost.Evaluation.Phase;
import dev.meshwright.cost.Evaluation.StageCost;
import dev.meshwright.cost.Performance;
import dev.meshwright.cost.memory.MemoryComponent;
import dev.meshwright.explain.Binding;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Violation;
import dev.meshwright.problem.Problem;
import dev.meshwright.quantity.Figures;
import dev.meshwright.workload.Workload.Serving;
import dev.meshwright.workload.Workload.Training;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What an evaluation says, section by section: the same for a layout that was found and for one that was checked. */
final class EvaluationText {

    private static final int BAR_WIDTH = 40;
    private static final int STAGES_SHOWN = 16;

    /** Parts of a step below this share are summed up as "other". */
    private static final double SMALL_SHARE = 0.005;

    private final Page page;
    private final Problem problem;
    private final Degrees degrees;
    private final Evaluation evaluation;

    EvaluationText(Page page, Problem problem, Degrees degrees, Evaluation evaluation) {
        this.page = page;
        this.problem = problem;
        this.degrees = degrees;
        this.evaluation = evaluation;
    }

    /** {@code TP1 DP8 EP8 PP1 on 8 x h100-sxm: 19,104 tokens/s (2,388 per GPU), ...}. */
    String headline() {
        Performance performance = evaluation.performance();
        StringBuilder line = new StringBuilder();
        line.append(Figures.tokensPerSecond(performance.tokensPerSecond()));
        line.append(" (")
                .append(Figures.plain(performance.tokensPerSecond() / evaluation.gpus()))
                .append(" per GPU)");
        performance.timeToFirstTokenSeconds().ifPresent(seconds -> line.append(", TTFT ")
                .append(Figures.seconds(seconds)));
        performance.timePerOutputTokenSeconds().ifPresent(seconds -> line.append(", TPOT ")
                .append(Figures.seconds(seconds)));
        if (problem.workload() instanceof Training) {
            line.append(", step ").append(Figures.seconds(performance.stepSeconds()));
        }
        return degrees.shortName() + " on " + gpus() + ": " + line;
    }

    private String gpus() {
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
                    case dev.meshwright.workload.Workload.Prefill prefill ->
                        "Input tokens of prompts of " + Figures.count(prefill.longest());
                    case dev.meshwright.workload.Workload.Decode decode ->
                        "Output tokens after " + Figures.count(decode.longest()) + " tokens of context, "
                                + Figures.count(decode.outputTokens()) + " written";
                    case Serving serving ->
                        "Output tokens; prompts of " + Figures.count(serving.longest()) + ", answers of "
                                + Figures.count(serving.outputTokens()) + " tokens; "
                                + Figures.tokensPerSecond(
                                        evaluation.performance().inputTokensPerSecond())
                                + " of input beside them";
                    case Training training ->
                        "All tokens; sequences of " + Figures.count(training.longest()) + ", global batch "
                                + Figures.count(training.globalBatch());
                };
        String batches = degrees.microBatches() == 1
                ? ""
                : " in " + degrees.microBatches() + " micro-batches of " + degrees.microBatch();
        String ranks = (long) degrees.data() * degrees.replicas() == 1
                ? ""
                : ", " + Figures.count(degrees.sequencesPerRank()) + " on each attention rank" + batches;
        String sequences =
                Figures.count(degrees.sequences()) + " sequences in flight" + (ranks.isEmpty() ? batches : ranks);
        page.paragraph("  ", what + ". " + sequences + ".");
        if (degrees.slotsPerRank() > 0) {
            page.paragraph("  ", experts());
        }
    }

    private String experts() {
        String split = degrees.expertTensor() > 1 ? ", each split over " + degrees.expertTensor() + " GPUs" : "";
        return Figures.number(degrees.slotsPerRank(), "expert slot") + " per layer on each of "
                + Figures.number(degrees.expert(), "expert rank") + split + "; busiest rank "
                + String.format(
                        java.util.Locale.ROOT, "%.3f", evaluation.balance().maxOverMean())
                + " x the mean load.";
    }

    void binding(Binding binding) {
        page.heading("What binds");
        String pass = pass();
        page.paragraph(
                "  ",
                capital(binding.resource().label()) + ": " + Figures.percent(binding.resourceShare()) + " of " + pass
                        + " of " + Figures.seconds(binding.seconds()) + ", most of it in "
                        + binding.component().label()
                        + " (" + Figures.percent(binding.componentShare()) + ").");
        if (problem.workload() instanceof Serving) {
            double cycle = evaluation.performance().stepSeconds();
            double perToken =
                    evaluation.performance().timePerOutputTokenSeconds().orElse(cycle);
            page.paragraph(
                    "  ",
                    "Of the " + Figures.seconds(perToken) + " per output token " + Figures.percent(cycle / perToken)
                            + " is the decode step; the rest is other requests' prompts squeezed in between.");
        }
    }

    private String pass() {
        return switch (problem.workload()) {
            case Training training -> "a micro-batch's forward pass";
            case dev.meshwright.workload.Workload.Prefill prefill -> "a micro-batch's prefill";
            default -> degrees.microBatches() > 1 ? "a micro-batch's decode step" : "a decode step";
        };
    }

    /** Seconds by component, and what travels. */
    void phases() {
        double total = evaluation.phases().stream()
                .filter(phase -> !Binding.oncePerStep(phase.component()))
                .mapToDouble(Phase::seconds)
                .sum();
        page.heading("Where the time goes: " + pass() + " through all "
                + (degrees.pipeline() > 1 ? degrees.pipeline() + " stages" : "layers") + ", nothing hidden");
        Table table = new Table("  ", "", ">time", ">share", ">FLOP", ">memory", ">links", ">network");
        double other = 0;
        for (Phase phase : evaluation.phases()) {
            boolean once = Binding.oncePerStep(phase.component());
            if (!once && phase.seconds() < SMALL_SHARE * total) {
                other += phase.seconds();
                continue;
            }
            table.row(
                    phase.component().label(),
                    Figures.seconds(phase.seconds()),
                    once ? "per step" : Figures.percent(phase.seconds() / total),
                    phase.flops() > 0 ? Figures.flops(phase.flops()) : "",
                    bytes(phase.memoryBytes()),
                    bytes(phase.linkBytes()),
                    bytes(phase.networkBytes()));
        }
        if (other > 0) {
            table.row("other", Figures.seconds(other), Figures.percent(other / total), "", "", "", "");
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
        double reached = efficiency.boundTokensPerSecond();
        double left = 1;
        table.row(
                "bound by " + (efficiency.boundByCompute() ? "FLOP/s" : "memory bandwidth"),
                Figures.plain(reached),
                Figures.percent(1),
                "",
                "all GPUs at the roofline of the whole step");
        for (Loss loss : efficiency.losses()) {
            double next = left * (1 - loss.fraction());
            table.row(
                    label(loss.kind()),
                    Figures.plain(reached * next),
                    Figures.percent(next),
                    String.format(java.util.Locale.ROOT, "%.1f pp", 100 * (left - next)),
                    meaning(loss.kind()));
            left = next;
        }
        table.row(
                "achieved",
                Figures.plain(evaluation.performance().tokensPerSecond()),
                Figures.percent(efficiency.total()),
                "",
                "");
        page.lines(table.lines());
    }

    private static String label(Loss.Kind kind) {
        return switch (kind) {
            case MEMORY_STALLS -> "memory stalls";
            case KERNEL_INEFFICIENCY -> "kernels";
            case RECOMPUTATION -> "recomputation";
            case OVERHEADS -> "overheads";
            case LOAD_IMBALANCE -> "load imbalance";
            case COMMUNICATION -> "communication";
            case PIPELINE_BUBBLE -> "pipeline bubble";
            case QUEUEING -> "queueing";
            case IDLE_GPUS -> "idle GPUs";
        };
    }

    private static String meaning(Loss.Kind kind) {
        return switch (kind) {
            case MEMORY_STALLS -> "memory idles while FLOP/s bind, or the reverse";
            case KERNEL_INEFFICIENCY -> "kernels below their own roofline";
            case RECOMPUTATION -> "forward work done twice";
            case OVERHEADS -> "launches, scheduling, sampling, optimizer";
            case LOAD_IMBALANCE -> "waiting for the slowest expert rank";
            case COMMUNICATION -> "messages that nothing hides";
            case PIPELINE_BUBBLE -> "unequal stages, fill and drain";
            case QUEUEING -> "requests that wait for a step or a prompt";
            case IDLE_GPUS -> "GPUs that the layout leaves out";
        };
    }

    /** A bar per stage, and the rows of the fullest. */
    void memory() {
        page.heading("Memory per GPU (GB = 10^9 bytes)");
        List<StageCost> stages = evaluation.stages();
        Map<Kind, Character> letters = new EnumMap<>(Kind.class);
        Table table = new Table("  ", "", "", "", ">used", ">usable", ">capacity");
        int shown = Math.min(STAGES_SHOWN, stages.size());
        for (int stage = 0; stage < shown; stage++) {
            StageCost cost = stages.get(stage);
            table.row(
                    "stage " + stage,
                    "layers " + cost.layers().firstLayer() + "-" + cost.layers().lastLayer(),
                    bar(cost, letters),
                    Figures.gigabytes(cost.memoryBytes()),
                    Figures.gigabytes(cost.usableBytes()),
                    Figures.gigabytes(cost.capacityBytes()) + " " + cost.gpu());
        }
        page.lines(table.lines());
        if (shown < stages.size()) {
            page.line("  ... and " + (stages.size() - shown) + " more stages");
        }
        Page.wrapped("  ", "  ", legend(letters))
                .forEach(line -> page.line(page.style().faint(line)));
        page.paragraph("  ", "    ", rows(evaluation.heaviestStage()));
    }

    private String rows(StageCost stage) {
        String rows = stage.memory().entrySet().stream()
                .sorted(Map.Entry.<MemoryComponent, Double>comparingByValue().reversed())
                .map(entry -> entry.getKey().label() + " " + Figures.bytes(entry.getValue()))
                .collect(Collectors.joining(", "));
        return (evaluation.stages().size() > 1
                        ? "Fullest, stage " + evaluation.stages().indexOf(stage) + ": "
                        : "") + rows + ".";
    }

    /** What a piece of a memory bar stands for. */
    private enum Kind {
        EXPERTS('E', "experts"),
        WEIGHTS('W', "other weights"),
        TRAINING('T', "gradients and optimizer"),
        CACHE('K', "KV cache and state"),
        ACTIVATIONS('A', "activations"),
        RUNTIME('R', "buffers and runtime");

        private final char letter;
        private final String meaning;

        Kind(char letter, String meaning) {
            this.letter = letter;
            this.meaning = meaning;
        }

        static Kind of(MemoryComponent component) {
            return switch (component) {
                case EXPERT_WEIGHTS -> EXPERTS;
                case ATTENTION_WEIGHTS,
                        DENSE_WEIGHTS,
                        SHARED_WEIGHTS,
                        ROUTER_AND_NORM_WEIGHTS,
                        EMBEDDING_WEIGHTS,
                        HEAD_WEIGHTS -> WEIGHTS;
                case GRADIENTS, OPTIMIZER -> TRAINING;
                case CACHE, STATE -> CACHE;
                case ACTIVATIONS, LOGITS -> ACTIVATIONS;
                case DISPATCH_BUFFERS, COLLECTIVE_BUFFERS, RUNTIME -> RUNTIME;
            };
        }
    }

    private String bar(StageCost stage, Map<Kind, Character> letters) {
        Map<Kind, Double> kinds = new EnumMap<>(Kind.class);
        stage.memory().forEach((component, bytes) -> kinds.merge(Kind.of(component), bytes, Double::sum));
        double scale = BAR_WIDTH / Math.max(stage.capacityBytes(), stage.memoryBytes());
        StringBuilder bar = new StringBuilder();
        double reached = 0;
        for (Map.Entry<Kind, Double> entry : kinds.entrySet()) {
            reached += entry.getValue();
            int end = (int) Math.round(reached * scale);
            letters.put(entry.getKey(), entry.getKey().letter);
            bar.append(String.valueOf(entry.getKey().letter).repeat(Math.max(0, end - bar.length())));
        }
        bar.append(".".repeat(Math.max(0, (int) Math.round(stage.capacityBytes() * scale) - bar.length())));
        int usable = (int) Math.round(stage.usableBytes() * scale);
        if (usable > 0 && usable < bar.length()) {
            bar.insert(usable, '|');
        }
        return "[" + bar + "]";
    }

    private static String legend(Map<Kind, Character> letters) {
        return letters.entrySet().stream()
                        .map(entry -> entry.getValue() + " " + entry.getKey().meaning)
                        .collect(Collectors.joining(", "))
                + ", | what a layout may fill";
    }

    void targets() {
        List<Violation> missed = evaluation.missedTargets();
        boolean any = problem.targets().throughput().isPresent()
                || problem.targets().timeToFirstTokenSeconds().isPresent()
                || problem.targets().timePerOutputTokenSeconds().isPresent();
        if (!any) {
            return;
        }
        page.heading("Targets");
        Performance performance = evaluation.performance();
        Table table = new Table("  ", "", ">target", ">reached", "");
        problem.targets().throughput().ifPresent(target -> {
            boolean system = target.scope() == dev.meshwright.problem.Targets.Scope.SYSTEM;
            double reached = performance.tokensPerSecond() / (system ? 1 : evaluation.gpus());
            table.row(
                    "throughput, " + target.scope().label(),
                    Figures.tokensPerSecond(target.tokensPerSecond()),
                    Figures.tokensPerSecond(reached),
                    verdict(missed, "target.throughput"));
        });
        problem.targets()
                .timeToFirstTokenSeconds()
                .ifPresent(target -> table.row(
                        "time to first token",
                        Figures.seconds(target),
                        performance.timeToFirstTokenSeconds().isPresent()
                                ? Figures.seconds(
                                        performance.timeToFirstTokenSeconds().getAsDouble())
                                : "-",
                        verdict(missed, "target.timeToFirstToken")));
        problem.targets()
                .timePerOutputTokenSeconds()
                .ifPresent(target -> table.row(
                        "time per output token",
                        Figures.seconds(target),
                        performance.timePerOutputTokenSeconds().isPresent()
                                ? Figures.seconds(
                                        performance.timePerOutputTokenSeconds().getAsDouble())
                                : "-",
                        verdict(missed, "target.timePerOutputToken")));
        page.lines(table.lines());
    }

    private static String verdict(List<Violation> missed, String constraint) {
        return missed.stream()
                .filter(violation -> violation.constraint().equals(constraint))
                .map(violation -> "MISSED: " + lower(violation.fix()))
                .findFirst()
                .orElse("met");
    }

    private static String lower(String sentence) {
        String bare = sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
        return Character.toLowerCase(bare.charAt(0)) + bare.substring(1);
    }

    static String capital(String words) {
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}

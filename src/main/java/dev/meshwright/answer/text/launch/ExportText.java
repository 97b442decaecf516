package dev.meshwright.answer.text.launch;

import dev.meshwright.answer.CheckAnswer;
import dev.meshwright.answer.explain.judgement.Assessment;
import dev.meshwright.answer.launch.ExportAnswer;
import dev.meshwright.answer.launch.FallbackPlan;
import dev.meshwright.answer.launch.FallbackStep;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.launch.export.Exported;
import dev.meshwright.launch.export.Flag;
import dev.meshwright.launch.export.node.NodePart;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What lies beside the files that start a plan: what it is, how to start and measure it, why each option is there. */
public final class ExportText {

    private ExportText() {}

    /** The README of an export, in Markdown. */
    public static String of(ExportAnswer answer) {
        List<String> lines = new ArrayList<>();
        boolean training = answer.ordered().book().trains();
        lines.add("# " + plain(answer.ordered().problem().name()) + " on "
                + answer.ordered().book().engine()
                + answer.ordered().version().map(version -> " " + version).orElse(""));
        lines.add("");
        lines.add(answer.ordered().degrees().shortName() + " on "
                + Figures.number(answer.ordered().degrees().gpus(), "GPU") + ". "
                + predicted(answer.check()).orElse(""));
        lines.add("");
        lines.add("Start: " + start(answer));
        lines.add("");
        lines.add(
                training
                        ? "Measure: the step times that it logs, the first five left out; fill in `validate.csv` and run"
                                + " `meshwright validate validate.csv`."
                        : "Measure: `bash benchmark.sh` (`"
                                + (answer.target().oneDoor() ? "SERVER_ADDRESS" : "NODE_n_ADDRESS")
                                + "` where servers are elsewhere); fill in the means in"
                                + " `validate.csv` and run `meshwright validate validate.csv`.");
        lines.addAll(reasons(answer.exported()));
        lines.addAll(steps(answer));
        lines.addAll(besides(answer));
        List<String> notes = Stream.concat(answer.exported().notes().stream(), answer.notes().stream())
                .toList();
        if (!notes.isEmpty()) {
            lines.add("");
            lines.add("Know: " + String.join(" ", notes));
        }
        return String.join("\n", lines) + "\n";
    }

    static String plain(String text) {
        return text.replaceAll("[\\p{Cntrl}`]+", " ");
    }

    private static Optional<String> predicted(CheckAnswer check) {
        return check.assessment()
                .map(assessment -> "Predicted: " + performance(assessment) + ". "
                        + assessment.uncertainty().sentence());
    }

    private static String performance(Assessment assessment) {
        Performance performance = assessment.evaluation().performance();
        List<String> parts = new ArrayList<>();
        parts.add(Figures.tokensPerSecond(performance.tokensPerSecond()));
        assessment.timeToFirstToken().ifPresent(seconds -> parts.add(Figures.seconds(seconds) + " to the first token"));
        assessment.timePerOutputToken().ifPresent(seconds -> parts.add(Figures.seconds(seconds) + " per token"));
        parts.add("step " + Figures.seconds(performance.stepSeconds()));
        return String.join(", ", parts);
    }

    private static String start(ExportAnswer answer) {
        boolean several = answer.parts().stream().anyMatch(part -> part.nodes() > 1);
        return switch (answer.target()) {
            case SHELL ->
                "`bash node-N.sh` on each node N"
                        + (several ? ", `NODE_n_ADDRESS` set to the address of a server's first node" : "")
                        + (several
                                        && !answer.ordered()
                                                .book()
                                                .start()
                                                .launcher()
                                                .isEmpty()
                                        && !answer.ordered().book().trains()
                                ? "; the nodes of a server are listed in a file `hosts`"
                                : "")
                        + ".";
            case SLURM -> "`sbatch train.sbatch`.";
            case KUBERNETES -> "`kubectl apply -f manifest.yaml`.";
            case DYNAMO, DYNAMO_V1BETA1 ->
                "`kubectl apply -f dynamo.yaml`, where Dynamo's operator runs; it adds ports, ranks and addresses.";
            case LLM_D ->
                several
                        ? "`kubectl apply -f manifest.yaml`, behind llm-d's router."
                        : "`helm install NAME CHART -f values.yaml` with llm-d's modelservice chart.";
        };
    }

    static List<String> reasons(Exported exported) {
        Map<String, List<Flag>> byReason = new LinkedHashMap<>();
        Stream.of(exported.environment(), exported.flags(), exported.settings())
                .flatMap(List::stream)
                .forEach(flag -> byReason.computeIfAbsent(flag.why(), unused -> new ArrayList<>())
                        .add(flag));
        List<String> lines = new ArrayList<>(List.of("", "| option | why |", "|---|---|"));
        byReason.forEach((why, flags) -> lines.add(
                "| " + flags.stream().map(ExportText::shown).collect(Collectors.joining(", ")) + " | " + why + " |"));
        return lines;
    }

    private static String shown(Flag flag) {
        String value = plain(flag.value()).replace("|", "\\|");
        return "`" + flag.option().name() + (value.equals("true") || value.equals("{}") ? "" : " " + value) + "`";
    }

    private static List<String> steps(ExportAnswer answer) {
        List<String> steps =
                new ArrayList<>(List.of("", "If a measurement lies outside of what is expected, in this order:", ""));
        steps.add(
                "1. Compare the log of the start with the table above: degrees, cache, tokens of a step. A differing one explains it.");
        if (answer.ordered().book().trains()) {
            steps.add(
                    "2. Out of memory: recompute more, or half the micro-batch; `meshwright check` of that plan says what it costs.");
        }
        for (FallbackStep step : answer.steps()) {
            step.predicted()
                    .assessment()
                    .ifPresent(predicted -> steps.add((steps.size() - 2) + ". " + step.when() + ": `" + step.change()
                            + "`; predicted is " + performance(predicted) + ", "
                            + Figures.bytes(
                                    predicted.evaluation().heaviestStage().memoryBytes()) + " on the fullest GPU."));
        }
        steps.add(
                (steps.size() - 2) + ". Still outside: `meshwright calibrate` with your rows, then `search` again with"
                        + " `--efficiency`.");
        return steps;
    }

    /** Whether experts move, and what to start where hardware is missing. */
    private static List<String> besides(ExportAnswer answer) {
        List<String> lines = new ArrayList<>();
        String balancing = answer.ordered().balancing().why();
        if (!balancing.isEmpty()) {
            lines.addAll(List.of("", "Experts: " + balancing));
        }
        stopped(answer).ifPresent(line -> lines.addAll(List.of("", line)));
        lines.addAll(fallback(answer.fallback()));
        return lines;
    }

    /** What to start where hardware is missing. */
    static List<String> fallback(List<FallbackPlan> plans) {
        List<String> lines = new ArrayList<>();
        plans.forEach(plan -> {
            String what = plan.best()
                    .map(best -> "start what is in `" + plan.folder().replaceFirst("/$", "") + "`: " + best.shortName()
                            + ". " + predicted(best))
                    .orElse(plan.instead() + ".");
            lines.addAll(List.of("", "Without " + plan.without() + ": " + what));
        });
        return lines;
    }

    private static String predicted(FallbackPlan.Best best) {
        return switch (best) {
            case FallbackPlan.Best.Servers servers ->
                predicted(servers.export().check()).orElse("");
            case FallbackPlan.Best.Pools pools -> PoolsExportText.predicted(pools.export());
        };
    }

    /** Which servers stop with a GPU or a node; empty for a training, which is one job. */
    private static Optional<String> stopped(ExportAnswer answer) {
        int servers = answer.ordered().degrees().replicas();
        if (answer.ordered().book().trains()
                || servers == 1
                || answer.fallback().isEmpty()) {
            return Optional.empty();
        }
        long most = answer.parts().stream()
                .collect(Collectors.groupingBy(NodePart::node, Collectors.counting()))
                .values()
                .stream()
                .max(Long::compare)
                .orElse(1L);
        return Optional.of("A GPU that fails stops one of the " + servers + " servers, a node "
                + (most == 1 ? "one" : "up to " + most) + "; the others go on until what follows is started.");
    }

    /** What is said at the terminal. */
    public static String summary(ExportAnswer answer, List<String> files) {
        return answer.ordered().book().engine() + ", " + answer.target().label() + ": "
                + answer.ordered().degrees().shortName() + ", "
                + predicted(answer.check()).orElse("") + "\n"
                + "Files: " + String.join(", ", files) + ".\n"
                + answer.notes().stream().map(note -> "Note: " + note + "\n").collect(Collectors.joining());
    }
}

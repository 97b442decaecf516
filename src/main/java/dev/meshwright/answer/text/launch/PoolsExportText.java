package dev.meshwright.answer.text.launch;

import dev.meshwright.answer.explain.pool.PoolArgument;
import dev.meshwright.answer.launch.ExportedPool;
import dev.meshwright.answer.launch.PoolsExportAnswer;
import dev.meshwright.base.quantity.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What lies beside the files that start a plan of two pools. */
public final class PoolsExportText {

    private PoolsExportText() {}

    /** The README of an export, in Markdown. */
    public static String of(PoolsExportAnswer answer) {
        List<String> lines = new ArrayList<>();
        ExportedPool first = answer.pools().getFirst();
        lines.add("# " + ExportText.plain(first.ordered().problem().name()) + " on "
                + first.ordered().book().engine()
                + first.ordered().version().map(version -> " " + version).orElse(""));
        lines.add("");
        lines.add(headline(answer));
        lines.add("");
        lines.add("Start: " + start(first));
        lines.add("");
        lines.add("Measure: `SERVER_ADDRESS=ROUTER bash benchmark.sh`; fill in the means in `validate.csv` and run"
                + " `meshwright validate validate.csv`.");
        for (ExportedPool pool : answer.pools()) {
            lines.add("");
            lines.add("## " + pool.ordered().role().orElseThrow().label() + ": "
                    + pool.ordered().degrees().shortName());
            lines.addAll(ExportText.reasons(pool.exported()));
            String balancing = pool.ordered().balancing().why();
            if (!balancing.isEmpty()) {
                lines.addAll(List.of("", "Experts: " + balancing));
            }
        }
        lines.addAll(ExportText.fallback(answer.fallback()));
        Stream<String> own = answer.pools().stream().flatMap(pool -> pool.exported().notes().stream());
        List<String> notes =
                Stream.concat(own, answer.notes().stream()).distinct().toList();
        if (!notes.isEmpty()) {
            lines.add("");
            lines.add("Know: " + String.join(" ", notes));
        }
        return String.join("\n", lines) + "\n";
    }

    private static String start(ExportedPool pool) {
        return switch (pool.target()) {
            case DYNAMO, DYNAMO_V1BETA1 ->
                "`kubectl apply -f dynamo.yaml`, where Dynamo's operator runs; it adds ports, ranks and addresses.";
            case LLM_D -> "`helm install NAME CHART -f values.yaml` with llm-d's modelservice chart.";
            case KUBERNETES ->
                "`kubectl apply -f manifest.yaml`; requests go to the Service whose name ends in `-router`.";
            case SHELL, SLURM ->
                "`bash prefill-node-N.sh` and `bash decode-node-N.sh` on each node N, then `bash router.sh` on one, with"
                        + " `NODE_n_ADDRESS` set to the addresses of the nodes.";
        };
    }

    private static String headline(PoolsExportAnswer answer) {
        PoolArgument argument = answer.check().argument().orElseThrow();
        return argument.pools().shortName() + ". " + predicted(answer);
    }

    /** What both pools are worth, a sentence. */
    static String predicted(PoolsExportAnswer answer) {
        PoolArgument argument = answer.check().argument().orElseThrow();
        return "Predicted: "
                + Figures.tokensPerSecond(
                        argument.evaluation().together().performance().tokensPerSecond()) + ", "
                + Figures.seconds(argument.timeToFirstToken().orElse(0)) + " to the first token, "
                + Figures.seconds(argument.timePerOutputToken().orElse(0)) + " per token.";
    }

    /** What is said at the terminal. */
    public static String summary(PoolsExportAnswer answer, List<String> files) {
        ExportedPool first = answer.pools().getFirst();
        return first.ordered().book().engine() + ", " + first.target().label() + ": " + headline(answer) + "\nFiles: "
                + String.join(", ", files) + ".\n"
                + answer.notes().stream().map(note -> "Note: " + note + "\n").collect(Collectors.joining());
    }
}

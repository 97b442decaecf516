package dev.meshwright.serve;

import dev.meshwright.answer.json.compare.ComparisonDocument;
import dev.meshwright.answer.json.launch.LaunchDocument;
import dev.meshwright.base.fault.Fault;
import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.io.document.DocumentFiles;
import dev.meshwright.io.document.DraftFile;
import dev.meshwright.io.launch.PoolWork;
import dev.meshwright.io.plan.ContenderFile;
import dev.meshwright.io.tree.InputFile;
import dev.meshwright.io.tree.PlainTree;
import dev.meshwright.io.tree.Resources;
import dev.meshwright.io.tree.TreeReader;
import dev.meshwright.launch.engine.Asked;
import dev.meshwright.question.audit.drafting.Draft;
import dev.meshwright.workbench.Constants;
import dev.meshwright.workbench.Effort;
import dev.meshwright.workbench.Watch;
import dev.meshwright.workbench.Workbench;
import dev.meshwright.workbench.compare.Compared;
import dev.meshwright.workbench.compare.Comparing;
import dev.meshwright.workbench.launch.LaunchRequest;
import dev.meshwright.workbench.launch.Launched;
import dev.meshwright.workbench.launch.Launching;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** What is answered at once: launch scripts read, claims drafted, answers put side by side. */
final class Desk {

    private Desk() {}

    /**
     * Problem and plan of each pool of a launch script, which is interpreted and never run, and what was read of it.
     *
     * @throws InvalidInputException with everything that is wrong with the request or the script
     */
    static Map<String, ?> imported(String body) {
        TreeReader root = root(body, List.of("name", "text", "gpu"));
        String text = required(root, "text");
        String name = optional(root, "name").map(Desk::plainName).orElse("launch.sh");
        Optional<String> gpu = optional(root, "gpu");
        root.finish();
        return Upload.with(Map.of(name, text), folder -> {
            LaunchRequest request = new LaunchRequest(
                    List.of(folder.resolve(name)),
                    new Asked(Optional.empty(), Optional.empty(), Optional.empty(), gpu, OptionalInt.empty()),
                    Map.of(),
                    PoolWork.USUAL,
                    false,
                    Constants.STANDARD,
                    Effort.DEFAULT);
            Launched launched = Launching.read(new Workbench(), request, Watch.NONE);
            Map<String, Object> document = new LinkedHashMap<>();
            document.put(
                    "pools",
                    launched.files().stream()
                            .map(pool -> Map.of("problem", pool.problemText(), "plan", pool.planText()))
                            .toList());
            document.put("launch", LaunchDocument.of(launched.answer()));
            return document;
        });
    }

    /** The name of a file without its folder. */
    private static String plainName(String name) {
        String plain = name.replaceFirst(".*[/\\\\]", "");
        return plain.isBlank() || plain.startsWith(".") ? "launch.sh" : plain;
    }

    /** Claims drafted of a text, as a file to edit. */
    static Map<String, ?> drafted(String body) {
        TreeReader root = root(body, List.of("text"));
        String text = required(root, "text");
        root.finish();
        Draft draft = Upload.with(Map.of("pasted.md", text), folder -> new Workbench()
                .draft(DocumentFiles.read(folder.resolve("pasted.md"))));
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("claims", DraftFile.yaml(draft));
        document.put("counts", DraftFile.counts(draft));
        return document;
    }

    /** Answers side by side, as an answer with a page. */
    static Job.Answered compared(String body, Jobs jobs) {
        TreeReader root = root(body, List.of("jobs"));
        List<ContenderFile.Read> read = new ArrayList<>();
        root.required("jobs").filter(TreeReader::isList).ifPresent(list -> {
            for (TreeReader place : list.items()) {
                place.text().ifPresent(id -> answered(jobs, id)
                        .ifPresentOrElse(
                                answer -> read.add(ContenderFile.read(answer.sentence(), answer.json())),
                                () -> place.fault("is no answer of this server, or one that was forgotten", "")));
            }
        });
        root.finish();
        Compared compared = Comparing.of(read);
        return Job.Answered.of(
                String.join(" ", compared.comparison().headlines()),
                ComparisonDocument.of(compared.comparison(), compared.answers(), "meshwright " + Resources.version()));
    }

    private static Optional<Job.Answered> answered(Jobs jobs, String id) {
        return jobs.find(id).map(Job::state).flatMap(state -> switch (state) {
            case Job.Answered answered -> Optional.of(answered);
            case Job.Running running -> Optional.empty();
            case Job.Failed failed -> Optional.empty();
        });
    }

    private static TreeReader root(String body, List<String> fields) {
        TreeReader root = TreeReader.of(new InputFile("request.json", body.isBlank() ? "{}" : body));
        if (!root.object(fields)) {
            root.finish();
        }
        return root;
    }

    private static String required(TreeReader root, String field) {
        root.required(field);
        Optional<String> text = optional(root, field);
        root.finish();
        return text.filter(content -> !content.isBlank())
                .orElseThrow(() -> new InvalidInputException(
                        List.of(new Fault("request.json", "/" + field, "", "must be a text that is not empty", ""))));
    }

    private static Optional<String> optional(TreeReader root, String field) {
        Object value = PlainTree.of(root).get(field);
        if (value != null && !(value instanceof String)) {
            root.child(field).ifPresent(place -> place.fault("must be a text", ""));
        }
        return value instanceof String text ? Optional.of(text) : Optional.empty();
    }
}

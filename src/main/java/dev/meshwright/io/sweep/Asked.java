package dev.meshwright.io.sweep;

import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.facts.cluster.Cluster;
import dev.meshwright.io.plan.PlanFiles;
import dev.meshwright.io.problem.Digest;
import dev.meshwright.io.tree.InputFile;
import dev.meshwright.io.tree.TreeReader;
import dev.meshwright.layout.draft.LayoutName;
import dev.meshwright.layout.draft.PlanDraft;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What is asked of a scenario: the question of a command, with what it takes beside a problem. */
public sealed interface Asked {

    /** The best layout. */
    record Search() implements Asked {
        @Override
        public String key() {
            return "search";
        }
    }

    /**
     * What a plan is worth.
     *
     * @param digest of its text
     */
    record Check(PlanDraft plan, String digest) implements Asked {
        @Override
        public String key() {
            return "check " + digest;
        }
    }

    /**
     * The smallest cluster that reaches the throughput that the problem has as a target.
     *
     * @param mostGpus largest cluster to try
     */
    record Scale(int mostGpus) implements Asked {
        @Override
        public String key() {
            return "scale up to " + mostGpus;
        }
    }

    /** Names of questions, as sweeps spell them. */
    List<String> QUESTIONS = List.of("search", "check", "scale");

    /** Fields of a question with what it takes. */
    List<String> FIELDS = List.of("question", "plan", "maxGpus");

    /** Largest cluster that is tried where nothing is said. */
    int MOST_GPUS = 1024;

    /** Everything about the question that its answer depends on, in a line. */
    String key();

    /**
     * Reads a question: its name, or a mapping with what it takes; what is wrong is noted at its place.
     *
     * @param folder names of files start here
     */
    static Optional<Asked> read(TreeReader place, Path folder) {
        if (!place.isObject()) {
            return place.text().flatMap(name -> of(name, place, place, folder));
        }
        if (!place.object(FIELDS)) {
            return Optional.empty();
        }
        Optional<TreeReader> named = place.child("question");
        return named.isEmpty()
                ? of("search", place, place, folder)
                : named.get().text().flatMap(name -> of(name, named.get(), place, folder));
    }

    private static Optional<Asked> of(String name, TreeReader named, TreeReader place, Path folder) {
        return switch (name) {
            case "search" -> Optional.of(new Search());
            case "check" -> plan(place, folder);
            case "scale" ->
                Optional.of(new Scale(place.child("maxGpus")
                        .map(most -> most.integer(1, Cluster.MOST_GPUS).orElse(MOST_GPUS))
                        .orElse(MOST_GPUS)));
            default -> {
                named.fault("is no question of a sweep", "Maybe one of: " + String.join(", ", QUESTIONS) + ".");
                yield Optional.empty();
            }
        };
    }

    private static Optional<Asked> plan(TreeReader place, Path folder) {
        if (!place.isObject()) {
            place.fault("is asked of a plan, and there is none", "Maybe {question: check, plan: \"TP8 EP8 PP1\"}.");
            return Optional.empty();
        }
        Optional<TreeReader> stated = place.required("plan");
        return stated.flatMap(TreeReader::text).flatMap(plan -> {
            try {
                Path file = folder.resolve(plan);
                if (LayoutName.isMeant(plan) && !Files.exists(file)) {
                    return Optional.of(new Check(PlanFiles.ofLine(stated.get().path(), plan), plan.strip()));
                }
                InputFile read = InputFile.read(file);
                return Optional.of(new Check(PlanFiles.read(read), Digest.ofText(read.text())));
            } catch (InvalidInputException e) {
                stated.get().adopt(e);
                return Optional.empty();
            }
        });
    }
}

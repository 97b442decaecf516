package dev.meshwright.launch.source;

import dev.meshwright.launch.Findings;
import dev.meshwright.launch.LaunchFile;
import dev.meshwright.launch.Place;
import dev.meshwright.launch.shell.Call;
import dev.meshwright.launch.shell.Doubts;
import dev.meshwright.launch.shell.Script;
import dev.meshwright.launch.tree.Tree;
import dev.meshwright.launch.tree.TreeSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds what starts something in the files of a launch, whatever their kinds. */
public final class Sources {

    private final List<LaunchFile> files = new ArrayList<>();
    private final Map<String, List<Tree>> trees = new LinkedHashMap<>();
    private final TreeSource reader;
    private final Findings findings;
    private final Script script;
    private final Map<String, String> set;

    /**
     * @param given files as named
     * @param set variables that the files leave open
     * @param reader of YAML
     * @param findings takes what is wrong
     * @param doubts takes tests of scripts whose outcome cannot be known
     */
    public Sources(
            List<LaunchFile> given, Map<String, String> set, TreeSource reader, Findings findings, Doubts doubts) {
        this.set = Map.copyOf(set);
        this.reader = reader;
        this.findings = findings;
        for (LaunchFile file : given) {
            files.add(file);
            if (FileKind.of(file) == FileKind.TREE) {
                List<Tree> documents = reader.documents(file.name(), file.text(), 1, findings);
                trees.put(file.name(), documents);
                documents.forEach(this::configMap);
            }
        }
        this.script = new Script(files, findings, set, doubts);
    }

    /** Files inside a manifest are files that its commands may name. */
    private void configMap(Tree document) {
        if (document.text("kind").filter("ConfigMap"::equals).isPresent()) {
            document.entries("data").forEach((name, value) -> {
                if (value instanceof Tree.Scalar scalar) {
                    files.add(new LaunchFile(name, scalar.text()));
                }
            });
        }
    }

    /** A mapping that an option names as a file: given, written by a script, or part of a manifest. */
    public Optional<Tree> settings(String name) {
        return script.file(name)
                .flatMap(text -> reader.documents(new LaunchFile(name, "").baseName(), text, 1, findings).stream()
                        .findFirst());
    }

    /** Everything that starts something; {@code others} are mappings that may be settings of an engine. */
    public List<Start> starts() {
        List<Start> starts = new ArrayList<>();
        List<Start> loose = new ArrayList<>();
        trees.forEach((file, documents) -> documents.forEach(document -> tree(file, document, starts, loose)));
        List<Rooted> run = new ArrayList<>();
        for (LaunchFile file : List.copyOf(files)) {
            switch (FileKind.of(file)) {
                case TREE -> {}
                case ARGUMENTS -> {
                    List<String> words = Arguments.words(file.text());
                    loose.add(
                            Start.of(new Call(words, Map.of(), List.of(), new Place(file.name(), 1)), Deployment.BARE));
                }
                case DOCKERFILE -> starts.addAll(new Dockerfile(file, script, set).starts());
                case SCRIPT ->
                    script.run(file.name(), file.text(), 1, set)
                            .forEach(call -> commands(call).forEach(start -> run.add(new Rooted(file.name(), start))));
            }
        }
        // A script that another one calls was run once more by itself, without the arguments that the other gives it.
        run.stream()
                .filter(start -> !script.called().contains(start.root()))
                .forEach(start -> starts.add(start.start()));
        return Joined.of(starts, loose);
    }

    /** A line of options where a command would stand has lost the command: half of the launch would go unread. */
    private List<Start> commands(Call call) {
        String first = call.words().isEmpty() ? "" : call.words().getFirst();
        if (first.startsWith("--")) {
            findings.add(
                    call.place(),
                    first,
                    "stands where a command would: the line before it has ended",
                    "Maybe a backslash is missing at the end of that line, or a comment stands between.");
            return List.of();
        }
        return ContainerRun.starts(script, call);
    }

    /** What came of running a given file. */
    private record Rooted(String root, Start start) {}

    private void tree(String file, Tree document, List<Start> starts, List<Start> loose) {
        Manifests manifests = new Manifests(file, script);
        Recipes recipes = new Recipes(file, script);
        Optional<String> kind = document.text("kind");
        if (kind.isPresent() && document.text("apiVersion").isPresent()) {
            starts.addAll(manifests.read(kind.get(), document));
        } else if (document.at("services")
                .filter(Tree.Mapping.class::isInstance)
                .isPresent()) {
            starts.addAll(new Compose(file, script, set).read(document));
        } else if (document.at("backend").isPresent()
                && document.at("resources").isPresent()) {
            starts.addAll(recipes.slurm(document));
        } else if (document.at("topology").isPresent()) {
            starts.addAll(recipes.topology(document));
        } else if (document.at("servingEngineSpec", "modelSpec").isPresent()) {
            starts.addAll(recipes.stack(document));
        } else if (Recipes.modelService(document)) {
            starts.addAll(recipes.values(document));
        } else if (Charts.in(document).isPresent()) {
            starts.addAll(new Charts(file, script)
                    .values(document, Charts.in(document).orElseThrow()));
        } else if (document.at("MODEL_ARGS").isPresent()) {
            List<String> words = Arguments.of(document.at("MODEL_ARGS").orElseThrow());
            Call call = new Call(words, Map.of(), List.of(), new Place(file, document.line()));
            loose.add(Start.of(call, Deployment.BARE));
        } else if (document instanceof Tree.Mapping) {
            Deployment named = Deployment.BARE.as(Role.in(new LaunchFile(file, "").baseName()), Optional.empty());
            Place place = new Place(file, document.line());
            loose.add(Start.of(document, Optional.empty(), Optional.empty(), named, place));
        }
    }
}

package dev.meshwright.io.launch;

import dev.meshwright.base.resource.ResourceText;
import dev.meshwright.facts.engine.EngineVersion;
import dev.meshwright.facts.engine.option.EngineOption;
import dev.meshwright.facts.engine.option.Meaning;
import dev.meshwright.facts.engine.option.OptionBook;
import dev.meshwright.facts.engine.option.OptionBook.EntryPoint;
import dev.meshwright.facts.engine.option.OptionType;
import dev.meshwright.facts.engine.option.Purpose;
import dev.meshwright.facts.engine.option.ReleaseMarks;
import dev.meshwright.facts.engine.option.VersionRange;
import dev.meshwright.io.tree.InputFile;
import dev.meshwright.io.tree.Names;
import dev.meshwright.io.tree.TreeReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The option data of engines that come with Meshwright: {@code engines/options/*.yaml}. */
public final class OptionFiles {

    private static final String FOLDER = "/dev/meshwright/engines/options/";

    /** Files by the engines' labels, in the order in which commands are looked up. */
    private static final List<String> ENGINES = List.of("vllm", "sglang", "tensorrt-llm", "megatron");

    private static final Map<String, OptionType> TYPES = Names.of(OptionType::label, OptionType.values());
    private static final Map<String, Meaning> MEANINGS = Names.of(Meaning::label, Meaning.values());

    private static final Map<String, Purpose> PURPOSES = Names.of(Purpose::label, Purpose.values());

    private static final List<String> FIELDS = List.of(
            "name", "aliases", "type", "means", "for", "since", "until", "default", "choices", "perNode", "invalid",
            "mend", "source");

    private OptionFiles() {}

    private static final class Standard {
        private static final List<OptionBook> BOOKS =
                ENGINES.stream().map(OptionFiles::read).toList();

        private static final List<OptionBook> CLIENTS = beside("clients/");
        private static final List<OptionBook> ROUTERS = beside("routers/");

        private static List<OptionBook> beside(String folder) {
            return ENGINES.stream()
                    .filter(engine -> !engine.equals("megatron"))
                    .map(engine -> read(folder + engine))
                    .toList();
        }
    }

    /** The options of all engines. */
    public static List<OptionBook> standard() {
        return Standard.BOOKS;
    }

    /**
     * The options of one engine.
     *
     * @throws IllegalArgumentException where no engine has that label
     */
    public static OptionBook of(String engine) {
        return Standard.BOOKS.stream()
                .filter(book -> book.engine().equals(engine))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no engine is called " + engine));
    }

    /**
     * The options of the program that measures servers of an engine with requests.
     *
     * @throws IllegalArgumentException where there is none
     */
    public static OptionBook client(String engine) {
        return Standard.CLIENTS.stream()
                .filter(book -> book.engine().equals(engine))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no client is known of " + engine));
    }

    /**
     * The options of the program that leads requests through two pools of an engine.
     *
     * @throws IllegalArgumentException where there is none
     */
    public static OptionBook router(String engine) {
        return Standard.ROUTERS.stream()
                .filter(book -> book.engine().equals(engine))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no router is known of " + engine));
    }

    private static OptionBook read(String engine) {
        String name = "engines/options/" + engine + ".yaml";
        TreeReader root = TreeReader.of(new InputFile(name, ResourceText.of(FOLDER + engine + ".yaml")));
        root.object(List.of("engine", "layoutNames", "entries", "start", "releases", "groups", "environment"));
        List<EngineOption> options = new ArrayList<>();
        for (TreeReader group : root.required("groups").map(TreeReader::items).orElse(List.of())) {
            group.object(List.of("source", "options"));
            String source = group.required("source").flatMap(TreeReader::text).orElse("");
            group.required("options")
                    .map(TreeReader::items)
                    .orElse(List.of())
                    .forEach(place -> options.add(option(place, source)));
        }
        List<EntryPoint> entries = root.required("entries").map(TreeReader::items).orElse(List.of()).stream()
                .map(OptionFiles::entry)
                .toList();
        List<EngineOption> environment = options(root.child("environment"));
        String names = root.required("layoutNames").flatMap(TreeReader::text).orElse("");
        String label = root.required("engine").flatMap(TreeReader::text).orElse("");
        OptionBook.Start start = start(root.required("start"));
        ReleaseMarks releases = releases(root.child("releases"));
        root.finish();
        return new OptionBook(label, entries, options, environment, Pattern.compile(names), start, releases);
    }

    private static List<EngineOption> options(Optional<TreeReader> list) {
        return list.map(TreeReader::items).orElse(List.of()).stream()
                .map(place -> option(place, ""))
                .toList();
    }

    private static OptionBook.Start start(Optional<TreeReader> stated) {
        stated.ifPresent(
                place -> place.object(List.of("program", "modelNext", "launcher", "image", "settingsWin", "worker")));
        return new OptionBook.Start(
                texts(stated.flatMap(place -> place.required("program"))),
                stated.flatMap(place -> place.child("modelNext"))
                        .flatMap(TreeReader::truth)
                        .orElse(false),
                texts(stated.flatMap(place -> place.child("launcher"))),
                stated.flatMap(place -> place.child("image"))
                        .flatMap(TreeReader::text)
                        .orElse(""),
                stated.flatMap(place -> place.child("settingsWin"))
                        .flatMap(TreeReader::truth)
                        .orElse(false),
                stated.flatMap(place -> place.child("worker")).map(OptionFiles::worker));
    }

    /** No image and no distribution where a file says nothing, as of programs beside the engine. */
    private static ReleaseMarks releases(Optional<TreeReader> stated) {
        stated.ifPresent(place -> place.object(List.of("images", "distribution")));
        String images = stated.flatMap(place -> place.child("images"))
                .flatMap(TreeReader::text)
                .orElse("(?!)");
        return new ReleaseMarks(
                Pattern.compile(images),
                stated.flatMap(place -> place.child("distribution"))
                        .flatMap(TreeReader::text)
                        .orElse(""));
    }

    private static OptionBook.Worker worker(TreeReader place) {
        place.object(List.of("program", "model", "settings", "image"));
        return new OptionBook.Worker(
                texts(place.required("program")),
                place.required("model").flatMap(TreeReader::text).orElse(""),
                place.child("settings").flatMap(TreeReader::text).orElse(""),
                place.required("image").flatMap(TreeReader::text).orElse(""));
    }

    private static EntryPoint entry(TreeReader place) {
        place.object(List.of("words", "modelNext", "images", "defaults", "environment", "server"));
        Map<String, String> defaults = new TreeMap<>();
        place.child("defaults").ifPresent(values -> values.fieldNames().forEach(field -> values.child(field)
                .flatMap(TreeReader::scalarText)
                .ifPresent(value -> defaults.put(field, value))));
        return new EntryPoint(
                texts(place.required("words")),
                place.child("modelNext").flatMap(TreeReader::truth).orElse(false),
                place.child("images").flatMap(TreeReader::text).orElse(""),
                defaults,
                options(place.child("environment")),
                place.child("server").flatMap(TreeReader::truth).orElse(true));
    }

    private static List<String> texts(Optional<TreeReader> list) {
        return list.map(TreeReader::items).orElse(List.of()).stream()
                .flatMap(item -> item.scalarText().stream())
                .toList();
    }

    private static EngineOption option(TreeReader place, String groupSource) {
        place.object(FIELDS);
        String source = place.child("source").flatMap(TreeReader::text).orElse(groupSource);
        if (source.isEmpty()) {
            place.fault("has no source", "");
        }
        return new EngineOption(
                place.required("name").flatMap(TreeReader::text).orElse(""),
                texts(place.child("aliases")),
                place.required("type").flatMap(type -> type.choice(TYPES)).orElse(OptionType.TEXT),
                place.child("means").flatMap(means -> means.choice(MEANINGS)),
                place.child("for").flatMap(purpose -> purpose.choice(PURPOSES)),
                new VersionRange(version(place, "since"), version(place, "until")),
                place.child("default").map(OptionFiles::defaults).orElse(List.of()),
                texts(place.child("choices")),
                place.child("perNode").flatMap(TreeReader::truth).orElse(false),
                place.child("invalid").flatMap(TreeReader::text).orElse(""),
                place.child("mend").flatMap(TreeReader::text).orElse(""),
                source);
    }

    private static Optional<EngineVersion> version(TreeReader place, String field) {
        Optional<TreeReader> stated = place.child(field);
        Optional<EngineVersion> version = stated.flatMap(TreeReader::text).flatMap(EngineVersion::of);
        if (stated.isPresent() && version.isEmpty()) {
            stated.get().fault("is no release such as \"0.21\", in quotes", "");
        }
        return version;
    }

    /** One value for all releases, or values by the first release that has them. */
    private static List<EngineOption.Default> defaults(TreeReader place) {
        if (!place.isObject()) {
            return place.scalarText()
                    .map(value -> List.of(new EngineOption.Default(VersionRange.ALL, value)))
                    .orElse(List.of());
        }
        Map<String, String> values = new LinkedHashMap<>();
        place.fieldNames().forEach(release -> place.child(release)
                .flatMap(TreeReader::scalarText)
                .ifPresent(value -> values.put(release, value)));
        List<EngineVersion> releases = values.keySet().stream()
                .flatMap(release -> EngineVersion.of(release).stream())
                .sorted()
                .toList();
        List<EngineOption.Default> defaults = new ArrayList<>();
        for (Map.Entry<String, String> value : new TreeMap<>(values).entrySet()) {
            Optional<EngineVersion> since = EngineVersion.of(value.getKey());
            Optional<EngineVersion> until = new TreeSet<>(releases)
                    .stream()
                            .filter(other -> since.isEmpty() || other.compareTo(since.get()) > 0)
                            .findFirst();
            defaults.add(new EngineOption.Default(new VersionRange(since, until), value.getValue()));
        }
        return defaults;
    }
}

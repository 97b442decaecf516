package dev.meshwright.launch.option;

import dev.meshwright.facts.engine.EngineVersion;
import dev.meshwright.facts.engine.option.EngineOption;
import dev.meshwright.facts.engine.option.Meaning;
import dev.meshwright.facts.engine.option.OptionBook;
import dev.meshwright.launch.Findings;
import dev.meshwright.launch.Place;
import dev.meshwright.launch.shell.Unset;
import dev.meshwright.launch.source.Deployment;
import dev.meshwright.launch.source.Role;
import dev.meshwright.launch.source.Sources;
import dev.meshwright.launch.source.Start;
import dev.meshwright.launch.tree.Tree;
import dev.meshwright.launch.tree.TreeSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** The servers that the files of a launch start, each with its options as stated. */
public final class Servers {

    private final EntryFinder finder;
    private final Sources sources;
    private final TreeSource trees;
    private final Findings findings;
    private final Optional<EngineVersion> version;

    /**
     * @param version that somebody states beside the files
     */
    public Servers(
            Collection<OptionBook> books,
            Sources sources,
            TreeSource trees,
            Findings findings,
            Optional<EngineVersion> version) {
        this.finder = new EntryFinder(books);
        this.sources = sources;
        this.trees = trees;
        this.findings = findings;
        this.version = version;
    }

    /** All servers; those that differ in their node alone are one. */
    public List<Server> read() {
        List<Server> servers = new ArrayList<>();
        for (Start start : sources.starts()) {
            server(start).ifPresent(servers::add);
        }
        return merged(servers);
    }

    private Optional<Server> server(Start start) {
        if (start.settings().isPresent()) {
            return settings(start, start.settings().get());
        }
        List<String> words = start.call().words();
        Optional<EntryFinder.Found> found = finder.find(
                words, start.deployment().programmed() ? "" : start.deployment().image());
        if (found.isPresent()) {
            return Optional.of(command(start, found.get()));
        }
        boolean loose = !words.isEmpty() && words.getFirst().startsWith("-");
        return loose
                ? finder.byNames(words.stream()
                                .filter(word -> word.startsWith("-"))
                                .map(Servers::name)
                                .toList())
                        .map(book -> command(
                                start, new EntryFinder.Found(book, OptionBook.EntryPoint.NONE, List.of(), words)))
                : Optional.empty();
    }

    private static String name(String word) {
        return word.replaceFirst("=.*", "");
    }

    private Server command(Start start, EntryFinder.Found found) {
        Place place = start.call().place();
        OptionScan scan = new OptionScan(found.book(), trees, findings);
        scan.environment(found.book().environment(), start.call().environment(), place);
        scan.environment(found.entry().environment(), start.call().environment(), place);
        if (found.book().trains()) {
            scan.launcher(start.call().allocation(), place);
            scan.launcher(found.before(), place);
        }
        OptionScan line = new OptionScan(found.book(), trees, findings);
        line.words(found.after(), place);
        OptionScan file = new OptionScan(found.book(), trees, findings);
        files(line.settings(), file);
        boolean overrides = found.book().start().settingsWin();
        if (!overrides) {
            scan.settings().addAll(file.settings());
        }
        // A model without an option may stand behind others' values too.
        Optional<EngineOption> named = found.book().of(Meaning.MODEL);
        line.positional()
                .filter(word -> found.entry().modelNext() && named.isPresent() && !word.isBlank())
                .ifPresent(word -> scan.settings().add(new Setting(named, "model", word, place)));
        scan.settings().addAll(line.settings());
        if (overrides) {
            scan.settings().addAll(file.settings());
        }
        start.model().filter(name -> start.settings().isEmpty()).ifPresent(name -> scan.settings()
                .add(new Setting(found.book().of(Meaning.SERVED_NAME), "served name", name, place)));
        String command = String.join(" ", found.entry().words());
        Server server =
                server(start, found.book(), scan.settings(), found.entry().defaults(), command);
        Optional<Role> role = server.deployment().role().or(() -> byFile(line.settings()));
        Deployment seen = VisibleGpus.around(server.deployment(), scan.settings(), found.before());
        return server.withDeployment(seen.withRole(role));
    }

    /** What a file of settings is called may say what its server does: {@code ctx.yaml}. */
    private static Optional<Role> byFile(List<Setting> settings) {
        return settings.stream()
                .filter(setting -> setting.option()
                        .flatMap(EngineOption::means)
                        .filter(Meaning.CONFIG_FILE::equals)
                        .isPresent())
                .flatMap(setting -> Role.in(setting.value().replaceFirst(".*/", "")).stream())
                .findFirst();
    }

    private Server server(
            Start start, OptionBook book, List<Setting> settings, Map<String, String> defaults, String command) {
        Optional<EngineVersion> tagged = version.or(
                        () -> book.releases().ofInstalled(start.call().installed()))
                .or(() -> book.releases().ofImage(start.deployment().image()));
        return new Server(
                book.engine(),
                tagged,
                settings,
                defaults,
                start.deployment(),
                command,
                start.call().place());
    }

    /** A file that an option names says options of its own; which of both wins is a fact of the engine. */
    private void files(List<Setting> settings, OptionScan into) {
        for (Setting setting : settings) {
            boolean file = setting.option()
                    .flatMap(EngineOption::means)
                    .filter(Meaning.CONFIG_FILE::equals)
                    .isPresent();
            if (!file || setting.value().equals("{}")) {
                continue;
            }
            Optional<Tree> mapping = sources.settings(Unset.shown(setting.value()));
            mapping.ifPresent(tree -> into.mapping(tree, setting.value().replaceFirst(".*/", "")));
            if (mapping.isEmpty()) {
                findings.add(
                        setting.place(),
                        Unset.shown(setting.text()),
                        "names a file that is not among those given; it may change the layout",
                        "Maybe give it too: meshwright import LAUNCH "
                                + Unset.shown(setting.value()).replaceFirst(".*/", "") + ".");
            }
        }
    }

    private Optional<Server> settings(Start start, Tree settings) {
        Optional<OptionBook> book = start.engine().flatMap(finder::named).or(() -> finder.byNames(names(settings)));
        return book.map(known -> {
            OptionScan scan = new OptionScan(known, trees, findings);
            Place place = start.call().place();
            start.model()
                    .ifPresent(name -> scan.settings().add(new Setting(known.of(Meaning.MODEL), "model", name, place)));
            scan.mapping(settings, place.file());
            return server(start, known, scan.settings(), Map.of(), known.engine() + " settings");
        });
    }

    /** Names that options may have: engines name a model, and describe none, which other files do. */
    private static Collection<String> names(Tree settings) {
        Collection<String> names = new TreeSet<>();
        settings.entries().forEach((name, value) -> {
            if (!name.equals("model") || value instanceof Tree.Scalar) {
                names.add(name);
            }
        });
        return names;
    }

    /** Each server has one node that is its first: all ranks that it states are 0, or it states none. */
    private static int firstNodes(List<Server> group) {
        long first = group.stream()
                .filter(server -> server.settings().stream()
                        .filter(setting -> setting.option()
                                .flatMap(EngineOption::means)
                                .filter(Meaning.RANK::equals)
                                .isPresent())
                        .allMatch(setting -> setting.value().equals("0")))
                .count();
        return (int) Math.max(1, first);
    }

    /** Commands that say the same but for rank, address and port are one server on several nodes, or servers alike. */
    private static List<Server> merged(List<Server> servers) {
        Map<String, List<Server>> alike = new LinkedHashMap<>();
        for (Server server : servers) {
            StringBuilder key = new StringBuilder(server.engine());
            server.deployment().role().ifPresent(key::append);
            for (Setting setting : server.settings()) {
                boolean own = setting.option().filter(EngineOption::perNode).isPresent();
                key.append(own ? "" : "\n" + setting.text());
            }
            alike.computeIfAbsent(key.toString(), unused -> new ArrayList<>()).add(server);
        }
        List<Server> merged = new ArrayList<>();
        for (List<Server> group : alike.values()) {
            Server first = group.getFirst();
            boolean nodes = group.stream()
                    .flatMap(server -> server.settings().stream())
                    .anyMatch(setting -> setting.option()
                            .flatMap(EngineOption::means)
                            .filter(Meaning.RANK::equals)
                            .isPresent());
            int copies = nodes ? firstNodes(group) : group.size();
            merged.add(first.withDeployment(
                    first.deployment().withReplicas(first.deployment().replicas() * copies)));
        }
        return merged;
    }
}

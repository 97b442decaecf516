package dev.meshwright.launch.option;

import dev.meshwright.facts.engine.option.EngineOption;
import dev.meshwright.facts.engine.option.Meaning;
import dev.meshwright.facts.engine.option.OptionBook;
import dev.meshwright.facts.engine.option.OptionType;
import dev.meshwright.launch.Findings;
import dev.meshwright.launch.Place;
import dev.meshwright.launch.tree.Tree;
import dev.meshwright.launch.tree.TreeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads words and mappings as options of one engine. */
final class OptionScan {

    private final OptionBook book;
    private final TreeSource trees;
    private final Findings findings;
    private final List<Setting> settings = new ArrayList<>();
    private Optional<String> positional = Optional.empty();

    OptionScan(OptionBook book, TreeSource trees, Findings findings) {
        this.book = book;
        this.trees = trees;
        this.findings = findings;
    }

    /** What was read so far, in order. */
    List<Setting> settings() {
        return settings;
    }

    /** The first word that is neither an option nor the value of one; empty without. */
    Optional<String> positional() {
        return positional;
    }

    /** Reads words of a command line; words that are no option stand for nothing here. */
    void words(List<String> words, Place place) {
        int at = 0;
        while (at < words.size()) {
            String word = words.get(at);
            if (!option(word)) {
                positional = positional.or(() -> Optional.of(word));
            }
            at = option(word) ? option(words, at, place) : at + 1;
        }
    }

    /** Reads options of whatever starts the engine; those that nobody knows are its own business. */
    void launcher(List<String> words, Place place) {
        int from = settings.size();
        words(words, place);
        settings.subList(from, settings.size())
                .removeIf(setting -> setting.option().isEmpty());
    }

    private static boolean option(String word) {
        return word.startsWith("-") && word.length() > 1 && !word.matches("-\\d+(\\.\\d+)?");
    }

    private int option(List<String> words, int at, Place place) {
        String word = words.get(at);
        int equals = word.indexOf('=');
        String name = equals < 0 ? word : word.substring(0, equals);
        Optional<String> inline = equals < 0 ? Optional.empty() : Optional.of(word.substring(equals + 1));
        int end = at + 1;
        while (end < words.size() && !option(words.get(end))) {
            end++;
        }
        List<String> following = words.subList(at + 1, end);
        Optional<EngineOption> known = book.find(name).or(() -> book.abbreviated(name));
        if (known.isEmpty() && negated(name).isPresent()) {
            settings.add(new Setting(negated(name), name, "false", place));
            return at + 1;
        }
        if (known.isEmpty() && name.indexOf('.') > 0) {
            String value = inline.or(() -> following.stream().findFirst()).orElse("true");
            dotted(name, value, place);
            return at + (inline.isEmpty() && !following.isEmpty() ? 2 : 1);
        }
        if (known.isEmpty()) {
            String value = inline.orElseGet(() -> String.join(" ", following));
            settings.add(new Setting(Optional.empty(), name, value.isEmpty() ? "true" : value, place));
            return end;
        }
        return known(known.get(), name, inline, following, at, place);
    }

    private int known(
            EngineOption option, String name, Optional<String> inline, List<String> following, int at, Place place) {
        String next = following.isEmpty() ? "" : following.getFirst();
        boolean truth = next.equalsIgnoreCase("true") || next.equalsIgnoreCase("false");
        if (option.type() == OptionType.SWITCH) {
            String value = inline.orElse(truth ? next : "true");
            settings.add(new Setting(Optional.of(option), name, value.toLowerCase(Locale.ROOT), place));
            return at + (inline.isEmpty() && truth ? 2 : 1);
        }
        if (inline.isEmpty() && following.isEmpty()) {
            findings.add(
                    place, name, "has no value", "Maybe a part of the file is missing, or a line ends without \\.");
            return at + 1;
        }
        if (option.type() == OptionType.LIST) {
            String value = inline.orElseGet(() -> String.join(",", following));
            settings.add(new Setting(Optional.of(option), name, value, place));
            return at + 1 + (inline.isPresent() ? 0 : following.size());
        }
        String value = inline.orElse(next);
        if (option.type() == OptionType.MAPPING) {
            mapping(option, name, value, place);
        } else {
            settings.add(new Setting(Optional.of(option), name, value, place));
        }
        return at + (inline.isPresent() ? 1 : 2);
    }

    private Optional<EngineOption> negated(String name) {
        String bare = name.replaceFirst("^-+", "");
        return bare.matches("(no|disable)[-_].*")
                ? book.find(bare.replaceFirst("^no[-_]", "")).filter(option -> option.type() == OptionType.SWITCH)
                : Optional.empty();
    }

    /** {@code --eplb-config.window_size 1000} is a key of a mapping. */
    private void dotted(String name, String value, Place place) {
        String bare = name.replaceFirst("^-+", "");
        String head = bare.substring(0, bare.indexOf('.'));
        Optional<EngineOption> mapping = book.find(head).or(() -> book.abbreviated(head));
        String full = mapping.map(EngineOption::name).orElse(head) + bare.substring(bare.indexOf('.'));
        mapping.ifPresent(option -> settings.add(new Setting(mapping, "--" + option.name(), "{}", place)));
        settings.add(new Setting(book.find(full), "--" + full, value, place));
    }

    private void mapping(EngineOption option, String name, String value, Place place) {
        if (!value.strip().startsWith("{")) {
            settings.add(new Setting(Optional.of(option), name, value, place));
            return;
        }
        settings.add(new Setting(Optional.of(option), name, "{}", place));
        trees.documents(place.file(), value, place.line(), findings).stream()
                .findFirst()
                .ifPresent(tree -> flatten(option.name(), tree, place));
    }

    /** Reads the keys of a file, or of a part of one, as options. */
    void mapping(Tree mapping, String file) {
        mapping.entries().forEach((key, value) -> {
            Place place = new Place(file, value.line());
            Optional<EngineOption> option = book.find(key);
            if (option.isEmpty() && negated(key).isPresent()) {
                boolean on = !value.text().orElse("").equals("false");
                settings.add(new Setting(negated(key), key, String.valueOf(!on), place));
            } else {
                flatten(option.map(EngineOption::name).orElse(key), value, place);
            }
        });
    }

    private void flatten(String name, Tree value, Place place) {
        Optional<EngineOption> option = book.find(name);
        switch (value) {
            case Tree.Scalar scalar -> {
                if (scalar.text().strip().startsWith("{")
                        && option.filter(OptionScan::isMapping).isPresent()) {
                    mapping(option.get(), name, scalar.text(), new Place(place.file(), scalar.line()));
                } else if (!scalar.text().isEmpty()) {
                    settings.add(new Setting(option, name, scalar.text(), new Place(place.file(), place.line())));
                }
            }
            case Tree.Sequence list -> {
                List<String> items = list.items().stream()
                        .map(item -> item.text().orElse("{}"))
                        .toList();
                settings.add(new Setting(option, name, String.join(",", items), place));
            }
            case Tree.Mapping mapping -> {
                settings.add(new Setting(option, name, "{}", place));
                mapping.entries().forEach((key, inner) -> flatten(name + "." + key, inner, at(place, inner)));
            }
        }
    }

    private static Place at(Place place, Tree inner) {
        return new Place(place.file(), Math.max(place.line(), inner.line()));
    }

    private static boolean isMapping(EngineOption option) {
        return option.type() == OptionType.MAPPING;
    }

    /** Reads variables that the engine, or a way of starting it, reads. */
    void environment(List<EngineOption> variables, Map<String, String> environment, Place place) {
        for (EngineOption variable : variables) {
            String value = environment.get(variable.name());
            if (value != null && !value.isEmpty()) {
                boolean mark = variable.type() == OptionType.SWITCH;
                String meant =
                        mark && variable.means().filter(Meaning.GPU::equals).isPresent()
                                ? variable.choices().getFirst()
                                : value;
                settings.add(new Setting(Optional.of(variable), variable.name(), meant, place));
            }
        }
    }
}

package dev.meshwright.launch.option;

import dev.meshwright.facts.engine.EngineVersion;
import dev.meshwright.facts.engine.option.EngineOption;
import dev.meshwright.facts.engine.option.Meaning;
import dev.meshwright.facts.engine.option.OptionBook;
import dev.meshwright.launch.Findings;
import dev.meshwright.launch.shell.Unset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;

/** The options of a server by their meaning: what is stated, else the default of its release. Notes what it was asked for. */
public final class Options {

    private static final int LARGEST = 100_000_000;

    private final Server server;
    private final OptionBook book;
    private final Findings findings;
    private final Set<Setting> read = new LinkedHashSet<>();
    private final List<String> defaulted = new ArrayList<>();

    /** @param findings takes values that are none, and those that a variable hides which nothing sets */
    public Options(Server server, OptionBook book, Findings findings) {
        this.server = server;
        this.book = book;
        this.findings = findings;
    }

    /** The server. */
    public Server server() {
        return server;
    }

    /** The options that its engine has. */
    public OptionBook book() {
        return book;
    }

    /** Where and how a meaning is stated last, the one that wins; empty where nobody states it. */
    public Optional<Setting> setting(Meaning meaning) {
        Optional<Setting> last = server.settings().stream()
                .filter(setting -> setting.option()
                        .flatMap(EngineOption::means)
                        .filter(meaning::equals)
                        .isPresent())
                .reduce((first, second) -> second);
        last.ifPresent(read::add);
        return last;
    }

    /** Whether somebody states it. */
    public boolean states(Meaning meaning) {
        return setting(meaning).isPresent();
    }

    /** A stated value; a variable that is not set is a finding. */
    public Optional<String> text(Meaning meaning) {
        Optional<Setting> setting = setting(meaning);
        if (setting.isPresent() && Unset.in(setting.get().value())) {
            unset(setting.get());
            return Optional.empty();
        }
        return setting.map(Setting::value);
    }

    private void unset(Setting setting) {
        String names = String.join(", ", Unset.names(setting.value()))
                .replace(",", ", ")
                .replaceAll(" +", " ");
        boolean command = names.startsWith("(");
        findings.add(
                setting.place(),
                Unset.shown(setting.written() + " " + setting.value()),
                command ? "needs what a command prints: $" + names : "needs " + names + ", which nothing sets",
                command
                        ? "Maybe write the value instead."
                        : "Maybe --set " + names.replaceFirst(",.*", "") + "=VALUE.");
    }

    /** A stated value that may hold variables nobody sets: names and addresses. */
    public Optional<String> shown(Meaning meaning) {
        return setting(meaning).map(Setting::value).filter(value -> !Unset.in(value));
    }

    /** A stated whole number. */
    public OptionalInt integer(Meaning meaning) {
        Optional<Setting> setting = setting(meaning);
        Optional<String> text = text(meaning).map(value -> scaled(value.strip()));
        if (text.isEmpty()) {
            return OptionalInt.empty();
        }
        // Stages of a small model on large GPUs have room for more than 100 million tokens.
        int largest = meaning == Meaning.CACHE_TOKENS ? Integer.MAX_VALUE : LARGEST;
        if (!text.get().matches("-?\\d{1,10}") || Long.parseLong(text.get()) > largest) {
            findings.add(
                    setting.orElseThrow().place(),
                    setting.get().text(),
                    "must be a whole number of at most " + largest,
                    "");
            return OptionalInt.empty();
        }
        return OptionalInt.of(Integer.parseInt(text.get()));
    }

    /** {@code 32k} is 32,000 and {@code 32K} is 32,768 where engines take such lengths. */
    private static String scaled(String value) {
        if (!value.matches("\\d{1,5}[kKmM]")) {
            return value;
        }
        long number = Long.parseLong(value.substring(0, value.length() - 1));
        long factor =
                switch (value.charAt(value.length() - 1)) {
                    case 'k' -> 1000;
                    case 'K' -> 1024;
                    case 'm' -> 1_000_000;
                    default -> 1024 * 1024;
                };
        return String.valueOf(number * factor);
    }

    /** A degree: stated, else the engine's default, else 1; at least 1. */
    public int degree(Meaning meaning) {
        OptionalInt stated = integer(meaning);
        if (stated.isPresent() && stated.getAsInt() < 1) {
            findings.add(
                    setting(meaning).orElseThrow().place(),
                    setting(meaning).orElseThrow().text(),
                    "must be at least 1",
                    "");
            return 1;
        }
        if (stated.isEmpty() && !states(meaning)) {
            String value = fallback(meaning).orElse("1");
            return value.matches("\\d{1,6}") ? Integer.parseInt(value) : 1;
        }
        return stated.orElse(1);
    }

    /** A stated number. */
    public OptionalDouble number(Meaning meaning) {
        Optional<Setting> setting = setting(meaning);
        Optional<String> text = text(meaning);
        if (text.isEmpty()) {
            return OptionalDouble.empty();
        }
        if (!text.get().strip().matches("-?(\\d{1,12}(\\.\\d*)?|\\.\\d+)([eE]-?\\d{1,2})?")) {
            findings.add(setting.orElseThrow().place(), setting.get().text(), "must be a number", "");
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(Double.parseDouble(text.get().strip()));
    }

    /** Whether a switch is on: stated, else by default. */
    public boolean on(Meaning meaning) {
        return text(meaning).or(() -> fallback(meaning)).orElse("false").matches("(?i)true|1|yes");
    }

    /** The default of the release, or of the way of starting; noted as such. */
    public Optional<String> fallback(Meaning meaning) {
        Optional<EngineOption> option = book.of(meaning);
        Optional<String> value = Optional.ofNullable(server.defaults().get(meaning.label()))
                .or(() -> option.flatMap(known -> known.defaultOf(server.version())));
        if (value.isPresent() && option.isPresent()) {
            String note = option.get().flag() + " " + value.get();
            if (!defaulted.contains(note)) {
                defaulted.add(note);
            }
        }
        return value;
    }

    /** Options that were read. */
    public Set<Setting> read() {
        return read;
    }

    /** Options with the values that they have by default, where those were asked for. */
    public List<String> defaulted() {
        return defaulted;
    }

    /** Whether the release is before another; a release that nobody states is the newest. */
    public boolean before(String release) {
        Optional<EngineVersion> other = EngineVersion.of(release);
        return server.version().isPresent()
                && other.isPresent()
                && server.version().get().compareTo(other.get()) < 0;
    }

    /** Defaults that belong to the way of starting. */
    public Map<String, String> startDefaults() {
        return server.defaults();
    }
}

package dev.meshwright.question.audit.vocabulary;

import dev.meshwright.base.quantity.NearNames;
import dev.meshwright.base.resource.ResourceProperties;
import dev.meshwright.question.audit.fact.AuditQuantity;
import dev.meshwright.question.audit.fact.QuantityCatalogue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Every quantity of the audit with its names. */
public final class Vocabulary {

    /** Where the names are. */
    static final String FILE = "/dev/meshwright/audit/vocabulary.properties";

    private static final int SUGGESTIONS = 3;
    private static final int NEAREST = 5;

    /** Shorter beginnings of a word say nothing. */
    private static final int SHORTEST_BEGINNING = 3;

    private static final Vocabulary STANDARD = new Vocabulary();

    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Meanings meanings;

    private Vocabulary() {
        Map<String, String> lines = ResourceProperties.of(FILE, line -> line);
        for (AuditQuantity quantity : QuantityCatalogue.all()) {
            String line = lines.get(quantity.id());
            entries.put(quantity.id(), line == null ? Entry.plain(quantity) : Entry.of(quantity, line));
        }
        lines.keySet().stream()
                .filter(id -> !entries.containsKey(id))
                .findFirst()
                .ifPresent(id -> {
                    throw new IllegalStateException(FILE + ": no quantity is called " + id);
                });
        meanings = new Meanings(entries.values());
    }

    /** The vocabulary that comes with the program. */
    public static Vocabulary standard() {
        return STANDARD;
    }

    /** All quantities, by subject. */
    public List<Entry> entries() {
        return List.copyOf(entries.values());
    }

    /** The quantity of that name, which exists. */
    public Entry entry(String id) {
        Entry entry = entries.get(id);
        if (entry == null) {
            throw new IllegalArgumentException("No quantity is called " + id + ".");
        }
        return entry;
    }

    /**
     * Quantities that all of {@code words} speak of, by name, other names, meaning, unit or scope. Those that are called so
     * come first, the others in the order of the catalogue.
     */
    public List<Entry> find(Collection<String> words) {
        String phrase = String.join(" ", words);
        List<String> wanted = Words.of(phrase);
        return entries.values().stream()
                .filter(entry -> speaksOf(entry, wanted))
                .sorted(Comparator.comparingInt(entry -> called(entry, wanted) ? 0 : 1))
                .toList();
    }

    private static boolean speaksOf(Entry entry, List<String> wanted) {
        Set<String> known = new LinkedHashSet<>(Words.of(entry.quantity().id()));
        known.addAll(Words.of(entry.quantity().description()));
        known.addAll(Words.of(entry.scope()));
        known.addAll(Words.of(entry.unit()));
        entry.counted().forEach(noun -> known.addAll(Words.of(noun)));
        entry.names().forEach(name -> known.addAll(Words.of(name)));
        return !wanted.isEmpty()
                && wanted.stream()
                        .allMatch(word -> known.contains(word)
                                || (word.length() >= SHORTEST_BEGINNING
                                        && known.stream().anyMatch(other -> other.startsWith(word))));
    }

    private static boolean called(Entry entry, List<String> wanted) {
        return Words.of(entry.quantity().id()).equals(wanted)
                || entry.names().stream().anyMatch(name -> Words.of(name).equals(wanted));
    }

    /** Quantities that a phrase such as "how long until the first word" may mean, likeliest first; none for a single word. */
    public List<Entry> nearest(Collection<String> words) {
        return meanings.nearest(String.join(" ", words), NEAREST);
    }

    /** "Maybe a or b." for a name that does not exist: by its names first, then by spelling, then by what its words mean. */
    public String maybe(String name) {
        List<String> near = suggestions(name);
        return near.isEmpty() ? "" : "Maybe " + String.join(" or ", near) + ".";
    }

    /** The quantities that an unknown name may mean, likeliest first, at most three. */
    public List<String> suggestions(String name) {
        List<String> wanted = Words.of(name);
        if (wanted.isEmpty()) {
            return List.of();
        }
        List<String> called = entries.values().stream()
                .filter(entry -> called(entry, wanted))
                .map(entry -> entry.quantity().id())
                .limit(SUGGESTIONS)
                .toList();
        if (!called.isEmpty()) {
            return called;
        }
        List<String> sameWords = entries.values().stream()
                .filter(entry -> sameWords(entry, wanted))
                .map(entry -> entry.quantity().id())
                .limit(SUGGESTIONS)
                .toList();
        if (!sameWords.isEmpty()) {
            return sameWords;
        }
        List<String> near = NearNames.among(name, entries.keySet(), SUGGESTIONS);
        if (!near.isEmpty()) {
            return near;
        }
        List<String> misspelled = misspelled(name);
        if (!misspelled.isEmpty()) {
            return misspelled;
        }
        List<String> meant = meanings.nearest(name, SUGGESTIONS).stream()
                .map(entry -> entry.quantity().id())
                .toList();
        return meant.isEmpty() ? byWords(wanted) : meant;
    }

    /** Whether one of its names has these words, in any order: {@code flops.peak} for peak FLOPS. */
    private static boolean sameWords(Entry entry, List<String> wanted) {
        Set<String> words = Set.copyOf(wanted);
        return words.size() > 1
                && Stream.concat(Stream.of(entry.quantity().id()), entry.names().stream())
                        .anyMatch(name -> Set.copyOf(Words.of(name)).equals(words));
    }

    /** The quantities that are called nearly so. */
    private List<String> misspelled(String name) {
        List<String> known = entries.values().stream()
                .flatMap(entry -> entry.names().stream())
                .toList();
        return NearNames.among(name, known, 1).stream()
                .flatMap(near -> entries.values().stream()
                        .filter(entry -> entry.names().contains(near))
                        .map(entry -> entry.quantity().id()))
                .distinct()
                .limit(SUGGESTIONS)
                .toList();
    }

    /** Most of the words in common, and few others. */
    private List<String> byWords(List<String> wanted) {
        record Score(String id, double share) {}
        List<Score> scores = new ArrayList<>();
        for (Entry entry : entries.values()) {
            List<List<String>> names = new ArrayList<>();
            names.add(Words.of(entry.quantity().id()));
            entry.names().forEach(name -> names.add(Words.of(name)));
            double best = names.stream()
                    .mapToDouble(words -> share(words, wanted))
                    .max()
                    .orElse(0);
            scores.add(new Score(entry.quantity().id(), best));
        }
        double best = scores.stream().mapToDouble(Score::share).max().orElse(0);
        return best < 0.5
                ? List.of()
                : scores.stream()
                        .filter(score -> score.share() >= 0.75 * best)
                        .sorted(Comparator.comparingDouble(Score::share).reversed())
                        .limit(SUGGESTIONS)
                        .map(Score::id)
                        .toList();
    }

    /** Words in common over all words of both. */
    private static double share(List<String> words, List<String> wanted) {
        Set<String> all = new LinkedHashSet<>(words);
        all.addAll(wanted);
        long common = all.stream()
                .filter(word -> words.contains(word) && wanted.contains(word))
                .count();
        boolean telling = wanted.stream().anyMatch(word -> word.length() >= SHORTEST_BEGINNING && words.contains(word));
        return telling ? common / (double) all.size() : 0;
    }

    /** Ids of all quantities. */
    public Set<String> ids() {
        return Collections.unmodifiableSet(entries.keySet());
    }
}

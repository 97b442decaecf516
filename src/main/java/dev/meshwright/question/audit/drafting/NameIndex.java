package dev.meshwright.question.audit.drafting;

import dev.meshwright.question.audit.vocabulary.Entry;
import dev.meshwright.question.audit.vocabulary.Vocabulary;
import dev.meshwright.question.audit.vocabulary.Words;
import dev.meshwright.question.audit.vocabulary.Words.Word;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the names of quantities in text. */
final class NameIndex {

    /**
     * A name of a quantity that a text contains.
     *
     * @param noun whether it is no name but what the quantity counts
     * @param words how many words it has
     * @param weight how many of them say what it is, and not for whom
     * @param start in the text
     * @param end in the text
     */
    record Hit(Entry entry, String name, boolean noun, int words, int weight, int start, int end) {}

    private static final Set<String> FOR_WHOM = Set.of("per", "each", "gpu", "layer");

    /** A hit and the place of its first word among the words of the text. */
    private record Found(Hit hit, int first) {}

    private record Name(Entry entry, String text, boolean noun, List<String> words) {}

    private final Map<String, List<Name>> byFirstWord = new HashMap<>();

    /** Words of the longest name. */
    private final int longest;

    NameIndex(Vocabulary vocabulary) {
        for (Entry entry : vocabulary.entries()) {
            entry.names().forEach(name -> add(entry, name, false));
            entry.counted().forEach(noun -> add(entry, noun, true));
        }
        longest = byFirstWord.values().stream()
                .flatMap(List::stream)
                .mapToInt(name -> name.words().size())
                .max()
                .orElse(0);
    }

    private void add(Entry entry, String name, boolean noun) {
        List<String> words = Words.of(name);
        if (!words.isEmpty()) {
            byFirstWord
                    .computeIfAbsent(words.getFirst(), ignored -> new ArrayList<>())
                    .add(new Name(entry, name, noun, words));
        }
    }

    /** The names in {@code text}; those inside a longer one are none. */
    List<Hit> in(String text) {
        List<Word> words = Words.placed(text);
        List<Found> hits = new ArrayList<>();
        for (int first = 0; first < words.size(); first++) {
            for (Name name : byFirstWord.getOrDefault(words.get(first).letters(), List.of())) {
                if (matches(name, words, first)) {
                    int last = first + name.words().size() - 1;
                    Hit hit = new Hit(
                            name.entry(),
                            name.text(),
                            name.noun(),
                            name.words().size(),
                            weight(name.words()),
                            words.get(first).start(),
                            words.get(last).end());
                    hits.add(new Found(hit, first));
                }
            }
        }
        List<Hit> outermost = new ArrayList<>();
        for (int index = 0; index < hits.size(); index++) {
            if (!insideAnother(hits, index)) {
                outermost.add(hits.get(index).hit());
            }
        }
        return outermost;
    }

    /** Whether a longer name holds it: one that begins at the same word, or fewer words before it than the longest name has. */
    private boolean insideAnother(List<Found> hits, int index) {
        Found found = hits.get(index);
        for (int at = index; at >= 0 && found.first() - hits.get(at).first() < longest; at--) {
            if (inside(found.hit(), hits.get(at).hit())) {
                return true;
            }
        }
        for (int at = index + 1; at < hits.size() && hits.get(at).first() == found.first(); at++) {
            if (inside(found.hit(), hits.get(at).hit())) {
                return true;
            }
        }
        return false;
    }

    private static int weight(List<String> words) {
        return Math.max(
                1, (int) words.stream().filter(word -> !FOR_WHOM.contains(word)).count());
    }

    private static boolean inside(Hit hit, Hit other) {
        return other.words() > hit.words() && other.start() <= hit.start() && hit.end() <= other.end();
    }

    private static boolean matches(Name name, List<Word> words, int first) {
        if (first + name.words().size() > words.size()) {
            return false;
        }
        for (int index = 0; index < name.words().size(); index++) {
            if (!name.words().get(index).equals(words.get(first + index).letters())) {
                return false;
            }
        }
        return true;
    }
}

package dev.meshwright.question.audit.vocabulary;

import dev.meshwright.base.resource.ResourceProperties;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Quantities by what a phrase means: "how long until the first word". Everyday words stand for the field's terms, words compare
 * without their endings, and words that few quantities have say the most: the logarithm of how rare a word is, the inverse document
 * frequency of text retrieval (Sparck Jones, 1972).
 */
final class Meanings {

    /** Where the everyday words are. */
    static final String FILE = "/dev/meshwright/audit/everyday.properties";

    /** What an everyday word counts beside the field's own. */
    private static final double EVERYDAY = 0.8;

    /** What a word counts in a meaning, a unit or a scope beside one in a name. */
    private static final double MEANING = 0.6;

    /** The least share of a phrase that a quantity is to speak of. */
    private static final double LEAST = 0.5;

    /** What is this much below the best is not what was meant. */
    private static final double NEAR = 0.8;

    /** Shorter words have no other endings. */
    private static final int SHORTEST_STEM = 5;

    /** A quantity as words: each name apart, and all of its words with what they count. */
    private record Text(Entry entry, List<Set<String>> names, Map<String, Double> words) {}

    /** A word of a phrase, as it stands or as the terms that it stands for. */
    private record Wanted(String word, List<String> terms) {}

    private record Score(Text text, double value) {}

    private final List<Text> texts;
    private final Map<String, List<String>> everyday;
    private final Map<String, Double> rarity = new HashMap<>();

    Meanings(Collection<Entry> entries) {
        texts = entries.stream().map(Meanings::text).toList();
        everyday = ResourceProperties.of(FILE, line -> stems(line));
        Map<String, Integer> counts = new HashMap<>();
        texts.forEach(text -> text.words().keySet().forEach(word -> counts.merge(word, 1, Integer::sum)));
        counts.forEach((word, count) -> rarity.put(word, Math.log(1 + texts.size() / (double) count)));
    }

    private static Text text(Entry entry) {
        List<Set<String>> names = new ArrayList<>();
        names.add(new LinkedHashSet<>(stems(entry.quantity().id())));
        entry.names().forEach(name -> names.add(new LinkedHashSet<>(stems(name))));
        Map<String, Double> words = new LinkedHashMap<>();
        List<String> about = new ArrayList<>(stems(entry.quantity().description()));
        about.addAll(stems(entry.scope()));
        about.addAll(stems(entry.unit()));
        entry.counted().forEach(noun -> about.addAll(stems(noun)));
        about.forEach(word -> words.put(word, MEANING));
        names.forEach(name -> name.forEach(word -> words.put(word, 1.0)));
        return new Text(entry, names, words);
    }

    /** The words of a text without their endings. */
    private static List<String> stems(String text) {
        return Words.of(text).stream().map(Meanings::stem).toList();
    }

    private static String stem(String word) {
        for (String ending : List.of("ization", "isation", "ation", "ing", "ed", "ly", "e")) {
            if (word.endsWith(ending) && word.length() - ending.length() >= SHORTEST_STEM - 1) {
                return word.substring(0, word.length() - ending.length());
            }
        }
        return word;
    }

    /** Quantities that a phrase of two telling words or more may mean, likeliest first. */
    List<Entry> nearest(String phrase, int most) {
        List<Wanted> wanted = wanted(phrase);
        if (wanted.size() < 2) {
            return List.of();
        }
        List<Score> scores = texts.stream()
                .map(text -> new Score(text, score(text, wanted)))
                .filter(score -> score.value() > 0)
                .sorted(Comparator.comparingDouble(Score::value).reversed())
                .toList();
        double best = scores.isEmpty() ? 0 : scores.getFirst().value();
        return scores.stream()
                .filter(score -> score.value() >= NEAR * best)
                .limit(most)
                .map(score -> score.text().entry())
                .toList();
    }

    /** The telling words of a phrase; the longest run of words that stands for something first. */
    private List<Wanted> wanted(String phrase) {
        List<String> words = Words.of(phrase);
        List<Wanted> wanted = new ArrayList<>();
        for (int at = 0; at < words.size(); ) {
            int length = Math.min(4, words.size() - at);
            while (length > 1 && !everyday.containsKey(String.join("_", words.subList(at, at + length)))) {
                length--;
            }
            String word = String.join("_", words.subList(at, at + length));
            List<String> terms = everyday.containsKey(word) ? everyday.get(word) : everyday.get(stem(word));
            if (terms == null || !terms.isEmpty()) {
                wanted.add(new Wanted(stem(word), terms == null ? List.of() : terms));
            }
            at += length;
        }
        return wanted;
    }

    /** Share of the phrase that the quantity speaks of, and how much of its best name that is; 0 where it is too little. */
    private double score(Text text, List<Wanted> wanted) {
        double all = 0;
        double said = 0;
        Set<String> matched = new LinkedHashSet<>();
        for (Wanted one : wanted) {
            double weight = weight(one);
            all += weight;
            double best = text.words().getOrDefault(one.word(), 0.0);
            if (best > 0) {
                matched.add(one.word());
            }
            for (String term : one.terms()) {
                double other = EVERYDAY * text.words().getOrDefault(term, 0.0);
                if (other > 0) {
                    matched.add(term);
                }
                best = Math.max(best, other);
            }
            said += weight * best;
        }
        double share = said / all;
        return share < LEAST ? 0 : share * (1 + fit(text, matched)) / 2;
    }

    /** How telling a word of the phrase is: as the rarest that it stands for; most where nothing is called so. */
    private double weight(Wanted one) {
        double unknown = Math.log(1 + texts.size());
        return one.terms().isEmpty()
                ? rarity.getOrDefault(one.word(), unknown)
                : one.terms().stream()
                        .mapToDouble(term -> rarity.getOrDefault(term, 0.0))
                        .average()
                        .orElse(unknown);
    }

    /** The largest share of a name that was said, by how telling its words are. */
    private double fit(Text text, Set<String> matched) {
        return text.names().stream()
                .mapToDouble(name -> {
                    double all = name.stream().mapToDouble(this::rarity).sum();
                    double said = name.stream()
                            .filter(matched::contains)
                            .mapToDouble(this::rarity)
                            .sum();
                    return all == 0 ? 0 : said / all;
                })
                .max()
                .orElse(0);
    }

    private double rarity(String word) {
        return rarity.getOrDefault(word, 0.0);
    }
}

package dev.meshwright.launch.option;

import dev.meshwright.facts.engine.option.OptionBook;
import dev.meshwright.facts.engine.option.OptionBook.EntryPoint;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds the engine in the words of a command, or in the name of the image that runs them. */
final class EntryFinder {

    private final Collection<OptionBook> books;
    private final List<Known> known = new ArrayList<>();

    /** An entry whose patterns are compiled once: files have many words. */
    private record Known(OptionBook book, EntryPoint entry, List<Pattern> words, Optional<Pattern> images) {}

    EntryFinder(Collection<OptionBook> books) {
        this.books = books;
        for (OptionBook book : books) {
            for (EntryPoint entry : book.entries()) {
                List<Pattern> words = entry.words().stream()
                        .map(word -> Pattern.compile(word.replace(".", "\\.").replace("*", ".*")))
                        .toList();
                Optional<Pattern> images = Optional.of(entry.images())
                        .filter(written -> !written.isEmpty())
                        .map(Pattern::compile);
                known.add(new Known(book, entry, words, images));
            }
        }
    }

    /**
     * An engine with the words around it.
     *
     * @param book its options
     * @param entry how it is started
     * @param before words of whatever starts it
     * @param after words behind its own
     */
    record Found(OptionBook book, EntryPoint entry, List<String> before, List<String> after) {}

    /** The engine that a command starts; empty where it starts none. */
    Optional<Found> find(List<String> words, String image) {
        for (Known entry : known) {
            int at = index(words, entry.words());
            if (at >= 0 && !entry.entry().server()) {
                return Optional.empty();
            }
            if (at >= 0) {
                int end = at + entry.words().size();
                return Optional.of(
                        new Found(entry.book(), entry.entry(), words.subList(0, at), words.subList(end, words.size())));
            }
        }
        return byImage(words, image);
    }

    /** Options that stand where a command would are those of the program that the image is. */
    private Optional<Found> byImage(List<String> words, String image) {
        if (words.isEmpty() || image.isEmpty()) {
            return Optional.empty();
        }
        return known.stream()
                .filter(entry ->
                        entry.images().filter(of -> of.matcher(image).find()).isPresent())
                .findFirst()
                .map(entry -> new Found(entry.book(), entry.entry(), List.of(), words));
    }

    private static int index(List<String> words, List<Pattern> entry) {
        for (int at = 0; at + entry.size() <= words.size(); at++) {
            boolean same = true;
            for (int i = 0; i < entry.size() && same; i++) {
                String word = words.get(at + i);
                String base = word.substring(word.lastIndexOf('/') + 1);
                same = entry.get(i).matcher(base).matches()
                        || entry.get(i).matcher(word).matches();
            }
            if (same) {
                return at;
            }
        }
        return -1;
    }

    /** The engine whose options those names are, by the most of them; empty where hardly any is known. */
    Optional<OptionBook> byNames(Collection<String> names) {
        Optional<OptionBook> best = Optional.empty();
        long most = 0;
        for (OptionBook book : books) {
            long known =
                    names.stream().filter(name -> book.find(name).isPresent()).count();
            if (known > most) {
                most = known;
                best = Optional.of(book);
            }
        }
        return best;
    }

    /** The engine of that name: {@code trtllm} is TensorRT-LLM. */
    Optional<OptionBook> named(String engine) {
        String asked = engine.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "").replace("tensorrtllm", "trtllm");
        return books.stream()
                .filter(book -> book.engine()
                        .replaceAll("[^a-z]", "")
                        .replace("tensorrtllm", "trtllm")
                        .equals(asked))
                .findFirst();
    }
}

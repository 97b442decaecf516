package dev.meshwright.launch.source;

import dev.meshwright.launch.tree.Tree;
import java.util.ArrayList;
import java.util.List;

/** Options without a program: words between blanks, quotes taken off, no letter of a shell meaning anything. */
final class Arguments {

    private Arguments() {}

    /** The words of a file of options. */
    static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        char quote = 0;
        boolean started = false;
        for (char c : text.replace("\\\n", " ").toCharArray()) {
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
                word.append(quote == 0 ? "" : String.valueOf(c));
            } else if (c == '"' || c == '\'') {
                quote = c;
                started = true;
            } else if (Character.isWhitespace(c)) {
                if (started) {
                    words.add(word.toString());
                }
                word.setLength(0);
                started = false;
            } else {
                word.append(c);
                started = true;
            }
        }
        if (started) {
            words.add(word.toString());
        }
        return words.stream().filter(found -> !found.startsWith("#")).toList();
    }

    /** The words of a mapping from flags to values: true is a switch, false and null are not there. */
    static List<String> of(Tree mapping) {
        List<String> words = new ArrayList<>();
        mapping.entries().forEach((flag, value) -> {
            String name = flag.startsWith("-") ? flag : "--" + flag;
            if (value instanceof Tree.Scalar scalar) {
                String text = scalar.text();
                if (text.equals("true")) {
                    words.add(name);
                } else if (!text.isEmpty() && !text.equals("false")) {
                    words.add(name);
                    words.add(text);
                }
            } else if (value instanceof Tree.Sequence list) {
                words.add(name);
                list.items().forEach(item -> words.add(item.text().orElse("")));
            }
        });
        return words;
    }
}

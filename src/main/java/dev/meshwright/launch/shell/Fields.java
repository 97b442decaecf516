package dev.meshwright.launch.shell;

import java.util.ArrayList;
import java.util.List;

/** The words that one written word becomes: blanks of what is expanded without quotes part them. */
final class Fields {

    /** What Linux takes for one word of a command; a script that doubles a text again and again makes no longer one. */
    private static final int LONGEST = 131_072;

    private final List<String> done = new ArrayList<>();
    private final StringBuilder current = new StringBuilder();
    private boolean started;

    /** {@code text} as long as a word can be. */
    static String cut(String text) {
        return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
    }

    void literal(String text) {
        current.append(text, 0, Math.min(text.length(), LONGEST - Math.min(LONGEST, current.length())));
        started = true;
    }

    /** Quotes make a word even of nothing. */
    void quoted() {
        started = true;
    }

    void parted(String text) {
        for (int i = 0; i < Math.min(text.length(), LONGEST); i++) {
            char c = text.charAt(i);
            if (Character.isWhitespace(c)) {
                end();
            } else if (current.length() < LONGEST) {
                current.append(c);
                started = true;
            }
        }
    }

    /** Items of an array or the parameters, each a word of its own. */
    void items(List<String> items, boolean quoted) {
        for (int i = 0; i < items.size(); i++) {
            if (i > 0) {
                end();
            }
            if (quoted) {
                literal(items.get(i));
            } else {
                parted(items.get(i));
            }
        }
    }

    private void end() {
        if (started) {
            done.add(current.toString());
        }
        current.setLength(0);
        started = false;
    }

    List<String> words() {
        end();
        return List.copyOf(done);
    }
}

package dev.meshwright.answer.text.page;

/** Emphasis, where the reader has a terminal that shows it. */
public enum Style {
    /** None: files, pipes, tests. */
    PLAIN {
        @Override
        String escape(String code, String text) {
            return text;
        }
    },
    /** ANSI escape sequences. */
    TERMINAL {
        @Override
        String escape(String code, String text) {
            return "\u001b[" + code + "m" + text + "\u001b[0m";
        }
    };

    abstract String escape(String code, String text);

    /** What matters most. */
    public String strong(String text) {
        return escape("1", text);
    }

    /** What may be skipped. */
    public String faint(String text) {
        return escape("2", text);
    }

    /** Good news. */
    public String good(String text) {
        return escape("32", text);
    }

    /** Bad news. */
    public String bad(String text) {
        return escape("31", text);
    }

    /** News to think about. */
    public String warn(String text) {
        return escape("33", text);
    }
}

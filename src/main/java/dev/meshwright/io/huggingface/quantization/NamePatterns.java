package dev.meshwright.io.huggingface.quantization;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * What a list of module names means. Lists hold full names ({@code model.layers.3.mlp.down_proj}), names of what contains
 * modules ({@code model.layers.3.self_attn}), fragments ({@code self_attn}, {@code lm_head}), globs
 * ({@code model.layers.3.mlp*}, as Python's fnmatch) and regular expressions ({@code re:.*shared_experts.*}, which must
 * match from the start on). What stands before {@code layers.} differs between engines and is not compared.
 */
final class NamePatterns {

    /** What stands before {@code layers.} in checkpoints of different makers; regular expressions may spell it out. */
    private static final List<String> PREFIXES = List.of(
            "model.",
            "model.language_model.",
            "language_model.model.",
            "language_model.",
            "",
            "backbone.",
            "transformer.");

    private static final String LAYERS = "layers.";

    /** Words before {@code layers.} that lead to the decoder layers; others lead to vision, speech or prediction. */
    private static final Set<String> DECODER = Set.of(
            "",
            "*",
            "**",
            "model",
            "language_model",
            "text_model",
            "llm",
            "backbone",
            "transformer",
            "decoder",
            "module");

    private static final int LONGEST_PATTERN = 500;

    private final Set<String> ofLayers = new HashSet<>();
    private final Set<String> fragments = new HashSet<>();
    private final Map<String, List<Glob>> globsOfLayers = new HashMap<>();
    private final List<Glob> globs = new ArrayList<>();
    /** Expressions that begin with anything, and those that spell out what stands before the layers. */
    private final List<Glob> expressions = new ArrayList<>();

    private final List<Glob> spelledOut = new ArrayList<>();
    private final Set<String> used = new HashSet<>();
    private final Work work;
    private final boolean none;

    private record Glob(String text, Pattern pattern) {}

    /** How many characters may still be looked at, in all lists of a checkpoint together; hostile patterns take for ever. */
    static final class Work {
        private static final long MOST = 30_000_000;
        private long done;

        private CharSequence count(String text) {
            return new Counted(text, this);
        }

        boolean exhausted() {
            return done > MOST;
        }
    }

    private record Counted(String text, Work work) implements CharSequence {
        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            if (work.done++ > Work.MOST) {
                throw new TooMuchWork();
            }
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private static final class TooMuchWork extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    NamePatterns(List<String> patterns, Work work) {
        this.work = work;
        this.none = patterns.isEmpty();
        patterns.forEach(this::add);
    }

    boolean none() {
        return none;
    }

    private void add(String pattern) {
        if (pattern.length() > LONGEST_PATTERN || pattern.isBlank()) {
            return;
        }
        try {
            if (pattern.startsWith("re:")) {
                Glob expression = new Glob(pattern, Pattern.compile(pattern.substring(3)));
                (pattern.matches("re:\\^?\\.\\*.*") ? expressions : spelledOut).add(expression);
                return;
            }
        } catch (PatternSyntaxException unusable) {
            // A pattern that is no regular expression names nothing.
            return;
        }
        int start = pattern.indexOf(LAYERS);
        if (start > 0
                && !DECODER.containsAll(
                        Set.copyOf(List.of(pattern.substring(0, start).split("\\."))))) {
            return;
        }
        boolean wild = pattern.indexOf('*') >= 0 || pattern.indexOf('?') >= 0;
        String local = start < 0 ? pattern : pattern.substring(start + LAYERS.length());
        if (start < 0) {
            if (wild) {
                globs.add(new Glob(pattern, glob(pattern, "(.*\\.)?")));
            } else {
                fragments.add(pattern.startsWith(".") ? pattern.substring(1) : pattern);
            }
        } else if (wild) {
            String layer = local.matches("\\d{1,6}\\..*") ? local.substring(0, local.indexOf('.')) : "";
            globsOfLayers.computeIfAbsent(layer, absent -> new ArrayList<>()).add(new Glob(pattern, glob(local, "")));
        } else {
            ofLayers.add(local);
        }
    }

    /** Stars match anything, dots included; what is named without a star names all inside it too. */
    private static Pattern glob(String glob, String before) {
        StringBuilder expression = new StringBuilder(glob.startsWith("*") ? "" : before);
        for (int i = 0; i < glob.length(); i++) {
            char letter = glob.charAt(i);
            switch (letter) {
                case '*' -> expression.append(".*");
                case '?' -> expression.append('.');
                default -> expression.append(Pattern.quote(String.valueOf(letter)));
            }
        }
        return Pattern.compile(expression.append("(\\..*)?").toString());
    }

    /** Whether any of the names that a module of a layer goes by is named. */
    boolean matches(int layer, List<String> names) {
        if (none) {
            return false;
        }
        for (String name : names) {
            if (matches(layer + "." + name, Integer.toString(layer))) {
                return true;
            }
        }
        return false;
    }

    /** Whether a module outside the layers is named. */
    boolean matches(String name) {
        return fragment(name)
                || any(globs, List.of(name))
                || any(expressions, List.of(name))
                || any(spelledOut, List.of(name));
    }

    private boolean matches(String local, String layer) {
        if (exact(local) || fragment(local)) {
            return true;
        }
        List<String> alone = List.of(local);
        if (any(globsOfLayers.getOrDefault(layer, List.of()), alone)
                || any(globsOfLayers.getOrDefault("", List.of()), alone)
                || any(globs, List.of(PREFIXES.getFirst() + LAYERS + local))) {
            return true;
        }
        if (any(expressions, List.of(PREFIXES.getFirst() + LAYERS + local))) {
            return true;
        }
        return !spelledOut.isEmpty()
                && any(
                        spelledOut,
                        PREFIXES.stream().map(prefix -> prefix + LAYERS + local).toList());
    }

    /** The module itself or what contains it. */
    private boolean exact(String local) {
        if (ofLayers.isEmpty()) {
            return false;
        }
        for (int end = local.length(); end > 0; end = local.lastIndexOf('.', end - 1)) {
            String container = local.substring(0, end);
            if (ofLayers.contains(container)) {
                used.add(container);
                return true;
            }
        }
        return false;
    }

    /** Whole words of the name in a row. */
    private boolean fragment(String name) {
        if (fragments.isEmpty()) {
            return false;
        }
        for (int start = 0; start >= 0; start = name.indexOf('.', start) + 1) {
            for (int end = name.length(); end > start; end = name.lastIndexOf('.', end - 1)) {
                String words = name.substring(start, end);
                if (fragments.contains(words)) {
                    used.add(words);
                    return true;
                }
            }
            if (name.indexOf('.', start) < 0) {
                return false;
            }
        }
        return false;
    }

    private boolean any(List<Glob> patterns, List<String> names) {
        for (Glob glob : patterns) {
            for (String name : names) {
                if (found(glob, name)) {
                    used.add(glob.text());
                    return true;
                }
            }
        }
        return false;
    }

    private boolean found(Glob glob, String name) {
        if (work.exhausted()) {
            return false;
        }
        try {
            var matcher = glob.pattern().matcher(work.count(name));
            return glob.text().startsWith("re:") ? matcher.lookingAt() : matcher.matches();
        } catch (TooMuchWork | StackOverflowError endless) {
            return false;
        }
    }

    /** Full names of modules that matched nothing, without what stands before {@code layers.}. */
    List<String> unusedNames() {
        return ofLayers.stream().filter(name -> !used.contains(name)).sorted().toList();
    }

    /** Patterns outside {@code layers.} that matched nothing, as they are written. */
    List<String> unusedPatterns() {
        List<String> unused = new ArrayList<>(fragments);
        for (List<Glob> list : List.of(globs, expressions, spelledOut)) {
            list.forEach(glob -> unused.add(glob.text()));
        }
        unused.removeAll(used);
        return unused.stream().sorted().toList();
    }
}

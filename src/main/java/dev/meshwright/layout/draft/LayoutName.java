package dev.meshwright.layout.draft;

import dev.meshwright.base.quantity.NearNames;
import dev.meshwright.facts.cluster.Cluster;
import dev.meshwright.layout.draft.DegreesDraft.Form;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Degrees in one line, as headlines write them and as people do: {@code TP4 EP2 ETP2 PP8v2 CP2 x2},
 * {@code tp=4, ep=4, pp=2}, {@code TP4 x EP4 x PP2 = 32 GPUs}, {@code DEP16}. A headline may be given whole; what it says of
 * GPUs and speed is left alone.
 */
public final class LayoutName {

    /** What a headline says after its degrees: {@code on 16 of 32 x h100-sxm: 19,104 tokens/s}. */
    private static final Pattern HEADLINE_REST = Pattern.compile(
            "\\s+on\\s+\\d[\\d,]*\\s*(of\\s+\\d[\\d,]*\\s*)?x\\s.*|\\s*=\\s*\\d+\\s*GPUs?\\s*\\.?\\s*$",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private static final Pattern FILE_ENDING = Pattern.compile("\\.(ya?ml|json|txt|md)\\s*$", Pattern.CASE_INSENSITIVE);

    private static final Pattern SEPARATOR = Pattern.compile("[\\s,;/+|&]+");

    /** A sign between two degrees; before a number, {@code x} is the number of replicas. */
    private static final Pattern PRODUCT_SIGN = Pattern.compile("[x\\u00d7*]\\s*(?=[a-zA-Z])");

    private static final Pattern REPLICAS = Pattern.compile("[xX\\u00d7]\\s*(\\d+)|(\\d+)\\s*[xX\\u00d7](?!\\w)");

    private static final Pattern DEGREE =
            Pattern.compile("([a-zA-Z][a-zA-Z]*(?:[_ -][a-zA-Z]+)*+)\\s*[=:_-]?\\s*(\\d+)");

    /** Attention in copies, as an option of SGLang and TensorRT-LLM says it: their tensor degree counts the ranks of all copies. */
    private static final Pattern COPIES = Pattern.compile(
            "-{0,2}(enable[_ -]?)?(dp[_ -]?att(entio)?n|attention[_ -]?(dp|data[_ -]?parallel(ism)?))(\\s*[=:]\\s*(true|on|yes))?"
                    + "(?![\\w=:]|[\\s_-]*\\d)",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern WORD = Pattern.compile("[^\\s,;/+|&]+");

    private static final Set<DegreeName> IN_HEADLINES = EnumSet.of(
            DegreeName.TENSOR,
            DegreeName.DATA,
            DegreeName.EXPERT,
            DegreeName.EXPERT_TENSOR,
            DegreeName.EXPERT_DATA,
            DegreeName.PIPELINE,
            DegreeName.VIRTUAL_STAGES,
            DegreeName.CONTEXT,
            DegreeName.REPLICAS);

    private static final int LONGEST_NAME = 1000;

    private final String text;
    private final Map<DegreeName, Integer> stated = new EnumMap<>(DegreeName.class);
    private final List<Problem> problems = new ArrayList<>();
    private boolean product;
    private boolean copies;
    private boolean abbreviated = true;

    private LayoutName(String text) {
        this.text = text;
    }

    /**
     * Something in a text that is not understood.
     *
     * @param value the part of the text
     * @param message what is wrong with it
     * @param maybe what may be meant; empty without
     */
    public record Problem(String value, String message, String maybe) {}

    /**
     * What a text says.
     *
     * @param draft the degrees understood
     * @param problems everything that is not
     */
    public record Parsed(DegreesDraft draft, List<Problem> problems) {}

    /** Reads a text; whatever is wrong is gathered. */
    public static Parsed parse(String text) {
        String degrees = HEADLINE_REST.matcher(text).replaceFirst("");
        LayoutName name =
                new LayoutName(degrees.length() > LONGEST_NAME ? degrees.substring(0, LONGEST_NAME) : degrees);
        name.read();
        if (name.stated.isEmpty() && name.problems.isEmpty()) {
            name.problems.add(new Problem(shown(text), "names no degree", "Maybe TP4 EP4 PP1 x2."));
        }
        return new Parsed(new DegreesDraft(name.stated, Optional.empty(), name.form()), List.copyOf(name.problems));
    }

    /**
     * Whether a text that names no file is rather meant as degrees: all of it is understood, or some degrees are and it has
     * neither folders nor the end of a file's name.
     */
    public static boolean isMeant(String text) {
        Parsed parsed = parse(text);
        boolean path = text.contains("/")
                || text.contains("\\")
                || FILE_ENDING.matcher(text).find();
        return parsed.problems().isEmpty() || (!parsed.draft().stated().isEmpty() && !path);
    }

    private Form form() {
        boolean headline = abbreviated
                && stated.containsKey(DegreeName.TENSOR)
                && stated.containsKey(DegreeName.PIPELINE)
                && IN_HEADLINES.containsAll(stated.keySet());
        return product ? Form.PRODUCT : headline ? Form.HEADLINE : Form.ENGINE_NAMES;
    }

    private void read() {
        int at = 0;
        while (at < text.length()) {
            int next = skip(SEPARATOR, at);
            if (next == at) {
                next = replicas(at);
            }
            if (next == at && at > 0 && skip(PRODUCT_SIGN, at) > at) {
                product = true;
                next = skip(PRODUCT_SIGN, at);
            }
            if (next == at && skip(COPIES, at) > at) {
                copies = true;
                next = skip(COPIES, at);
            }
            if (next == at) {
                next = degree(at);
            }
            at = next == at ? garbage(at) : next;
        }
        if (copies) {
            divideByCopies();
        }
    }

    /** Attention in copies: as many as are stated, else one on each of the ranks that the tensor degree counts. */
    private void divideByCopies() {
        abbreviated = false;
        int ranks = stated.getOrDefault(DegreeName.TENSOR, 1);
        int data = stated.getOrDefault(DegreeName.DATA, ranks);
        if (ranks > 1 && ranks % data == 0) {
            stated.put(DegreeName.TENSOR, ranks / data);
            stated.put(DegreeName.DATA, data);
        }
    }

    private int skip(Pattern pattern, int at) {
        Matcher matcher = pattern.matcher(text).region(at, text.length());
        matcher.useTransparentBounds(true);
        return matcher.lookingAt() ? matcher.end() : at;
    }

    private int replicas(int at) {
        Matcher matcher = REPLICAS.matcher(text).region(at, text.length());
        matcher.useTransparentBounds(true);
        if (!matcher.lookingAt()) {
            return at;
        }
        String number = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        put(DegreeName.REPLICAS, number, matcher.group());
        return matcher.end();
    }

    private int degree(int at) {
        Matcher matcher = DEGREE.matcher(text).region(at, text.length());
        if (!matcher.lookingAt()) {
            return at;
        }
        String word = matcher.group(1);
        String number = matcher.group(2);
        Optional<DegreeName> degree = DegreeName.ofWord(word);
        if (degree.isPresent()) {
            abbreviated &= word.equalsIgnoreCase(degree.get().abbreviation());
            put(degree.get(), number, matcher.group());
        } else if (word.equalsIgnoreCase("DEP") || word.equalsIgnoreCase("TEP")) {
            // Attention data-parallel or tensor-parallel, experts spread over the same GPUs: TensorRT-LLM's short
            // names.
            boolean data = word.equalsIgnoreCase("DEP");
            put(DegreeName.TENSOR, data ? "1" : number, matcher.group());
            put(DegreeName.DATA, data ? number : "1", matcher.group());
            put(DegreeName.EXPERT, number, matcher.group());
            abbreviated = false;
        } else {
            String near = NearNames.maybe(word, DegreeName.suggestions());
            problems.add(new Problem(
                    shown(matcher.group()),
                    "names no degree",
                    near.isEmpty() ? "Maybe one of: TP, DP, EP, ETP, PP, CP, or x2 for replicas." : near));
        }
        return matcher.end();
    }

    private void put(DegreeName name, String digits, String written) {
        String bare = digits.replaceFirst("^0+(?=.)", "");
        int value = bare.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(bare);
        if (value < 1 || value > Cluster.MOST_GPUS) {
            problems.add(new Problem(shown(written), "must be from 1 to " + Cluster.MOST_GPUS, ""));
            return;
        }
        Integer before = stated.putIfAbsent(name, value);
        if (before != null && before != value) {
            problems.add(new Problem(
                    shown(written), "says another " + name.field() + " than the " + before + " before it", ""));
        }
    }

    private int garbage(int at) {
        Matcher matcher = WORD.matcher(text).region(at, text.length());
        int end = matcher.lookingAt() ? matcher.end() : at + 1;
        String word = text.substring(at, end);
        String near = DegreeName.ofWord(word).isPresent() ? "Maybe " + word + "4." : "";
        problems.add(new Problem(shown(word), near.isEmpty() ? "is no degree such as TP4" : "has no number", near));
        return end;
    }

    private static String shown(String part) {
        String clean = part.replaceAll("\\p{Cntrl}", " ").strip();
        return clean.length() <= 60 ? clean : clean.substring(0, 57) + "...";
    }
}

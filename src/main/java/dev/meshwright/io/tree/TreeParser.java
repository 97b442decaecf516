package dev.meshwright.io.tree;

import dev.meshwright.base.fault.Fault;
import dev.meshwright.base.fault.InvalidInputException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLParser;
import tools.jackson.dataformat.yaml.YAMLSchema;

/** Turns JSON or YAML text into a tree, or into one fault that names line and column. */
public final class TreeParser {

    /** Deepest file of ours is 6; more than this is an attack on the stack. */
    private static final int DEEPEST_NESTING = 64;

    private static final int LONGEST_NUMBER = 400;
    private static final int LONGEST_STRING = 1_000_000;

    /** A tree of so many nodes takes some hundred MB; the largest load matrices have 0.1 million. */
    private static final long MOST_TOKENS = 5_000_000;

    private static final int LONGEST_MESSAGE = 200;

    private static final StreamReadConstraints LIMITS = StreamReadConstraints.builder()
            .maxNestingDepth(DEEPEST_NESTING)
            .maxNumberLength(LONGEST_NUMBER)
            .maxStringLength(LONGEST_STRING)
            .maxTokenCount(MOST_TOKENS)
            .build();

    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(LIMITS)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final ObjectMapper YAML = YAMLMapper.builder(YAMLFactory.builder()
                    .streamReadConstraints(LIMITS)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .yamlSchema(YAMLSchema.CORE)
                    .loadSettings(LoadSettings.builder()
                            .setAllowDuplicateKeys(false)
                            .setCodePointLimit(InputFile.LARGEST_BYTES)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** What a parser names without quotes. */
    private static final Pattern NAMED =
            Pattern.compile("\\b(alias|anchor|tag handle|tag|directive)\\s+(?!handle\\b)[^\\s'\"]+");

    /** What a parser quotes: tokens, the codes of letters, and what it would have liked instead. */
    private static final Pattern QUOTED =
            Pattern.compile("\\s*(?:\\([^()]*code [^()]*\\)|'[^']*'|\"[^\"]*\"|: was expecting.*)");

    /** Marks of the language such as {@code ','} or {@code '<block end>'}, which are no content. */
    private static final Pattern MARK = Pattern.compile("\\s*'(?:<[^']*>|[^'\\w]*)'");

    private TreeParser() {}

    /**
     * Reads the tree of a file.
     *
     * @throws InvalidInputException with one fault, if the text is not well-formed or uses YAML aliases
     */
    public static JsonNode parse(InputFile file) {
        boolean json = file.json();
        String language = json ? "JSON" : "YAML";
        try {
            if (!json && file.text().indexOf('*') >= 0) {
                rejectAliases(file);
            }
            JsonNode root = (json ? JSON : YAML).readTree(file.text());
            if (root.isMissingNode() || root.isNull()) {
                throw fault(file, "is empty", "");
            }
            return root;
        } catch (JacksonException e) {
            throw malformed(file, language, e);
        } catch (YamlEngineException e) {
            throw malformed(file, language, e);
        }
    }

    /** The tree of one line of JSON; empty after a fault. */
    static Optional<JsonNode> line(Faults faults, String path, String text) {
        try {
            return Optional.of(JSON.readTree(text));
        } catch (UnexpectedEndOfInputException e) {
            faults.add(path, "", "is not complete", "Maybe the file was cut off, or one object spans several lines.");
        } catch (JacksonException e) {
            faults.add(path, "", "is not valid JSON: " + firstLine(e.getOriginalMessage()), "");
        }
        return Optional.empty();
    }

    /** The tree reader would take {@code *name} for the text "name"; expanding aliases invites alias bombs. */
    private static void rejectAliases(InputFile file) {
        try (JsonParser parser = YAML.createParser(file.text())) {
            while (parser.nextToken() != null) {
                if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
                    TokenStreamLocation at = parser.currentTokenLocation();
                    throw fault(file, "uses a YAML alias at " + place(at) + "; write the value out", "");
                }
            }
        }
    }

    private static InvalidInputException malformed(InputFile file, String language, JacksonException cause) {
        if (cause.getCause() instanceof YamlEngineException engine) {
            return malformed(file, language, engine);
        }
        String message = cause.getOriginalMessage();
        String at = cause.getLocation() == null ? "" : " at " + place(cause.getLocation());
        return fault(file, "is not valid " + language + at + ": " + firstLine(message), "");
    }

    private static InvalidInputException malformed(InputFile file, String language, YamlEngineException cause) {
        String at = "";
        String message = String.valueOf(cause.getMessage());
        if (cause instanceof MarkedYamlEngineException marked) {
            at = marked.getProblemMark().map(TreeParser::place).orElse("");
            message = String.valueOf(marked.getProblem());
        }
        return fault(file, "is not valid " + language + at + ": " + firstLine(message), "");
    }

    private static String place(Mark mark) {
        return " at line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1);
    }

    private static String place(TokenStreamLocation location) {
        return "line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    /** One line in the words of a user, without Jackson's hints to programmers. */
    private static String firstLine(String message) {
        if (message.startsWith("Trailing token")) {
            return "more text follows the end of the document";
        }
        if (message.contains("nesting depth")) {
            return "nested deeper than " + DEEPEST_NESTING + " levels";
        }
        if (message.startsWith("Token count")) {
            return "more than " + MOST_TOKENS + " values";
        }
        String line = message.replaceAll("\\s*\\([^()]*\\[Source: .*", "")
                .replaceAll("[:,(]? (enable|from) `.*", "")
                .lines()
                .findFirst()
                .orElse("")
                .replaceAll("\\p{Cntrl}", " ");
        line = unquoted(line);
        return line.length() <= LONGEST_MESSAGE ? line : line.substring(0, LONGEST_MESSAGE) + "...";
    }

    /**
     * What a parser says of a text, without what stands there: that may be the secret of a file that was not meant. A key that is
     * there twice is told, for such a text is read as what it should be.
     */
    public static String unquoted(String message) {
        return message.toLowerCase(Locale.ROOT).contains("duplicate")
                ? message
                : QUOTED.matcher(NAMED.matcher(message).replaceAll("$1"))
                        .replaceAll(quoted ->
                                MARK.matcher(quoted.group()).matches() ? Matcher.quoteReplacement(quoted.group()) : "");
    }

    private static InvalidInputException fault(InputFile file, String message, String maybe) {
        return new InvalidInputException(List.of(new Fault(file.name(), "", "", message, maybe)));
    }
}

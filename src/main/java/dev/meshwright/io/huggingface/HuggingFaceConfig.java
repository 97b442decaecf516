package dev.meshwright.io.huggingface;

import dev.meshwright.base.fault.Fault;
import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.io.huggingface.key.CheckpointFiles;
import dev.meshwright.io.huggingface.key.ConfigFields;
import dev.meshwright.io.huggingface.key.ReadKeys;
import dev.meshwright.io.huggingface.key.Section;
import dev.meshwright.io.huggingface.key.UnreadKeys;
import dev.meshwright.io.tree.TreeParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads {@code config.json} files of language models. */
public final class HuggingFaceConfig {

    /** The largest known configuration is 10 kB; per-layer quantization lists reach some hundred. */
    private static final long MOST_BYTES = 32L << 20;

    /** Nodes of a tree take some 50 bytes each; the lists of the largest checkpoints have half a million. */
    private static final long MOST_TOKENS = 4_000_000;

    /** Transformers writes {@code Infinity} into some configurations, which strict JSON has not. */
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxTokenCount(MOST_TOKENS)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /**
     * What the parser says of itself: {@code (start marker at [Source: REDACTED (...); line: 1, column: 2])}, names of its
     * features, classes and methods.
     */
    private static final Pattern OF_THE_PARSER = Pattern.compile("\\s*\\((start marker )?(at )?\\[Source:[^\\]]*]\\)"
            + "|\\s*(at )?\\[Source:[^\\]]*]"
            + "|\\s*\\(`?JsonToken[^)]*\\)"
            + "|\\s*\\(bound as [^)]*\\)"
            + "|: not allowed as per `[^`]*`"
            + "|, from `[^`]*`");

    private HuggingFaceConfig() {}

    /**
     * Reads a file, or the one in a folder, together with quantization settings beside it.
     *
     * @throws InvalidInputException if the file is missing, no JSON, or does not describe a decoder-only language model;
     *     with all its faults
     */
    public static HuggingFaceModel read(Path path) {
        Path config = CheckpointFiles.configuration(path);
        if (CheckpointFiles.isQuantization(config)) {
            throw fault(
                    config.toString(),
                    "holds the quantization of a model and not its sizes",
                    "Maybe give the folder, or the config.json beside it.");
        }
        Optional<BesideFile> beside = CheckpointFiles.quantization(config)
                .map(file -> new BesideFile(file.toString(), json(file), new ReadKeys()));
        return new ModelReader(json(config), config.toString(), nameOf(config), beside).read();
    }

    /**
     * A file of quantization settings beside a configuration.
     *
     * @param name of the file, for messages
     * @param root what it holds
     * @param read takes note of what was read
     */
    record BesideFile(String name, JsonNode root, ReadKeys read) {

        private static final String SHORT_NAME = "hf_quant_config.json";

        /** The settings; a wrong value is a fault of this file. */
        Section section(ConfigFields fields) {
            if (!root.isObject()) {
                fields.fault(new Fault(name, "", ConfigFields.excerpt(root), "a JSON object is expected", ""));
            }
            return new Section(
                    root,
                    "",
                    read,
                    (pointer, value, message, maybe) -> fields.fault(new Fault(name, pointer, value, message, maybe)));
        }

        /** Names of keys that were not read. */
        List<String> unread() {
            return UnreadKeys.of(root, "", read).stream()
                    .map(key -> SHORT_NAME + ": " + key)
                    .toList();
        }
    }

    /**
     * Reads a parsed configuration.
     *
     * @param source where it came from, for messages
     * @param name what to call the model
     * @throws InvalidInputException if it does not describe a decoder-only language model; with all its faults
     */
    public static HuggingFaceModel read(JsonNode config, String source, String name) {
        return new ModelReader(config, source, name, Optional.empty()).read();
    }

    /** Reads a configuration given as text; as {@link #read(JsonNode, String, String)}. */
    public static HuggingFaceModel read(String json, String source, String name) {
        try {
            return read(MAPPER.readTree(json), source, name);
        } catch (JacksonException exception) {
            throw unreadable(source, exception);
        }
    }

    private static JsonNode json(Path path) {
        try {
            if (!Files.isRegularFile(path)) {
                boolean other = Files.exists(path);
                throw fault(path.toString(), other ? "is a device or a named pipe, not a file" : "no such file", "");
            }
            if (Files.size(path) > MOST_BYTES) {
                String size = Files.size(path) / 1_000_000 + " MB, more than the " + MOST_BYTES / 1_000_000
                        + " MB that are read";
                throw fault(path.toString(), "too large for a configuration: " + size, "Maybe these are the weights?");
            }
            return MAPPER.readTree(Files.readAllBytes(path));
        } catch (JacksonException exception) {
            throw unreadable(path.toString(), exception);
        } catch (IOException exception) {
            throw fault(path.toString(), "cannot be read: " + exception.getMessage(), "");
        }
    }

    /** {@code dir/config.json} is called after its folder, {@code Name.config.json} after itself. */
    private static String nameOf(Path path) {
        String file = path.getFileName().toString();
        Path folder = path.toAbsolutePath().getParent();
        boolean usual = file.equals(CheckpointFiles.CONFIG) || file.equals(CheckpointFiles.PARAMS);
        if (usual && folder != null && folder.getFileName() != null) {
            return folder.getFileName().toString();
        }
        return file.replaceFirst("[._]config\\.json$|\\.json$", "");
    }

    private static InvalidInputException unreadable(String source, JacksonException exception) {
        TokenStreamLocation location = exception.getLocation();
        String place = location == null || location.getLineNr() < 1
                ? ""
                : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
        String words = ownWords(exception);
        boolean cut = words.contains("end-of-input");
        return fault(
                source,
                "not readable as JSON" + place + ": " + TreeParser.unquoted(words),
                cut ? "Maybe it is cut off?" : "");
    }

    /** The parser's words about the text, without those about itself, which name neither the file nor a better place. */
    private static String ownWords(JacksonException exception) {
        String message = exception.getOriginalMessage() == null ? "" : exception.getOriginalMessage();
        String first = OF_THE_PARSER
                .matcher(message)
                .replaceAll("")
                .lines()
                .findFirst()
                .orElse("");
        return first.isBlank() ? "no further detail" : first.strip();
    }

    private static InvalidInputException fault(String source, String message, String maybe) {
        return new InvalidInputException(List.of(new Fault(source, "", "", message, maybe)));
    }
}

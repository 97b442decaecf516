package dev.meshwright.io.huggingface;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.SharedData;
import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.io.huggingface.key.ConfigKey;
import dev.meshwright.io.huggingface.key.HarmlessKeys;
import dev.meshwright.io.huggingface.key.UnreadKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Every key of a configuration is read, or is known to change nothing, or is named. */
class UnreadKeysTest {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private static List<String> unread(JsonNode config, String name) {
        return HuggingFaceConfig.read(config, name, name).notes().stream()
                .filter(note -> note.startsWith("not read"))
                .toList();
    }

    private static List<Path> published() throws IOException {
        Path folder = SharedData.require("data/models");
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".config.json"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void allKeysOfPublishedConfigurationsAreKnown() throws IOException {
        int configurations = 0;
        for (Path file : published()) {
            assertThat(unread(
                            MAPPER.readTree(Files.readAllBytes(file)),
                            file.getFileName().toString()))
                    .as(file.toString())
                    .isEmpty();
            configurations++;
        }
        assertThat(configurations).isGreaterThanOrEqualTo(40);
    }

    @Test
    void allKeysOfSmallConfigurationsAreKnown() {
        for (String config : SmallConfigs.ALL) {
            assertThat(unread(MAPPER.readTree(config), "small")).as(config).isEmpty();
        }
    }

    /** Under a name that nobody knows, each key of each configuration is named, or missed as a fault. */
    @Test
    void eachKeyOfPublishedConfigurationsIsMissedUnderAnotherName() throws IOException {
        int keys = 0;
        for (Path file : published()) {
            JsonNode config = MAPPER.readTree(Files.readAllBytes(file));
            keys += missed(config, config, "", file.getFileName().toString());
        }
        assertThat(keys).isGreaterThan(1_000);
    }

    @Test
    void eachKeyOfSmallConfigurationsIsMissedUnderAnotherName() {
        int keys = 0;
        for (String text : SmallConfigs.ALL) {
            JsonNode config = MAPPER.readTree(text);
            keys += missed(config, config, "", text);
        }
        assertThat(keys).isGreaterThan(200);
    }

    /** Renames the keys of an object one by one; objects with the language model or settings inside are gone into. */
    private static int missed(JsonNode root, JsonNode object, String path, String name) {
        int keys = 0;
        for (String key : List.copyOf(object.propertyNames())) {
            JsonNode value = object.get(key);
            boolean empty = value.isNull() || value.isContainer() && value.isEmpty();
            // Groups may be called anything.
            if (empty || path.endsWith("config_groups")) {
                continue;
            }
            String stranger = "strange_" + keys;
            ObjectNode changed = (ObjectNode) object;
            changed.remove(key);
            changed.set(stranger, value);
            try {
                String container = path.substring(path.lastIndexOf('/') + 1);
                // An object of which nothing is read any more is named as a whole.
                assertThat(unread(root, name))
                        .as(path + "/" + key + " of " + name)
                        .singleElement()
                        .satisfies(note -> assertThat(
                                        note.contains(stranger) || !path.isEmpty() && note.contains(container))
                                .isTrue());
            } catch (InvalidInputException expected) {
                assertThat(expected.getMessage()).isNotBlank();
            }
            changed.remove(stranger);
            changed.set(key, value);
            keys++;
            boolean harmless = HarmlessKeys.standard().reason(key).isPresent();
            if (value.isObject() && !harmless) {
                keys += missed(root, value, path + "/" + key, name);
            }
        }
        return keys;
    }

    @Test
    void aNoteNamesSomeAndCountsTheRest() {
        List<String> names = new ArrayList<>();
        assertThat(UnreadKeys.note(names)).isEmpty();
        for (int i = 0; i < 10; i++) {
            names.add("key" + i);
        }
        assertThat(UnreadKeys.note(names))
                .isEqualTo(
                        "not read, though not known to change nothing: key0, key1, key2, key3, key4, key5, key6, key7"
                                + " and 2 more");
    }

    /** No key that states a size may be passed over, wherever it stands. */
    @Test
    void keysThatStateSizesAreNotCalledHarmless() {
        for (ConfigKey key : ConfigKey.values()) {
            boolean size = key != ConfigKey.POSITIONS && key != ConfigKey.ACTIVATION && key != ConfigKey.NORM_EPSILON;
            for (String spelling : key.spellings()) {
                if (size) {
                    assertThat(HarmlessKeys.standard().reason(spelling))
                            .as(spelling)
                            .isEmpty();
                }
            }
        }
        for (String key : HarmlessKeys.standard().keys()) {
            assertThat(HarmlessKeys.standard().reason(key).orElse("")).as(key).hasSizeGreaterThan(20);
        }
    }
}

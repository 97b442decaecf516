package dev.meshwright.facts.engine.option;

import dev.meshwright.facts.engine.EngineVersion;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * By what a launch says the release of an engine without naming it: the tag of an image of the engine's own, or the version of
 * the distribution that {@code pip} installs. Images that merely have the engine inside, of CUDA, of NVIDIA's months, of Dynamo
 * and of llm-d, have numbers of their own.
 *
 * @param images names, without tags, of images whose tags are releases of the engine
 * @param distribution as the Python Package Index calls it; empty where it has none
 */
public record ReleaseMarks(Pattern images, String distribution) {

    /** A number of the engine's own behind its name: {@code rocm6.4.1_vllm_0.9.1_20250715}. */
    private static final Pattern NAMED = Pattern.compile("(?:^|.*[-_])(?:vllm|sglang|trtllm)[-_]?(v?\\d.*)");

    /** The release that an image has; empty where its tag says nothing of the engine. */
    public Optional<EngineVersion> ofImage(String image) {
        String tagged = image.replaceFirst("@.*", "");
        int colon = tagged.indexOf(':', tagged.lastIndexOf('/') + 1);
        if (colon < 0 || !images.matcher(tagged.substring(0, colon)).matches()) {
            return Optional.empty();
        }
        String tag = tagged.substring(colon + 1);
        Matcher named = NAMED.matcher(tag);
        return EngineVersion.of(named.matches() ? named.group(1) : tag);
    }

    /** The release among distributions that were installed, by their names in small letters with dashes. */
    public Optional<EngineVersion> ofInstalled(Map<String, String> installed) {
        return Optional.ofNullable(installed.get(distribution)).flatMap(EngineVersion::of);
    }
}

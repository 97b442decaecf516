package dev.meshwright.facts.engine;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A release of an engine, as far as rules tell releases apart.
 *
 * @param major first number
 * @param minor second number
 * @param patch third number; 0 where none is said
 */
public record EngineVersion(int major, int minor, int patch) implements Comparable<EngineVersion> {

    /** {@code 0.7.x} is 0.7; {@code 0.2x} is none. */
    private static final Pattern NUMBERS = Pattern.compile("v?(\\d{1,6})\\.(\\d{1,6})(?:\\.(\\d{1,6}))?(?:[^0-9x].*)?");

    /** The version that a text such as {@code 0.20.2rc1.dev249} begins with; empty where it begins with none. */
    public static Optional<EngineVersion> of(String text) {
        Matcher numbers = NUMBERS.matcher(text.strip());
        if (!numbers.matches()) {
            return Optional.empty();
        }
        String patch = numbers.group(3);
        return Optional.of(new EngineVersion(
                Integer.parseInt(numbers.group(1)),
                Integer.parseInt(numbers.group(2)),
                patch == null ? 0 : Integer.parseInt(patch)));
    }

    @Override
    public int compareTo(EngineVersion other) {
        int majors = Integer.compare(major, other.major);
        int minors = majors == 0 ? Integer.compare(minor, other.minor) : majors;
        return minors == 0 ? Integer.compare(patch, other.patch) : minors;
    }

    /** All three numbers, as releases and tags of images are named: {@code 0.32.0}. */
    public String tag() {
        return major + "." + minor + "." + patch;
    }

    @Override
    public String toString() {
        return major + "." + minor + (patch == 0 ? "" : "." + patch);
    }
}

package dev.meshwright.lab.serving.release;

import dev.meshwright.base.resource.ResourceProperties;
import dev.meshwright.facts.problem.Assumptions.Engine;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** When engines' releases and models came out; dates and sources are in {@code releases.properties}. */
public final class Releases {

    private static final String RESOURCE = "/dev/meshwright/releases.properties";

    private static final Pattern NIGHTLY = Pattern.compile("nightly\\S{0,80}?-(20\\d{6})");

    private static final Pattern MEASURED = Pattern.compile("measured=(\\d{4}-\\d\\d-\\d\\d)");

    private static final Pattern MONTH = Pattern.compile("^(\\d{4}-\\d\\d)$");

    private static final DateTimeFormatter MONTH_MIDDLE = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM")
            .parseDefaulting(ChronoField.DAY_OF_MONTH, 15)
            .toFormatter(Locale.ROOT);

    /** A year before the first release of any engine known here: vLLM's, of June 2023 (its blog, 2023-06-20). */
    private static final LocalDate FIRST_ENGINE = LocalDate.of(2022, 6, 20);

    private static final Map<String, LocalDate> DATES = ResourceProperties.of(RESOURCE, LocalDate::parse);

    private Releases() {}

    /**
     * When the software of a measurement was built: the date in a nightly build's name, else when the release or the newest
     * listed one of its line came out, else the month that stands for one, else when the measurement was taken. Empty where
     * nothing tells.
     *
     * @param version as the row names it
     * @param provenance free text of the row: images, dates
     */
    public static Optional<LocalDate> built(Engine engine, String version, String provenance) {
        return nightly(version)
                .or(() -> nightly(provenance))
                .or(() -> released(engine, version))
                .or(() -> newest(engine.label() + "." + version + "."))
                .or(() -> found(MONTH, version, MONTH_MIDDLE))
                .or(() -> measured(provenance));
    }

    /**
     * Days of which one is that of a measurement: the day that its free text names, else those from its release to the
     * engine's next one.
     */
    public static Days measured(Engine engine, String version, String provenance) {
        Optional<Days> day = measured(provenance).map(date -> new Days(date, date));
        return day.or(() -> released(engine, version).map(date -> new Days(date, nextRelease(engine, date))))
                .orElse(Days.LAST);
    }

    private static Optional<LocalDate> measured(String provenance) {
        return found(MEASURED, provenance, DateTimeFormatter.ISO_LOCAL_DATE);
    }

    private static Optional<LocalDate> released(Engine engine, String version) {
        return date(engine.label() + "." + version)
                .or(() -> date(engine.label() + "." + version.replaceFirst("\\.?post\\d+$", "")));
    }

    private static LocalDate nextRelease(Engine engine, LocalDate date) {
        return startingWith(engine.label() + ".")
                .filter(other -> other.isAfter(date))
                .min(Comparator.naturalOrder())
                .orElse(LocalDate.MAX);
    }

    /** When the model called {@code name} in the catalogue came out; empty where that is long ago. */
    public static Optional<LocalDate> model(String name) {
        return date("model." + name);
    }

    private static Optional<LocalDate> nightly(String text) {
        return found(NIGHTLY, text, DateTimeFormatter.BASIC_ISO_DATE);
    }

    /** The date in {@code text}; empty where there is none, or one on which no engine was there. */
    private static Optional<LocalDate> found(Pattern pattern, String text, DateTimeFormatter format) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.parse(matcher.group(1), format)).filter(date -> !date.isBefore(FIRST_ENGINE));
        } catch (DateTimeException noDate) {
            return Optional.empty();
        }
    }

    private static Optional<LocalDate> newest(String prefix) {
        return startingWith(prefix).max(Comparator.naturalOrder());
    }

    private static Stream<LocalDate> startingWith(String prefix) {
        return DATES.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .map(Map.Entry::getValue);
    }

    private static Optional<LocalDate> date(String name) {
        return Optional.ofNullable(DATES.get(name));
    }
}

package dev.meshwright.cli.option;

import dev.meshwright.base.quantity.Dimension;
import dev.meshwright.base.quantity.Quantity;
import dev.meshwright.base.resource.MemoryLimit;
import dev.meshwright.cli.option.value.OptionQuantity;
import dev.meshwright.io.tree.Documents;
import dev.meshwright.workbench.Effort;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Options of every command that answers something. */
public final class AnswerOptions {

    /** How results are printed. */
    enum Format {
        text,
        json
    }

    /** What is logged to standard error. */
    enum Level {
        error,
        warn,
        info,
        debug,
        trace
    }

    @Mixin
    @SuppressWarnings("unused") // read by picocli
    private HelpOption help = new HelpOption();

    @Option(
            names = "--format",
            paramLabel = "text|json",
            defaultValue = "text",
            description = "How the result is printed (default: ${DEFAULT-VALUE}).")
    private Format format = Format.text;

    @Option(
            names = {"-q", "--quiet"},
            description = "Say nothing but the answer and errors.")
    @SuppressWarnings("unused") // read by the program itself before the command runs
    private boolean quiet;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seed of every random choice (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--time-limit",
            paramLabel = "TIME",
            converter = TimeConverter.class,
            description = "Stop after this time, such as \"30 s\", with the best found so far (default: none).")
    private Optional<Duration> timeLimit = Optional.empty();

    @Option(
            names = "--memory-limit",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description = "Refuse what would take more memory than this, such as \"2 GB\" (default: most of the heap).")
    void setMemoryLimit(Quantity size) {
        MemoryLimit.set(OptionalDouble.of(size.value()));
    }

    @Option(
            names = "--log-level",
            paramLabel = "LEVEL",
            description = "What is logged: ${COMPLETION-CANDIDATES} (default: warn).")
    void setLogLevel(Level level) {
        ch.qos.logback.classic.Logger root =
                (ch.qos.logback.classic.Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(ch.qos.logback.classic.Level.toLevel(level.name()));
    }

    /** Whether results are plain data. */
    public boolean json() {
        return format == Format.json;
    }

    /** Seed and time. */
    public Effort effort() {
        return new Effort(seed, timeLimit);
    }

    /** Seed of every random choice. */
    public long seed() {
        return seed;
    }

    /** After which the best so far is the answer. */
    public Optional<Duration> timeLimit() {
        return timeLimit;
    }

    /** Reads {@code 2 GB}, {@code 512 MiB}. */
    static final class SizeConverter implements ITypeConverter<Quantity> {
        @Override
        public Quantity convert(String value) {
            Quantity size = OptionQuantity.read(value, Dimension.BYTES);
            if (size.value() <= 0) {
                throw new TypeConversionException("must be more than 0 B");
            }
            return size;
        }
    }

    /** Reads {@code 30 s}, {@code 5min}. */
    static final class TimeConverter implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String value) {
            return duration(OptionQuantity.read(value, Dimension.SECONDS).value());
        }

        private static Duration duration(double seconds) {
            if (seconds <= 0) {
                throw new TypeConversionException("must be more than 0 s");
            }
            return Duration.ofNanos(Math.max(1, (long) (seconds * NANOSECONDS)));
        }

        private static final double NANOSECONDS = 1e9;
    }

    /** The answer in the format that is asked for. */
    public String rendered(Supplier<?> document, Supplier<String> text) {
        return json() ? Documents.toJson(document.get()) : text.get();
    }
}

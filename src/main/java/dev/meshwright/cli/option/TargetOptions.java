package dev.meshwright.cli.option;

import dev.meshwright.base.quantity.Dimension;
import dev.meshwright.base.quantity.Quantity;
import dev.meshwright.cli.option.value.OptionQuantity;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.problem.Targets.Scope;
import dev.meshwright.facts.problem.Targets.ThroughputTarget;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The throughput target and whose it is. */
public final class TargetOptions {

    @Option(
            names = "--target",
            paramLabel = "RATE",
            converter = RateConverter.class,
            description = "Throughput to reach, such as \"100 tokens/ms\" (default: the problem's).")
    private Optional<Quantity> target = Optional.empty();

    @Option(
            names = "--scope",
            paramLabel = "system|per-gpu",
            converter = ScopeConverter.class,
            description = "Whose throughput decides the exit code; both are answered (default: as the target says,"
                    + " else the problem's, else system).")
    private Optional<Scope> scope = Optional.empty();

    /**
     * The target of the options, else of the problem.
     *
     * @throws IllegalArgumentException with what the user should change
     */
    public ThroughputTarget of(Problem problem) {
        Optional<ThroughputTarget> stated = problem.targets().throughput();
        if (target.isEmpty() && stated.isEmpty()) {
            throw new IllegalArgumentException(
                    "The problem states no throughput target. Maybe --target \"100 tokens/ms\".");
        }
        Optional<Scope> unit = target.flatMap(TargetOptions::scope);
        if (scope.isPresent() && unit.isPresent() && !scope.equals(unit)) {
            throw new IllegalArgumentException(
                    "--target " + target.orElseThrow().text() + " contradicts --scope "
                            + scope.get().label() + ". Maybe leave one out.");
        }
        double value =
                target.map(Quantity::value).orElseGet(() -> stated.orElseThrow().tokensPerSecond());
        Scope decides = scope.or(() -> unit)
                .or(() -> stated.map(ThroughputTarget::scope))
                .orElse(Scope.SYSTEM);
        return new ThroughputTarget(value, decides);
    }

    private static Optional<Scope> scope(Quantity quantity) {
        return switch (quantity.per()) {
            case GPU -> Optional.of(Scope.PER_GPU);
            case SYSTEM -> Optional.of(Scope.SYSTEM);
            case UNSTATED, NODE, TOKEN, LAYER, USER, EXPERT, STAGE, REPLICA -> Optional.empty();
        };
    }

    /** Reads {@code 100 tokens/ms}, {@code 2000 tokens/s per GPU}. */
    static final class RateConverter implements ITypeConverter<Quantity> {
        @Override
        public Quantity convert(String value) {
            return checked(OptionQuantity.read(value, Dimension.TOKENS_PER_SECOND));
        }

        private static Quantity checked(Quantity quantity) {
            if (quantity.value() <= 0) {
                throw new TypeConversionException("'" + quantity.text() + "' must be more than 0 tokens/s");
            }
            if (quantity.per() != Quantity.Per.UNSTATED && scope(quantity).isEmpty()) {
                throw new TypeConversionException("'" + quantity.text() + "' must be of the system or per GPU");
            }
            return quantity;
        }
    }

    /** Reads {@code system} and {@code per-gpu}. */
    static final class ScopeConverter implements ITypeConverter<Scope> {
        @Override
        public Scope convert(String value) {
            for (Scope scope : Scope.values()) {
                if (scope.label().equalsIgnoreCase(value)) {
                    return scope;
                }
            }
            throw new TypeConversionException("'" + value + "' is no scope. Maybe system or per-gpu.");
        }
    }
}

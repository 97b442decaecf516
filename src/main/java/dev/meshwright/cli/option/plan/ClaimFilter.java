package dev.meshwright.cli.option.plan;

import dev.meshwright.question.audit.AuditedClaim;
import dev.meshwright.question.audit.Verdict;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Which claims of an audit are printed.
 *
 * @param keeps whether a claim is printed
 */
public record ClaimFilter(Predicate<AuditedClaim> keeps) {

    private static final Map<String, Predicate<AuditedClaim>> NAMES = names();

    private static Map<String, Predicate<AuditedClaim>> names() {
        Map<String, Predicate<AuditedClaim>> names = new LinkedHashMap<>();
        names.put("all", claim -> true);
        for (Verdict verdict : Verdict.values()) {
            names.put(verdict.label(), claim -> claim.verdict() == verdict);
        }
        names.put("impossible", AuditedClaim::impossible);
        return names;
    }

    /** Reads the name of a verdict. */
    public static final class Converter implements ITypeConverter<ClaimFilter> {
        @Override
        public ClaimFilter convert(String value) {
            Predicate<AuditedClaim> keeps = NAMES.get(value);
            if (keeps == null) {
                throw new TypeConversionException(
                        "'" + value + "' is no verdict; there are " + String.join(", ", NAMES.keySet()));
            }
            return new ClaimFilter(keeps);
        }
    }
}

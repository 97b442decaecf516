package dev.meshwright.io.sweep;

import dev.meshwright.answer.SearchAnswer;
import dev.meshwright.answer.explain.Argument;
import dev.meshwright.answer.explain.pool.PoolArgument;
import dev.meshwright.base.fault.Fault;
import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Violation;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** The row of a scenario as plain data in base units: seconds, tokens per second. */
public final class ScenarioRow {

    private ScenarioRow() {}

    /** A row. */
    public static Map<String, Object> of(Scenario scenario, String digest, Object answer) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("scenario", scenario.number());
        row.put("values", scenario.values());
        row.put("digest", digest);
        row.put("answer", answer);
        return row;
    }

    /** What a search came to. */
    public static Map<String, Object> answer(SearchAnswer answer) {
        return switch (answer) {
            case SearchAnswer.Found found -> found(found);
            case SearchAnswer.NothingFound nothing -> {
                Map<String, Object> document = start(ScenarioStatus.INFEASIBLE);
                document.put("reason", nothing.shortage().tightest());
                yield document;
            }
            case SearchAnswer.Split split -> split(split);
            case SearchAnswer.NoPools none -> {
                Map<String, Object> document = start(ScenarioStatus.INFEASIBLE);
                document.put("reason", none.reason());
                yield document;
            }
            case SearchAnswer.NoneYet none -> {
                Map<String, Object> document = start(ScenarioStatus.STOPPED);
                document.put("reason", none.unfinished().sentence());
                yield document;
            }
        };
    }

    private static Map<String, Object> found(SearchAnswer.Found found) {
        Argument argument = found.argument();
        Problem problem = argument.problem();
        Evaluation evaluation = argument.winner().evaluation();
        Degrees degrees = argument.winner().layout().degrees();
        Map<String, Object> document = start(found.missesTarget() ? ScenarioStatus.MISSED : ScenarioStatus.FOUND);
        document.put("gpus", problem.cluster().gpus());
        document.put("layout", degrees.shortName());
        document.put("degrees", degrees.named());
        document.put("usedGpus", evaluation.gpus());
        document.put("tokensPerSecond", evaluation.performance().tokensPerSecond());
        document.put("tokensPerSecondPerGpu", evaluation.tokensPerSecondPerGpu());
        argument.assessment().timeToFirstToken().ifPresent(seconds -> document.put("timeToFirstToken", seconds));
        argument.assessment().timePerOutputToken().ifPresent(seconds -> document.put("timePerOutputToken", seconds));
        document.put("stepTime", evaluation.performance().stepSeconds());
        argument.assessment().energy().ifPresent(energy -> document.put("watts", energy.watts()));
        argument.assessment().expenses().ifPresent(expenses -> {
            document.put("currency", expenses.currency());
            document.put("costPerHour", expenses.perHour());
            document.put("costPerMillionTokens", expenses.perMillionTokens());
        });
        document.put("bound", argument.proof().bound().value());
        document.put("gap", argument.proof().gap());
        document.put("complete", argument.proof().complete());
        if (found.missesTarget()) {
            document.put(
                    "missed",
                    evaluation.missedTargets().stream()
                            .map(Violation::constraint)
                            .map(constraint -> constraint.label())
                            .distinct()
                            .toList());
        }
        return document;
    }

    private static Map<String, Object> split(SearchAnswer.Split split) {
        PoolArgument argument = split.argument();
        Performance performance = argument.evaluation().together().performance();
        Map<String, Object> document = start(argument.missesTarget() ? ScenarioStatus.MISSED : ScenarioStatus.FOUND);
        document.put("gpus", argument.problem().cluster().gpus());
        document.put("layout", argument.pools().shortName());
        document.put("usedGpus", argument.evaluation().gpus());
        document.put("tokensPerSecond", performance.tokensPerSecond());
        document.put("tokensPerSecondPerGpu", argument.evaluation().tokensPerSecondPerGpu());
        performance.timeToFirstTokenSeconds().ifPresent(seconds -> document.put("timeToFirstToken", seconds));
        performance.timePerOutputTokenSeconds().ifPresent(seconds -> document.put("timePerOutputToken", seconds));
        return document;
    }

    /** What is wrong with a scenario. */
    public static Map<String, Object> invalid(InvalidInputException faults) {
        Map<String, Object> document = start(ScenarioStatus.INVALID);
        document.put("reason", faults.faults().stream().map(Fault::describe).toList());
        return document;
    }

    private static Map<String, Object> start(ScenarioStatus status) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("status", status.label());
        return document;
    }

    /** What a row has on every axis. */
    public static Map<?, ?> values(Map<String, Object> row) {
        return (Map<?, ?>) Objects.requireNonNull(row.get("values"));
    }

    /** A field of the answer of a row; empty where it has none. */
    public static String field(Map<String, Object> row, String name) {
        return row.get("answer") instanceof Map<?, ?> answer && answer.get(name) != null
                ? String.valueOf(answer.get(name))
                : "";
    }

    /** The status of a row. */
    public static String status(Map<String, Object> row) {
        return field(row, "status");
    }

    /** Tokens per second and GPU of a row; nothing where targets are missed. */
    public static double worth(Map<String, Object> row) {
        boolean counts = status(row).equals(ScenarioStatus.FOUND.label());
        return counts
                        && row.get("answer") instanceof Map<?, ?> answer
                        && answer.get("tokensPerSecondPerGpu") instanceof Number number
                ? number.doubleValue()
                : Double.NEGATIVE_INFINITY;
    }
}

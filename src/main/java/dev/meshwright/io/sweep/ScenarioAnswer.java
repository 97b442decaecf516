package dev.meshwright.io.sweep;

import static dev.meshwright.io.sweep.ScenarioRow.start;

import dev.meshwright.answer.CheckAnswer;
import dev.meshwright.answer.ScaleAnswer;
import dev.meshwright.answer.SearchAnswer;
import dev.meshwright.answer.explain.Argument;
import dev.meshwright.answer.explain.judgement.Assessment;
import dev.meshwright.answer.explain.pool.PoolArgument;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.problem.Statistic;
import dev.meshwright.facts.problem.TargetOutcome.Aim;
import dev.meshwright.facts.problem.Targets.Scope;
import dev.meshwright.layout.Violation;
import dev.meshwright.question.scale.Scaling;
import dev.meshwright.question.scale.pool.PoolReach;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a scenario came to, as plain data for its row. */
public final class ScenarioAnswer {

    private ScenarioAnswer() {}

    /** What a search came to. */
    public static Map<String, Object> of(SearchAnswer answer) {
        return switch (answer) {
            case SearchAnswer.Found found -> found(found);
            case SearchAnswer.NothingFound nothing ->
                because(ScenarioStatus.INFEASIBLE, nothing.shortage().tightest());
            case SearchAnswer.Split split -> split(split);
            case SearchAnswer.NoPools none -> because(ScenarioStatus.INFEASIBLE, none.reason());
            case SearchAnswer.NoneYet none ->
                because(ScenarioStatus.STOPPED, none.unfinished().sentence());
        };
    }

    /** What a plan is worth. */
    public static Map<String, Object> of(CheckAnswer answer) {
        Optional<Assessment> assessment = answer.assessment();
        boolean works = answer.plan().feasible() && assessment.isPresent();
        ScenarioStatus status = !works
                ? ScenarioStatus.INFEASIBLE
                : answer.plan().missesTarget() ? ScenarioStatus.MISSED : ScenarioStatus.FOUND;
        Map<String, Object> document = start(status);
        assessment.ifPresent(judged -> judged(judged.problem(), judged, document));
        answer.bound().ifPresent(bound -> {
            document.put("bound", bound.tokensPerSecond());
            document.put("gap", bound.gap());
        });
        if (!works) {
            document.put("reason", broken(answer.plan().violations()));
        }
        assessment.filter(judged -> works).ifPresent(judged -> missed(judged.evaluation(), document));
        return document;
    }

    /** The hardware that a target needs: the problem's own kind of GPU in the scope that the target states. */
    public static Map<String, Object> of(ScaleAnswer answer) {
        Scaling scaling = answer.scaling();
        boolean system = scaling.scope() == Scope.SYSTEM;
        ScaleAnswer.Plans plans = answer.plans().getFirst();
        ScenarioStatus status = scaling.reached()
                ? ScenarioStatus.FOUND
                : scaling.feasible() ? ScenarioStatus.MISSED : ScenarioStatus.INFEASIBLE;
        Map<String, Object> document = start(status);
        Optional<PoolReach> reach = scaling.pools(0, scaling.scope());
        if (reach.isPresent() && (reach.get().reachable() || !scaling.shares())) {
            answer.pools(0, scaling.scope()).ifPresent(found -> pools(found, document));
            document.put("complete", reach.get().proven());
            document.put("reason", reach.get().proof());
            return document;
        }
        Optional<Argument> argument = system ? plans.system() : plans.perGpu();
        argument.ifPresent(found -> judged(found.problem(), found.assessment(), document));
        document.put(
                "complete",
                system
                        ? scaling.own().system().proven()
                        : scaling.own().perGpu().proven());
        document.put(
                "reason",
                system ? scaling.own().system().proof() : scaling.own().perGpu().proof());
        return document;
    }

    private static Map<String, Object> because(ScenarioStatus status, String reason) {
        Map<String, Object> document = start(status);
        document.put("reason", reason);
        return document;
    }

    private static Map<String, Object> found(SearchAnswer.Found found) {
        Argument argument = found.argument();
        Map<String, Object> document = start(found.missesTarget() ? ScenarioStatus.MISSED : ScenarioStatus.FOUND);
        judged(argument.problem(), argument.assessment(), document);
        document.put("bound", argument.proof().bound().value());
        document.put("gap", argument.proof().gap());
        document.put("complete", argument.proof().complete());
        missed(argument.winner().evaluation(), document);
        return document;
    }

    private static void judged(Problem problem, Assessment judged, Map<String, Object> document) {
        Evaluation evaluation = judged.evaluation();
        document.put("gpus", problem.cluster().gpus());
        document.put("layout", judged.degrees().shortName());
        document.put("degrees", judged.degrees().named());
        document.put("usedGpus", evaluation.gpus());
        document.put("tokensPerSecond", evaluation.performance().tokensPerSecond());
        document.put("tokensPerSecondPerGpu", evaluation.tokensPerSecondPerGpu());
        judged.timeToFirstToken().ifPresent(seconds -> document.put("timeToFirstToken", seconds));
        judged.timePerOutputToken().ifPresent(seconds -> document.put("timePerOutputToken", seconds));
        judged.served().ifPresent(served -> {
            served.seconds(Aim.TIME_TO_FIRST_TOKEN, Statistic.P99)
                    .ifPresent(seconds -> document.put("timeToFirstTokenP99", seconds));
            served.seconds(Aim.TIME_PER_OUTPUT_TOKEN, Statistic.P99)
                    .ifPresent(seconds -> document.put("timePerOutputTokenP99", seconds));
        });
        document.put("stepTime", evaluation.performance().stepSeconds());
        judged.energy().ifPresent(energy -> document.put("watts", energy.watts()));
        judged.expenses().ifPresent(expenses -> {
            document.put("currency", expenses.currency());
            document.put("costPerHour", expenses.perHour());
            document.put("costPerMillionTokens", expenses.perMillionTokens());
        });
    }

    private static void missed(Evaluation evaluation, Map<String, Object> document) {
        if (!evaluation.missedTargets().isEmpty()) {
            document.put(
                    "missed",
                    evaluation.missedTargets().stream()
                            .map(missed -> missed.constraint().label())
                            .distinct()
                            .toList());
        }
    }

    private static List<String> broken(List<Violation> violations) {
        return violations.stream()
                .map(violation -> violation.constraint().label() + ", " + violation.where() + ": "
                        + Figures.plain(violation.actual()) + " where the limit is "
                        + Figures.plain(violation.limit())
                        + (violation.unit().isEmpty() ? "" : " " + violation.unit()))
                .toList();
    }

    private static Map<String, Object> split(SearchAnswer.Split split) {
        PoolArgument argument = split.argument();
        Map<String, Object> document = start(argument.missesTarget() ? ScenarioStatus.MISSED : ScenarioStatus.FOUND);
        pools(argument, document);
        return document;
    }

    private static void pools(PoolArgument argument, Map<String, Object> document) {
        Performance performance = argument.evaluation().together().performance();
        document.put("gpus", argument.problem().cluster().gpus());
        document.put("layout", argument.pools().shortName());
        document.put("usedGpus", argument.evaluation().gpus());
        document.put("tokensPerSecond", performance.tokensPerSecond());
        document.put("tokensPerSecondPerGpu", argument.evaluation().tokensPerSecondPerGpu());
        performance.timeToFirstTokenSeconds().ifPresent(seconds -> document.put("timeToFirstToken", seconds));
        performance.timePerOutputTokenSeconds().ifPresent(seconds -> document.put("timePerOutputToken", seconds));
    }
}

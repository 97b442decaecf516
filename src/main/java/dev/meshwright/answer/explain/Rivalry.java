package dev.meshwright.answer.explain;

import dev.meshwright.answer.explain.GpuTime.Part;
import dev.meshwright.answer.explain.judgement.Uncertainty;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.evaluation.Component;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.cost.evaluation.Evaluation.Phase;
import dev.meshwright.cost.evaluation.Ranking;
import dev.meshwright.facts.problem.Objective;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.layout.Degrees;
import dev.meshwright.question.search.SearchResult.Candidate;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Compares a layout that lost with the winner, part by part, and says in one sentence what made the difference. */
final class Rivalry {

    /** Below this two layouts are called equal: rounding of sums in another order. */
    private static final double TIE = 1e-4;

    /** A gain in one part is mentioned when it makes up for this share of the loss in another. */
    private static final double WORTH_MENTIONING = 0.25;

    private final Problem problem;
    private final CostModel costModel;
    private final Candidate winner;
    private final Ranking ranking;

    Rivalry(CostModel costModel, Candidate winner) {
        this.problem = costModel.problem();
        this.costModel = costModel;
        this.winner = winner;
        this.ranking = new Ranking(problem);
    }

    Rival judge(Candidate loser) {
        GpuTime best = time(winner);
        GpuTime worse = time(loser);
        Map<Part, Double> extra = new EnumMap<>(Part.class);
        for (Part part : Part.values()) {
            double difference = worse.of(part) - best.of(part);
            if (difference != 0) {
                extra.put(part, difference);
            }
        }
        double behind = behind(loser);
        return new Rival(
                loser, behind, extra, Uncertainty.covers(problem, behind), reason(loser, behind, extra) + limit(loser));
    }

    /** GPU time of all GPUs; where costs are asked for, of those in use, which are paid. */
    private GpuTime time(Candidate candidate) {
        boolean paid = problem.objective() == Objective.COST;
        int gpus = paid ? candidate.evaluation().gpus() : problem.cluster().gpus();
        return GpuTime.of(candidate.evaluation(), gpus);
    }

    private double behind(Candidate loser) {
        return behind(problem, winner, loser);
    }

    /** Share of the winner's throughput, latency, GPU count or cost of a token by which a layout is worse. */
    static double behind(Problem problem, Candidate winner, Candidate loser) {
        Ranking ranking = new Ranking(problem);
        return switch (problem.objective()) {
            case THROUGHPUT -> 1 - tokens(loser) / tokens(winner);
            case LATENCY ->
                ranking.latencySeconds(loser.evaluation().performance())
                                / ranking.latencySeconds(winner.evaluation().performance())
                        - 1;
            case GPUS ->
                (double) loser.evaluation().gpus() / winner.evaluation().gpus() - 1;
            case COST ->
                ranking.worth(winner.layout(), winner.evaluation()) / ranking.worth(loser.layout(), loser.evaluation())
                        - 1;
        };
    }

    private static double tokens(Candidate candidate) {
        return candidate.evaluation().performance().tokensPerSecond();
    }

    private String reason(Candidate loser, double behind, Map<Part, Double> extra) {
        if (problem.objective() == Objective.GPUS && behind > TIE) {
            return "Needs "
                    + Figures.number(
                            loser.evaluation().gpus() - winner.evaluation().gpus(), "GPU") + " more.";
        }
        if (Math.abs(behind) < TIE) {
            return "As good to within 0.01 %; the winner is simpler (fewer stages, splits or micro-batches).";
        }
        return problem.objective() == Objective.LATENCY ? latencyReason(loser, behind) : timeReason(loser, extra);
    }

    private String timeReason(Candidate loser, Map<Part, Double> extra) {
        double sum = extra.values().stream().mapToDouble(Double::doubleValue).sum();
        List<Map.Entry<Part, Double>> ordered = extra.entrySet().stream()
                .sorted(Map.Entry.<Part, Double>comparingByValue().reversed())
                .toList();
        Map.Entry<Part, Double> most = ordered.getFirst();
        double winners = time(winner).total();
        StringBuilder sentence = new StringBuilder();
        sentence.append(Figures.seconds(sum)).append(" more than the winner's ");
        sentence.append(Figures.seconds(winners)).append(" of GPU time per token: ");
        sentence.append(part(loser, most, 1));
        if (ordered.size() > 1 && ordered.get(1).getValue() > WORTH_MENTIONING * most.getValue()) {
            sentence.append(", ").append(part(loser, ordered.get(1), 1));
        }
        Map.Entry<Part, Double> least = ordered.getLast();
        if (least.getValue() < -WORTH_MENTIONING * most.getValue()) {
            sentence.append("; ").append(part(loser, least, -1));
        }
        return sentence.append('.').toString();
    }

    /** "+18.0 us communication (attention all-reduce)". */
    private String part(Candidate loser, Map.Entry<Part, Double> entry, int sign) {
        String amount = (sign > 0 ? "+" : "-") + Figures.seconds(Math.abs(entry.getValue()));
        String label = amount + " " + entry.getKey().label();
        Component.Kind kind =
                switch (entry.getKey()) {
                    case KERNELS -> Component.Kind.COMPUTE;
                    case COMMUNICATION -> Component.Kind.COMMUNICATION;
                    default -> null;
                };
        if (kind == null) {
            return label;
        }
        Map<Component, Double> differences = new EnumMap<>(Component.class);
        perToken(loser, kind, sign, differences);
        perToken(winner, kind, -sign, differences);
        return differences.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .filter(most -> most.getValue() > 0)
                .map(most -> label + " (mostly " + most.getKey().label() + ")")
                .orElse(label);
    }

    /** GPU seconds per sequence of a micro-batch, by component of the main pass. */
    private static void perToken(Candidate candidate, Component.Kind kind, int sign, Map<Component, Double> sums) {
        Degrees degrees = candidate.layout().degrees();
        for (Phase phase : candidate.evaluation().phases()) {
            if (phase.component().kind() == kind) {
                double perSequence = GpuTime.perSequence(phase.seconds(), degrees.tensor(), degrees.microBatch());
                sums.merge(phase.component(), sign * perSequence, Double::sum);
            }
        }
    }

    private String latencyReason(Candidate loser, double behind) {
        Map<Component, Double> extra = new EnumMap<>(Component.class);
        phases(loser.evaluation(), 1, extra);
        phases(winner.evaluation(), -1, extra);
        String most = extra.entrySet().stream()
                .max(Comparator.comparingDouble(Map.Entry::getValue))
                .filter(entry -> entry.getValue() > 0)
                .map(entry -> ", " + Figures.seconds(entry.getValue()) + " of it in "
                        + entry.getKey().label())
                .orElse("");
        double seconds = ranking.latencySeconds(loser.evaluation().performance())
                - ranking.latencySeconds(winner.evaluation().performance());
        return Figures.seconds(seconds) + " (" + Figures.percent(behind) + ") longer" + most + ".";
    }

    private static void phases(Evaluation evaluation, int sign, Map<Component, Double> sums) {
        for (Phase phase : evaluation.phases()) {
            sums.merge(phase.component(), sign * phase.seconds(), Double::sum);
        }
    }

    /** Whether the loser was kept from a batch as large as the winner's. */
    private String limit(Candidate loser) {
        Degrees degrees = loser.layout().degrees();
        if (degrees.sequences(problem.workload()) >= winner.layout().degrees().sequences(problem.workload())) {
            return "";
        }
        return BatchLimit.of(costModel, loser.layout())
                .map(effect -> " It has " + Figures.count(degrees.sequences(problem.workload()))
                        + " sequences in flight, the winner "
                        + Figures.count(winner.layout().degrees().sequences(problem.workload()))
                        + ": with an eighth more " + effect
                        + ".")
                .orElse("");
    }
}

package dev.meshwright.validation;

import dev.meshwright.cluster.Gpu;
import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.EfficiencySource;
import dev.meshwright.cost.Evaluation;
import dev.meshwright.cost.ledger.Derivation;
import dev.meshwright.cost.ledger.Term;
import dev.meshwright.model.Model;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the cost model says of a measured serving row.
 *
 * @param timeToFirstTokenSeconds mean over requests
 * @param timePerOutputTokenSeconds mean over the tokens of a request after its first
 * @param firstTokenTerms what the first consists of, largest first, seconds
 * @param outputTokenTerms what the second consists of, largest first, seconds
 */
public record ServingPrediction(
        double timeToFirstTokenSeconds,
        double timePerOutputTokenSeconds,
        List<Outcome.Term> firstTokenTerms,
        List<Outcome.Term> outputTokenTerms) {

    public ServingPrediction {
        firstTokenTerms = List.copyOf(firstTokenTerms);
        outputTokenTerms = List.copyOf(outputTokenTerms);
    }

    /**
     * The prediction for a row.
     *
     * @param models model by name or alias
     * @param gpus GPU by name or alias
     * @param efficiencies fitted kernels
     * @throws UnpredictableRowException if the model or GPU is unknown or the degrees do not fit together
     */
    public static ServingPrediction of(
            ServingRow row,
            Function<String, Optional<Model>> models,
            Function<String, Optional<Gpu>> gpus,
            EfficiencySource efficiencies) {
        ServingRow drawn = row.withMeanLengths();
        ServingCase admitted = Admission.admitted(ServingCase.of(drawn, models, gpus), drawn, efficiencies);
        Evaluation evaluation = new CostModel(admitted.problem(), efficiencies).explain(admitted.layout());
        List<Outcome.Term> perToken = new ArrayList<>();
        for (Evaluation.Phase phase : evaluation.phases()) {
            perToken.add(new Outcome.Term(phase.component().label(), phase.seconds()));
        }
        double step = evaluation.performance().stepSeconds();
        double passes = perToken.stream().mapToDouble(Outcome.Term::amount).sum();
        double timePerToken =
                evaluation.performance().timePerOutputTokenSeconds().orElseThrow();
        perToken.add(new Outcome.Term("step overhead and pipeline", step - passes));
        perToken.add(new Outcome.Term("prompts of other sequences", timePerToken - step));
        return new ServingPrediction(
                evaluation.performance().timeToFirstTokenSeconds().orElseThrow(),
                timePerToken,
                sorted(firstToken(evaluation)),
                sorted(perToken));
    }

    private static List<Outcome.Term> firstToken(Evaluation evaluation) {
        Derivation derivation = evaluation.derivations().stream()
                .filter(each -> each.quantity().equals("timeToFirstToken"))
                .findFirst()
                .orElseThrow();
        double prompt = value(derivation, "latency");
        return List.of(
                new Outcome.Term(
                        "request and step overhead", value(derivation, "request") + value(derivation, "overhead")),
                new Outcome.Term("own prompt", prompt),
                new Outcome.Term(
                        "prompts of other sequences",
                        prompt * value(derivation, "ahead") * (value(derivation, "C") - 1)),
                new Outcome.Term("decode steps", value(derivation, "polls") * value(derivation, "TPOT")));
    }

    private static double value(Derivation derivation, String symbol) {
        return derivation.terms().stream()
                .filter(term -> term.symbol().equals(symbol))
                .mapToDouble(Term::value)
                .findFirst()
                .orElseThrow();
    }

    private static List<Outcome.Term> sorted(List<Outcome.Term> terms) {
        return terms.stream()
                .sorted(Comparator.comparingDouble(Outcome.Term::amount).reversed())
                .toList();
    }
}

package dev.meshwright.answer.explain;

import dev.meshwright.facts.problem.Problem;
import dev.meshwright.layout.engine.EngineRule;
import dev.meshwright.layout.engine.EngineSpace;
import dev.meshwright.question.search.EngineBest;
import dev.meshwright.question.search.EngineComparison;
import dev.meshwright.question.search.SearchResult.Candidate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What it costs that a layout must be one that an engine can express.
 *
 * @param price of the engine that the search was kept to; empty where it was kept to none
 * @param engines what each engine can express, where the search was kept to none
 */
public record EnginePrices(Optional<Price> price, List<Reach> engines) {

    public EnginePrices {
        engines = List.copyOf(engines);
    }

    /**
     * The price of an engine.
     *
     * @param engine label of the engine
     * @param version its release
     * @param name both for people
     * @param better the best layout that it cannot express, where that is better than the answer
     * @param behind share by which the answer is worse than that; 0 where nothing is better
     * @param settled whether neither the answer nor that layout leaves a gap to a bound
     * @param rules that this layout breaks
     * @param complete whether all that the engine cannot express was looked at
     */
    public record Price(
            String engine,
            String version,
            String name,
            Optional<Candidate> better,
            double behind,
            boolean settled,
            List<EngineRule> rules,
            boolean complete) {
        public Price {
            rules = List.copyOf(rules);
        }
    }

    /**
     * What an engine can express.
     *
     * @param engine label of the engine
     * @param version its newest known release
     * @param name both for people
     * @param best the best layout that it can express; empty where none works
     * @param behind share by which it is worse than the best of all
     * @param gap by which another one that it can express could exceed that, at most
     * @param rules of the engine that the best of all breaks
     */
    public record Reach(
            String engine,
            String version,
            String name,
            Optional<Candidate> best,
            double behind,
            double gap,
            List<EngineRule> rules) {
        public Reach {
            rules = List.copyOf(rules);
        }
    }

    /**
     * What engines cost.
     *
     * @param gap by which another layout of the space that was searched may exceed the winner, at most
     */
    static EnginePrices of(Problem problem, Candidate winner, double gap, EngineComparison comparison) {
        return new EnginePrices(
                comparison.kept().map(space -> price(problem, space, winner, gap, comparison)),
                comparison.engines().stream()
                        .map(best -> reach(problem, best, winner))
                        .toList());
    }

    /** What would work where nothing that an engine can express does; empty where nothing would. */
    public static Optional<String> instead(EngineComparison comparison) {
        return comparison.beyond().flatMap(found -> comparison
                .kept()
                .map(space -> space.name()
                        + " can express nothing that works. "
                        + found.layout().degrees().shortName() + " would work, which it cannot express: "
                        + space.broken(found.layout()).stream()
                                .map(EngineRule::sentence)
                                .collect(Collectors.joining(" "))
                        + " search.engineSpace: false opens its space."));
    }

    private static Price price(
            Problem problem, EngineSpace space, Candidate winner, double gap, EngineComparison comparison) {
        Optional<Candidate> better = comparison.beyond();
        return new Price(
                space.engine().label(),
                space.version().toString(),
                space.name(),
                better,
                better.map(found -> Rivalry.behind(problem, found, winner)).orElse(0.0),
                Math.max(gap, comparison.gap()) < Proof.CLOSED,
                better.map(found -> space.broken(found.layout())).orElse(List.of()),
                comparison.complete());
    }

    private static Reach reach(Problem problem, EngineBest found, Candidate winner) {
        return new Reach(
                found.space().engine().label(),
                found.space().version().toString(),
                found.space().name(),
                found.best(),
                found.best()
                        .map(best -> Math.max(0, Rivalry.behind(problem, winner, best)))
                        .orElse(0.0),
                found.gap(),
                found.space().broken(winner.layout()));
    }
}

package dev.meshwright.question.audit;

import dev.meshwright.base.derivation.Derivation;
import dev.meshwright.base.quantity.Dimension;
import dev.meshwright.question.audit.fact.AuditQuantity;
import dev.meshwright.question.audit.fact.FactBook;
import dev.meshwright.question.audit.fact.QuantityCatalogue;
import dev.meshwright.question.audit.premise.World;
import dev.meshwright.question.audit.premise.Worlds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What claims with the same premises are judged by: the plan as the cost model has it under those premises that are its
 * inputs, and a book in which the others are stated.
 */
final class Ground {

    /** Values this close are one. */
    private static final double SAME = 1e-9;

    private static final String ORIGIN = "premise of the document";

    /** In dimensions that know no more than the whole, half of a value is the other one to try. */
    private static final double HALF = 0.5;

    private final Worlds worlds;
    private final Map<String, String> premises;
    private final Map<String, Double> inputs = new LinkedHashMap<>();
    private final Map<String, Derivation> conclusions = new LinkedHashMap<>();
    private final World world;
    private final FactBook book;
    private final BatchSearch batches;

    /**
     * The ground of claims.
     *
     * @param premises values as written by quantity
     */
    Ground(Worlds worlds, Map<String, String> premises) {
        this.worlds = worlds;
        this.premises = premises;
        premises.forEach((name, text) -> {
            AuditQuantity quantity = QuantityCatalogue.get(name);
            double value = Auditor.read(quantity, text).value();
            if (worlds.takes(name, value)) {
                inputs.put(name, value);
            } else {
                conclusions.put(name, Derivation.premise(name, value, quantity.dimension(), ORIGIN));
            }
        });
        if (!worlds.fit(inputs, ORIGIN)) {
            concludeFrom(degrees());
        }
        this.world = worlds.under(inputs, ORIGIN);
        this.book = world.book().given(conclusions);
        this.batches = new BatchSearch(world.plan());
    }

    /** Degrees that do not go together make no layout to evaluate; conclusions can still be drawn from them. */
    private void concludeFrom(List<String> names) {
        for (String name : names) {
            double value = Objects.requireNonNull(inputs.remove(name));
            conclusions.put(name, Derivation.premise(name, value, Dimension.COUNT, ORIGIN));
        }
    }

    private List<String> degrees() {
        return inputs.keySet().stream()
                .filter(name -> name.startsWith("degrees."))
                .toList();
    }

    World world() {
        return world;
    }

    FactBook book() {
        return book;
    }

    BatchSearch batches() {
        return batches;
    }

    /**
     * The most of a quantity that the plan gives with the batch that suits the objective best, where nobody states one;
     * {@code otherwise} where somebody does.
     */
    double best(String quantity, double otherwise) {
        return replanned() && !world.batchStated()
                ? Math.max(
                        otherwise,
                        worlds.best(inputs, ORIGIN).book().given(conclusions).value(quantity, otherwise))
                : otherwise;
    }

    /** Whether the plan was evaluated anew. */
    boolean replanned() {
        return !inputs.isEmpty();
    }

    /** Premises that {@code fact} rests on, as written. */
    List<String> used(Derivation fact) {
        return premises.entrySet().stream()
                .filter(premise -> uses(fact, premise.getKey()))
                .map(premise -> premise.getKey() + " = " + premise.getValue())
                .toList();
    }

    /** Premises that play no part in {@code fact}, as written. */
    List<String> unused(Derivation fact) {
        List<String> all = new ArrayList<>();
        premises.forEach((name, text) -> all.add(name + " = " + text));
        all.removeAll(used(fact));
        return all;
    }

    private boolean uses(Derivation fact, String premise) {
        Double stated = inputs.get(premise);
        return mentions(fact, premise) || (stated != null && changes(fact, premise, stated));
    }

    private static boolean mentions(Derivation fact, String premise) {
        return (fact.isGiven() && fact.quantity().equals(premise))
                || fact.inputs().stream().anyMatch(input -> mentions(input.derivation(), premise));
    }

    /** Whether another value of the premise would give another number. */
    private boolean changes(Derivation fact, String premise, double stated) {
        Map<String, Double> without = new LinkedHashMap<>(inputs);
        without.remove(premise);
        if (differs(fact, without)) {
            return true;
        }
        Optional<Derivation> own = worlds.under(without, ORIGIN).book().find(premise);
        if (own.isPresent() && !same(own.get().value(), stated)) {
            return false;
        }
        double other = QuantityCatalogue.get(premise).dimension() == Dimension.FRACTION ? HALF * stated : 2 * stated;
        Map<String, Double> changed = new LinkedHashMap<>(inputs);
        changed.put(premise, other);
        return worlds.takes(premise, other) && differs(fact, changed);
    }

    private boolean differs(Derivation fact, Map<String, Double> others) {
        return worlds.under(others, ORIGIN)
                .book()
                .given(conclusions)
                .find(fact.quantity())
                .map(other -> !same(other.value(), fact.value()))
                .orElse(true);
    }

    private static boolean same(double one, double other) {
        return Math.abs(one - other) <= SAME * Math.abs(one);
    }
}

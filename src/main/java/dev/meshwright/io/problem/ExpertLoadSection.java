package dev.meshwright.io.problem;

import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.facts.problem.LoadBalance;
import dev.meshwright.facts.workload.ExpertLoad;
import dev.meshwright.io.loads.LoadFiles;
import dev.meshwright.io.tree.References;
import dev.meshwright.io.tree.TreeReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** The expert load of a problem file and the balance that is wanted. */
final class ExpertLoadSection {

    static final List<String> FIELDS = List.of("file", "zipf", "seed");
    static final List<String> BALANCE_FIELDS = List.of("coefficientOfVariation", "capacityFactor");

    private final References references;

    ExpertLoadSection(References references) {
        this.references = references;
    }

    /** The load; unmeasured where nothing is said, uniform after a fault. */
    ExpertLoad read(TreeReader workload) {
        return workload.child("expertLoad").map(this::load).orElse(new ExpertLoad.Unmeasured());
    }

    /** The balance that is wanted. */
    static LoadBalance balance(TreeReader workload) {
        return workload.child("expertLoadBalance")
                .filter(place -> place.object(BALANCE_FIELDS))
                .map(place -> new LoadBalance(
                        number(place, "coefficientOfVariation", 0), number(place, "capacityFactor", 1e-3)))
                .orElse(LoadBalance.NONE);
    }

    private static OptionalDouble number(TreeReader place, String field, double least) {
        return place.child(field).map(value -> value.fraction(least, 1000)).orElse(OptionalDouble.empty());
    }

    private ExpertLoad load(TreeReader place) {
        if (!place.isObject()) {
            return place.choice(new TreeMap<>(
                            Map.of("uniform", new ExpertLoad.Uniform(), "unmeasured", new ExpertLoad.Unmeasured())))
                    .orElse(new ExpertLoad.Uniform());
        }
        place.object(FIELDS);
        Optional<TreeReader> file = place.child("file");
        Optional<TreeReader> zipf = place.child("zipf");
        if (file.isPresent() == zipf.isPresent()) {
            place.fault("must have either file or zipf", "");
        } else if (file.isPresent()) {
            place.child("seed").ifPresent(seed -> seed.fault("has no meaning with a file", ""));
            return file.flatMap(TreeReader::text)
                    .flatMap(name -> measured(file.get(), name))
                    .orElse(new ExpertLoad.Uniform());
        }
        double exponent = zipf.map(value -> value.number(0, 10).orElse(0)).orElse(0.0);
        int seed = place.child("seed")
                .map(value -> value.integer(0, Integer.MAX_VALUE).orElse(0))
                .orElse(0);
        return new ExpertLoad.Zipf(exponent, seed);
    }

    private Optional<ExpertLoad> measured(TreeReader place, String name) {
        try {
            return references.file(place, name).map(file -> new ExpertLoad.Measured(LoadFiles.read(file), name));
        } catch (InvalidInputException e) {
            place.adopt(e);
        }
        return Optional.empty();
    }
}

package dev.meshwright.io.catalogue;

import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.cost.engine.Calibration;
import dev.meshwright.cost.engine.Calibration.Factor;
import dev.meshwright.facts.problem.Assumptions.Engine;
import dev.meshwright.io.tree.TreeReader;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Files of calibrated constants: what {@code calibrate} writes and {@code --efficiency} reads. */
public final class CalibrationFiles {

    public static final List<String> FIELDS =
            List.of("gpus", "engines", "factors", "refused", "measurements", "provenance");

    public static final List<String> FACTORS =
            Stream.of(Factor.values()).map(Factor::label).toList();

    public static final List<String> ENGINES = Stream.concat(
                    Stream.of(Engine.values()).map(Engine::label), Stream.of(Calibration.TRAINING))
            .toList();

    private CalibrationFiles() {}

    /**
     * Reads a file.
     *
     * @throws InvalidInputException with everything that is wrong with it
     */
    public static Calibration read(Path file) {
        TreeReader root = TreeReader.open(file);
        Map<Factor, Double> factors = new EnumMap<>(Factor.class);
        Set<String> gpus = new LinkedHashSet<>();
        Set<String> engines = new LinkedHashSet<>();
        if (root.object(FIELDS)) {
            root.required("factors").filter(place -> place.object(FACTORS)).ifPresent(place -> {
                for (Factor factor : Factor.values()) {
                    place.child(factor.label()).ifPresent(value -> value.number(Calibration.LEAST, Calibration.MOST)
                            .ifPresent(number -> factors.put(factor, number)));
                }
            });
            root.required("gpus").ifPresent(place -> names(place, gpus).forEach(named -> {
                if (GpuCatalogue.standard().find(named.scalarText().orElse("")).isEmpty()) {
                    named.fault(
                            "is not in the catalogue",
                            GpuCatalogue.standard().maybe(named.scalarText().orElse("")));
                }
            }));
            Map<String, String> known = ENGINES.stream()
                    .collect(Collectors.toMap(name -> name, name -> name, (a, b) -> a, LinkedHashMap::new));
            root.required("engines").ifPresent(place -> names(place, engines).forEach(named -> named.choice(known)));
        }
        root.finish();
        return new Calibration(factors, gpus, engines);
    }

    /** The places of a list, whose texts go into {@code names}; the list may be empty. */
    private static List<TreeReader> names(TreeReader place, Set<String> names) {
        if (place.isList() && place.node().isEmpty()) {
            return List.of();
        }
        List<TreeReader> items = place.items();
        items.forEach(item -> item.scalarText().ifPresent(names::add));
        return items;
    }
}

package dev.meshwright.io.problem;

import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.model.Precision;
import dev.meshwright.facts.problem.Declared;
import dev.meshwright.io.catalogue.ModelSource;
import dev.meshwright.io.catalogue.WeightFormats;
import dev.meshwright.io.tree.References;
import dev.meshwright.io.tree.TreeReader;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** The {@code model} of a problem file. */
final class ModelSection {

    static final List<String> FIELDS =
            List.of("catalog", "huggingFace", "architecture", "weights", "kvCache", "positions", "declared");
    static final List<String> DECLARED_FIELDS = List.of("parameters", "activeParameters");
    private static final int MOST_POSITIONS = 1 << 30;
    private static final List<String> SOURCES = List.of("catalog", "huggingFace", "architecture");

    private final ModelSource source;
    private final References references;
    private final List<String> notes;

    /**
     * @param references where named files lie
     * @param notes takes sentences on what was assumed
     */
    ModelSection(ModelSource source, References references, List<String> notes) {
        this.source = source;
        this.references = references;
        this.notes = notes;
    }

    /** The model in the number formats asked for; empty after a fault. */
    Optional<Model> read(TreeReader section) {
        if (!section.object(FIELDS)) {
            return Optional.empty();
        }
        List<String> given =
                SOURCES.stream().filter(name -> section.child(name).isPresent()).toList();
        if (given.size() != 1) {
            String found = given.isEmpty() ? "" : ", not " + String.join(" and ", given);
            section.fault("must have one of " + String.join(", ", SOURCES) + found, "");
        }
        List<Precision> listed = formats(section);
        if (listed.size() > 1) {
            notes.add(
                    "Of the formats of weights that are listed search compares each; everything else takes the first.");
        }
        Optional<Precision> weights = listed.stream().findFirst();
        Optional<Precision> cache =
                section.child("kvCache").flatMap(place -> place.choice(WeightFormats.KEY_VALUE_CACHE));
        Optional<Model> model = given.size() == 1 ? model(section, given.getFirst()) : Optional.empty();
        OptionalInt positions = section.child("positions")
                .map(place -> place.integer(1, MOST_POSITIONS))
                .orElse(OptionalInt.empty());
        return model.map(known -> positions.isPresent() ? known.withPositions(positions.getAsInt()) : known)
                .map(known -> weights.map(label -> known.withPrecisions(WeightFormats.of(label, known)))
                        .orElse(known))
                .map(known -> withCache(known, cache));
    }

    private static Model withCache(Model model, Optional<Precision> cache) {
        return cache.map(label -> model.withPrecisions(WeightFormats.withKeyValueCache(model.precisions(), label)))
                .orElse(model);
    }

    /** A model of a sound section in another of the formats that it lists. */
    static Model inFormat(Model model, Precision weights, TreeReader section) {
        return withCache(
                model.withPrecisions(WeightFormats.of(weights, model)),
                section.child("kvCache").flatMap(place -> place.choice(WeightFormats.KEY_VALUE_CACHE)));
    }

    /** Formats of the weights, as they are listed; one, or none, where they are not. */
    static List<Precision> formats(TreeReader section) {
        return section.child("weights").stream()
                .flatMap(place -> place.isList() ? place.items().stream() : Stream.of(place))
                .flatMap(place -> place.choice(WeightFormats.WEIGHTS).stream())
                .distinct()
                .toList();
    }

    /** What the author declares about the model. */
    static Declared declared(TreeReader model) {
        Optional<TreeReader> declared = model.child("declared").filter(place -> place.object(DECLARED_FIELDS));
        if (declared.isEmpty()) {
            return Declared.NOTHING;
        }
        return new Declared(count(declared.get(), "parameters"), count(declared.get(), "activeParameters"));
    }

    private static OptionalDouble count(TreeReader declared, String field) {
        return declared.child(field).map(place -> place.number(1, 1e18)).orElse(OptionalDouble.empty());
    }

    private Optional<Model> model(TreeReader section, String kind) {
        TreeReader place = section.child(kind).orElseThrow();
        return switch (kind) {
            case "catalog" -> place.text().flatMap(name -> catalogue(place, name));
            case "huggingFace" -> place.text().flatMap(name -> huggingFace(place, name));
            default -> source.architecture(place);
        };
    }

    private Optional<Model> catalogue(TreeReader place, String name) {
        Optional<Model> model = source.catalogue(name);
        if (model.isEmpty()) {
            place.fault("no model of that name in the catalogue", source.maybe(name));
        }
        return model;
    }

    private Optional<Model> huggingFace(TreeReader place, String name) {
        try {
            return references.file(place, name).map(file -> source.huggingFace(file, notes));
        } catch (InvalidInputException e) {
            place.adopt(e);
        }
        return Optional.empty();
    }
}

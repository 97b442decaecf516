package dev.meshwright.io.catalogue;

import dev.meshwright.base.quantity.NearNames;
import dev.meshwright.base.resource.ResourceText;
import dev.meshwright.facts.model.Model;
import dev.meshwright.io.tree.InputFile;
import dev.meshwright.io.tree.TreeReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * The models that come with Meshwright: one file each under {@code dev/meshwright/models}, written from facts with their
 * source; {@code index.txt} lists them.
 */
public final class ModelCatalogue {

    private static final String FOLDER = "/dev/meshwright/models/";
    private static final List<String> FIELDS =
            List.of("name", "aliases", "source", "published", "otherPositions", "architecture");
    private static final List<String> PUBLISHED_FIELDS = List.of("parameters", "activeParameters", "source");

    private final Map<String, String> namesAndAliases = new LinkedHashMap<>();
    private final List<String> names;

    /**
     * A model of the catalogue.
     *
     * @param name as problem files write it
     * @param aliases other names it is found by
     * @param model its architecture
     * @param source where the facts come from
     * @param publishedParameters total that its makers state; empty where none is known
     * @param publishedActiveParameters weights per token that its makers state
     */
    public record Entry(
            String name,
            List<String> aliases,
            Model model,
            String source,
            OptionalDouble publishedParameters,
            OptionalDouble publishedActiveParameters) {}

    private static final class Standard {
        private static final ModelCatalogue CATALOGUE = new ModelCatalogue();
    }

    private ModelCatalogue() {
        List<String> listed = new ArrayList<>();
        for (String line : ResourceText.of(FOLDER + "index.txt").lines().toList()) {
            String[] words = line.strip().split("\\s+", -1);
            listed.add(words[0]);
            for (String word : words) {
                namesAndAliases.put(normalised(word), words[0]);
            }
        }
        names = List.copyOf(listed);
    }

    /** The catalogue that comes with Meshwright. */
    public static ModelCatalogue standard() {
        return Standard.CATALOGUE;
    }

    /** Names of all models, mixtures first. */
    public List<String> names() {
        return names;
    }

    /** The model of that name or alias, in any case and with any separators; an owner before a slash is ignored. */
    public Optional<Entry> find(String name) {
        return Optional.ofNullable(namesAndAliases.get(normalised(name))).map(known -> read(known, normalised(name)));
    }

    /** A sentence with names near to one that is missing. */
    public String maybe(String name) {
        return NearNames.maybe(last(name), names);
    }

    /** {@code Llama3.1-8B}, {@code llama_3.1_8b} and {@code Llama-3_1-8B} are one name: letters and digits count. */
    private static String normalised(String name) {
        return NearNames.letters(last(name));
    }

    private static String last(String name) {
        return name.substring(name.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    }

    /** @param asked name or alias, which may be of a checkpoint for sequences of another length than the model's */
    private static Entry read(String name, String asked) {
        String text = ResourceText.of(FOLDER + name + ".yaml");
        TreeReader root = TreeReader.of(new InputFile("models/" + name + ".yaml", text));
        root.object(FIELDS);
        Model model =
                root.required("architecture").flatMap(ArchitectureReader::read).orElse(null);
        List<String> aliases = new ArrayList<>();
        root.child("aliases")
                .ifPresent(list -> list.items().forEach(item -> item.text().ifPresent(aliases::add)));
        Optional<TreeReader> published = root.child("published").filter(place -> place.object(PUBLISHED_FIELDS));
        String source = root.required("source").flatMap(TreeReader::text).orElse("");
        OptionalDouble parameters = count(published, "parameters");
        OptionalDouble active = count(published, "activeParameters");
        OptionalInt positions = positions(root, asked);
        root.finish();
        Model known = Objects.requireNonNull(model);
        known = positions.isPresent() ? known.withPositions(positions.getAsInt()) : known;
        return new Entry(name, List.copyOf(aliases), known, source, parameters, active);
    }

    /** Positions of the checkpoint that was asked for, where they differ. */
    private static OptionalInt positions(TreeReader root, String asked) {
        OptionalInt found = OptionalInt.empty();
        Optional<TreeReader> others = root.child("otherPositions");
        for (String alias : others.map(TreeReader::fieldNames).orElse(List.of())) {
            OptionalInt stated = others.orElseThrow().child(alias).orElseThrow().integer(1, ArchitectureReader.MOST);
            found = NearNames.letters(alias).equals(asked) ? stated : found;
        }
        return found;
    }

    private static OptionalDouble count(Optional<TreeReader> published, String field) {
        return published
                .flatMap(place -> place.child(field))
                .map(place -> place.number(1, 1e18))
                .orElse(OptionalDouble.empty());
    }
}

package dev.meshwright.io.launch;

import dev.meshwright.base.quantity.NearNames;
import dev.meshwright.base.resource.ResourceText;
import dev.meshwright.facts.model.Model;
import dev.meshwright.io.catalogue.ModelCatalogue;
import dev.meshwright.io.tree.InputFile;
import dev.meshwright.io.tree.Names;
import dev.meshwright.io.tree.TreeReader;
import dev.meshwright.launch.model.ModelFacts;
import dev.meshwright.launch.model.ModelShelf;
import dev.meshwright.launch.model.WeightFormat;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** The models of the catalogue under the names of their checkpoints, and the few facts of those that it lacks. */
public final class Checkpoints implements ModelShelf {

    private static final String FILE = "/dev/meshwright/engines/checkpoints.yaml";
    private static final int LARGEST = 100_000_000;
    private static final Map<String, WeightFormat> FORMATS = Names.of(WeightFormat::label, WeightFormat.values());
    private static final List<String> FIELDS = List.of(
            "name",
            "aliases",
            "layers",
            "heads",
            "keyValueHeads",
            "experts",
            "expertWidth",
            "sharedWidth",
            "denseWidth",
            "length",
            "weights",
            "source");

    private final List<String> variants = new ArrayList<>();
    private final Map<String, ModelFacts> others = new HashMap<>();
    private final Map<String, String> repositories = new HashMap<>();
    private final List<Pattern> channelScales = new ArrayList<>();

    private static final class Standard {
        private static final Checkpoints CHECKPOINTS = new Checkpoints();
    }

    /** What comes with Meshwright. */
    public static Checkpoints standard() {
        return Standard.CHECKPOINTS;
    }

    private Checkpoints() {
        TreeReader root = TreeReader.of(new InputFile("engines/checkpoints.yaml", ResourceText.of(FILE)));
        root.object(List.of("variants", "channelScales", "repositories", "models"));
        items(root, "variants").forEach(item -> item.scalarText().ifPresent(variants::add));
        for (TreeReader row : items(root, "channelScales")) {
            row.object(List.of("name", "source"));
            row.required("source");
            row.required("name")
                    .flatMap(TreeReader::text)
                    .ifPresent(name -> channelScales.add(Pattern.compile(name, Pattern.CASE_INSENSITIVE)));
        }
        for (TreeReader row : items(root, "repositories")) {
            row.object(List.of("name", "repository"));
            row.required("name").flatMap(TreeReader::text).ifPresent(name -> row.required("repository")
                    .flatMap(TreeReader::text)
                    .ifPresent(repository -> repositories.put(name, repository)));
        }
        for (TreeReader row : items(root, "models")) {
            row.object(FIELDS);
            row.required("source");
            ModelFacts facts = facts(row);
            others.put(NearNames.letters(facts.name()), facts);
            items(row, "aliases")
                    .forEach(alias -> alias.text().ifPresent(text -> others.put(NearNames.letters(text), facts)));
        }
        root.finish();
    }

    private static List<TreeReader> items(TreeReader place, String field) {
        return place.child(field)
                .filter(list -> !list.node().isEmpty())
                .map(TreeReader::items)
                .orElse(List.of());
    }

    private static OptionalInt number(TreeReader row, String field) {
        return row.child(field).map(place -> place.integer(0, LARGEST)).orElse(OptionalInt.empty());
    }

    private static ModelFacts facts(TreeReader row) {
        OptionalInt heads = number(row, "heads");
        OptionalInt keyValueHeads = number(row, "keyValueHeads");
        OptionalInt experts = number(row, "experts");
        return new ModelFacts(
                row.required("name").flatMap(TreeReader::text).orElse(""),
                number(row, "layers").orElse(0),
                heads.isPresent() ? List.of(heads.getAsInt()) : List.of(),
                keyValueHeads.isPresent() ? List.of(keyValueHeads.getAsInt()) : List.of(),
                experts.orElse(0),
                experts.isPresent(),
                number(row, "expertWidth").orElse(0),
                number(row, "sharedWidth").orElse(0),
                number(row, "denseWidth").orElse(0),
                Optional.empty(),
                number(row, "length"),
                row.child("weights").flatMap(place -> place.choice(FORMATS)),
                Optional.empty());
    }

    @Override
    public Optional<ModelFacts> find(String checkpoint) {
        for (String name : spellings(checkpoint)) {
            Optional<ModelCatalogue.Entry> entry = ModelCatalogue.standard().find(name);
            if (entry.isPresent()) {
                return entry.map(found -> ModelFacts.of(found.name(), found.model()));
            }
            ModelFacts other = others.get(NearNames.letters(name));
            if (other != null) {
                return Optional.of(other);
            }
        }
        return Optional.empty();
    }

    @Override
    public boolean hasChannelScales(String checkpoint) {
        boolean blocks = checkpoint.toLowerCase(Locale.ROOT).contains("block");
        return !blocks
                && channelScales.stream()
                        .anyMatch(name -> name.matcher(checkpoint).matches());
    }

    /** The published repository of a model of the catalogue, in the formats that the catalogue has; empty where unknown. */
    public Optional<String> repository(String name) {
        return Optional.ofNullable(repositories.get(name));
    }

    /** The name without its folders, then without the words behind it one by one. */
    private List<String> spellings(String checkpoint) {
        String name = checkpoint.replaceFirst("/+$", "");
        name = name.substring(name.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        List<String> spellings = new ArrayList<>();
        while (!name.isEmpty()) {
            spellings.add(name);
            int dash = Math.max(name.lastIndexOf('-'), name.lastIndexOf('_'));
            if (dash <= 0 || !variants.contains(name.substring(dash + 1))) {
                break;
            }
            name = name.substring(0, dash);
        }
        return spellings;
    }

    @Override
    public Optional<ModelFacts> bySizes(int layers, OptionalInt hidden, OptionalInt heads, OptionalInt experts) {
        for (String name : ModelCatalogue.standard().names()) {
            Model model = ModelCatalogue.standard().find(name).orElseThrow().model();
            boolean same = model.layers().size() == layers
                    && (hidden.isEmpty() || model.hidden() == hidden.getAsInt())
                    && (experts.isEmpty() || model.experts() == experts.getAsInt())
                    && (heads.isEmpty()
                            || model.layerKinds().stream()
                                    .anyMatch(kind -> kind.mixer().heads() == heads.getAsInt()));
            if (same && (hidden.isPresent() || model.experts() > 0)) {
                return Optional.of(ModelFacts.of(name, model));
            }
        }
        return Optional.empty();
    }

    @Override
    public String maybe(String checkpoint) {
        return ModelCatalogue.standard().maybe(checkpoint);
    }
}

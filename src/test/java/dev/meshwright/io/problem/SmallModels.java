package dev.meshwright.io.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.meshwright.base.fault.Fault;
import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.facts.model.FeedForward;
import dev.meshwright.facts.model.FeedForward.Dense;
import dev.meshwright.facts.model.FeedForward.Mixture;
import dev.meshwright.facts.model.GroupedQueryAttention;
import dev.meshwright.facts.model.Layer;
import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.model.Precisions;
import dev.meshwright.io.catalogue.ModelSource;
import dev.meshwright.io.catalogue.StandardModels;
import dev.meshwright.io.tree.InputFile;
import dev.meshwright.io.tree.References;
import dev.meshwright.io.tree.TreeReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Two models of a few layers: {@code small-mixture} (one dense layer, three of 8 experts) and {@code small-dense}. */
final class SmallModels implements ModelSource {

    static final Model MIXTURE =
            model("small-mixture", List.of(new Dense(128, true, false), mixture(), mixture(), mixture()));
    static final Model DENSE = model("small-dense", List.of(new Dense(128, true, false)));

    private static Mixture mixture() {
        return new Mixture(8, 2, 64, 0);
    }

    private static Model model(String name, List<FeedForward> parts) {
        List<Layer> layers = new ArrayList<>();
        parts.forEach(part -> layers.add(new Layer(new GroupedQueryAttention(4, 2, 16), part)));
        return new Model(name, 64, 1000, false, 0, layers, List.of(), Precisions.BF16);
    }

    @Override
    public Optional<Model> catalogue(String name) {
        return Optional.ofNullable(
                Map.of("small-mixture", MIXTURE, "small-dense", DENSE).get(name));
    }

    @Override
    public String maybe(String name) {
        return "Maybe small-mixture.";
    }

    @Override
    public Model huggingFace(Path config, List<String> notes) {
        return new StandardModels().huggingFace(config, notes);
    }

    @Override
    public Optional<Model> architecture(TreeReader place) {
        return new StandardModels().architecture(place);
    }

    /** Reads a problem about these models from text. */
    static ProblemDocument read(String name, String text) {
        return new ProblemFiles(new SmallModels())
                .document(new InputFile(name, text), new References(Path.of(""), true));
    }

    /** What is wrong with a problem file, as users read it; something must be. */
    static List<String> faults(String text) {
        var exception = catchThrowableOfType(InvalidInputException.class, () -> SmallModels.read("p.yaml", text));
        assertThat(exception).as("faults of %s", text).isNotNull();
        return exception.faults().stream().map(Fault::describe).toList();
    }

    /** A problem of one node that asks {@code workload} of a model of the catalogue. */
    static String withWorkload(String model, String workload) {
        return "name: x\nmodel: {catalog: " + model + "}\ncluster: {nodes: [{gpus: 8, gpu: h100}]}\nworkload: "
                + workload + "\n";
    }
}

package dev.meshwright.workbench.launch;

import dev.meshwright.base.fault.Fault;
import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.engine.Question;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.facts.engine.EngineVersion;
import dev.meshwright.facts.engine.option.Meaning;
import dev.meshwright.facts.engine.option.OptionBook;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.io.launch.Checkpoints;
import dev.meshwright.launch.export.Ordered;
import dev.meshwright.launch.export.Target;
import dev.meshwright.launch.model.ModelFacts;
import dev.meshwright.launch.model.WeightFormat;
import dev.meshwright.launch.pool.Balancing;
import dev.meshwright.layout.Layout;
import dev.meshwright.layout.PoolRole;
import dev.meshwright.layout.engine.KnownEngine;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Puts together what a layout is started with, from a request: weights, formats, lengths, containers. */
final class Ordering {

    private final ExportRequest request;
    private final List<String> notes;

    /** @param notes takes what somebody has to know, once */
    Ordering(ExportRequest request, List<String> notes) {
        this.request = request;
        this.notes = notes;
    }

    private void note(String note) {
        if (!notes.contains(note)) {
            notes.add(note);
        }
    }

    /** A complete layout as what is started, for the pool that it is. */
    Ordered ordered(
            Question question,
            Layout layout,
            Evaluation evaluation,
            OptionBook book,
            Balancing balancing,
            Optional<PoolRole> role) {
        Problem problem = question.problem();
        int tokens = book.trains() ? 0 : new CostModel(question).engine().tokensPerStep();
        String checkpoint = checkpoint(problem.model().name(), book);
        return new Ordered(
                problem,
                layout,
                evaluation.cache(),
                tokens,
                book,
                checkpoint,
                quantized(problem, book),
                balancing,
                Checkpoints.standard()
                        .find(checkpoint)
                        .or(() -> Checkpoints.standard().find(problem.model().name()))
                        .map(ModelFacts::length)
                        .orElse(OptionalInt.empty()),
                role);
    }

    /** What somebody says, else where the model of the catalogue is published, else its name, which is said. */
    private String checkpoint(String model, OptionBook book) {
        Optional<String> published = Checkpoints.standard().repository(model);
        if (request.checkpoint().isEmpty() && !book.trains()) {
            note(published
                    .map(repository -> "Weights are those of " + repository + ": --model says others, or a folder.")
                    .orElse("Where the weights of " + model
                            + " are published is not known, and its name here is written: say --model with the"
                            + " checkpoint's name or folder."));
        }
        return request.checkpoint().or(() -> published).orElse(model);
    }

    /** Weights of 16 bits become 8 while they are loaded; other formats need a checkpoint that has them. */
    private Optional<String> quantized(Problem problem, OptionBook book) {
        ModelFacts planned = ModelFacts.of(problem.model().name(), problem.model());
        Optional<WeightFormat> published =
                Checkpoints.standard().find(problem.model().name()).flatMap(ModelFacts::format);
        if (book.trains() || published.isEmpty() || published.equals(planned.format())) {
            return Optional.empty();
        }
        WeightFormat wanted = planned.format().orElseThrow();
        boolean eight = wanted == WeightFormat.FP8 || wanted == WeightFormat.FP8_BLOCKS;
        boolean wide = published.get() == WeightFormat.BF16 || published.get() == WeightFormat.FP16;
        if (eight && wide && book.of(Meaning.WEIGHTS).isPresent()) {
            return wanted.problemLabel();
        }
        if (request.checkpoint().isEmpty()) {
            throw otherFormat(problem.model().name(), wanted, published.get(), book);
        }
        note("The plan has weights in " + wanted.label() + ": "
                + request.checkpoint().get()
                + " must be a checkpoint in that format, as the published one of "
                + problem.model().name() + " is in " + published.get().label() + ".");
        return Optional.empty();
    }

    /** What would start is another model than the plan's: its weights have other sizes. */
    private static InvalidInputException otherFormat(
            String model, WeightFormat wanted, WeightFormat published, OptionBook book) {
        return new InvalidInputException(List.of(new Fault(
                "",
                "--model",
                "",
                "the plan has weights in " + wanted.label() + ", and those that are published of " + model + " are in "
                        + published.label() + ", which " + book.engine() + " makes no " + wanted.label() + " of",
                "Maybe --model with a checkpoint in " + wanted.label() + ".")));
    }

    /** The container of manifests. */
    String image(Ordered ordered) {
        EngineVersion release = ordered.version()
                .orElseGet(() ->
                        KnownEngine.find(ordered.book().engine()).orElseThrow().newest());
        boolean dynamo = request.target() == Target.DYNAMO || request.target() == Target.DYNAMO_V1BETA1;
        Optional<String> worker = ordered.book().start().worker().map(OptionBook.Worker::image);
        if (dynamo && request.image().isEmpty() && worker.isPresent()) {
            note("The container is Dynamo's, which brings its own release of the engine: --image one that has "
                    + release + ".");
            return worker.get();
        }
        return request.image().orElse(ordered.book().start().image().replace("{version}", release.tag()));
    }
}

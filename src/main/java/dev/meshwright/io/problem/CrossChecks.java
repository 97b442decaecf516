package dev.meshwright.io.problem;

import dev.meshwright.facts.model.FeedForward.Mixture;
import dev.meshwright.facts.model.Layer;
import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.workload.ExpertLoad;
import dev.meshwright.facts.workload.Workload;
import dev.meshwright.io.problem.speculation.SpeculationSection;
import dev.meshwright.io.tree.TreeReader;
import java.util.List;
import java.util.Optional;

/** What must hold between the sections of a problem file. */
final class CrossChecks {

    private final TreeReader root;
    private final Model model;
    private final List<String> notes;

    CrossChecks(TreeReader root, Model model, List<String> notes) {
        this.root = root;
        this.model = model;
        this.notes = notes;
    }

    void check(TreeReader workload, ExpertLoad load, Optional<Workload> work) {
        boolean uniform = load.even();
        if (!model.mixtureOfExperts()) {
            String message = "has no meaning: model " + model.name() + " has no routed experts";
            workload.child("expertLoad").filter(place -> !uniform).ifPresent(place -> place.fault(message, ""));
            workload.child("expertLoadBalance").ifPresent(place -> place.fault(message, ""));
        } else if (load instanceof ExpertLoad.Measured measured) {
            workload.child("expertLoad").ifPresent(place -> matrix(place, measured));
        }
        speculation(work).ifPresent(place -> SpeculationSection.check(place, model));
        if (work.isPresent() && work.get() instanceof Workload.Training training) {
            training(training);
        } else if (work.isPresent() && work.get() instanceof Workload.Serving serving) {
            answers(serving);
        } else if (work.isPresent()) {
            withoutRequests(work.get());
        }
    }

    /** The section that guesses tokens; none where nothing is written, which is a fault. */
    private Optional<TreeReader> speculation(Optional<Workload> work) {
        Optional<TreeReader> section = SpeculationSection.places(root).stream().findFirst();
        boolean written =
                work.isEmpty() || work.get() instanceof Workload.Serving || work.get() instanceof Workload.Decode;
        section.filter(place -> !written)
                .ifPresent(place -> place.fault("has no meaning in a phase in which no answers are written", ""));
        return section.filter(place -> written);
    }

    /** The prompt's own pass writes the first token; without a second one there is no time between them. */
    private void answers(Workload.Serving serving) {
        if (serving.outputTokens() == 1 && serving.traffic().output().isEmpty()) {
            root.child("targets")
                    .filter(TreeReader::isObject)
                    .flatMap(targets -> targets.child("timePerOutputToken"))
                    .ifPresent(place -> place.fault(
                            "has no meaning where answers have one token, which the prompt's pass writes",
                            "Maybe leave it out, or state more outputTokens."));
        }
    }

    /** Where no requests come and go, there is one time for all. */
    private void withoutRequests(Workload work) {
        root.child("targets").filter(TreeReader::isObject).ifPresent(targets -> {
            targets.child("endToEnd").ifPresent(place -> place.fault("has a meaning in serving only", ""));
            for (String field : List.of("timeToFirstToken", "timePerOutputToken")) {
                targets.child(field)
                        .filter(TreeReader::isObject)
                        .ifPresent(times -> AimSections.PERCENTILES.forEach(percentile -> times.child(percentile)
                                .ifPresent(place -> place.fault(
                                        "has no meaning in " + work.phase() + ", where no requests come and go",
                                        "Maybe mean, or phase: serving."))));
            }
        });
    }

    private void matrix(TreeReader place, ExpertLoad.Measured measured) {
        List<Mixture> mixtures = model.layers().stream()
                .filter(Layer::routed)
                .map(layer -> (Mixture) layer.feedForward())
                .toList();
        double[][] counts = measured.counts();
        if (counts.length != mixtures.size()) {
            String maybe = counts.length == model.depth()
                    ? "Maybe the rows of the " + (model.depth() - mixtures.size()) + " dense layers have to go."
                    : "";
            place.fault(
                    measured.source() + " has " + counts.length + " rows, but model " + model.name() + " has "
                            + mixtures.size() + " layers with routed experts",
                    maybe);
            return;
        }
        for (int layer = 0; layer < counts.length; layer++) {
            int experts = mixtures.get(layer).experts();
            if (counts[layer].length != experts) {
                place.fault(
                        measured.source() + " has " + counts[layer].length + " experts in row " + layer + ", but model "
                                + model.name() + " has " + experts,
                        "");
                return;
            }
        }
    }

    private void training(Workload.Training training) {
        if (training.trainPredictionLayers() && model.predictionLayers().isEmpty()) {
            notes.add("trainPredictionLayers has no effect: model " + model.name() + " has no prediction layers.");
        }
        root.child("targets").filter(TreeReader::isObject).ifPresent(targets -> {
            for (String field : List.of("timeToFirstToken", "timePerOutputToken", "endToEnd")) {
                targets.child(field).ifPresent(place -> place.fault("has no meaning in training", ""));
            }
        });
    }
}

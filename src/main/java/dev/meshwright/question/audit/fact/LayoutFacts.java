package dev.meshwright.question.audit.fact;

import dev.meshwright.facts.model.FeedForward;
import dev.meshwright.facts.model.Layer;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Layout;
import dev.meshwright.layout.Stage;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** What the degrees say, and the stages and slots of a complete layout. */
public final class LayoutFacts {

    private static final String PLAN = "plan";

    private final Problem problem;
    private final Degrees degrees;
    private final Facts facts;

    public LayoutFacts(Problem problem, Degrees degrees, Facts facts) {
        this.problem = problem;
        this.degrees = degrees;
        this.facts = facts;
    }

    public void take(Optional<Layout> layout) {
        facts.put("degrees.tensor", degrees.tensor(), PLAN)
                .put("degrees.data", degrees.data(), PLAN)
                .put("degrees.expert", degrees.expert(), PLAN)
                .put("degrees.expertTensor", degrees.expertTensor(), PLAN)
                .put("degrees.pipeline", degrees.pipeline(), PLAN)
                .put("degrees.replicas", degrees.replicas(), PLAN)
                .put("batch", degrees.sequences(problem.workload()), "sequences in flight in the whole system");
        layout.ifPresent(this::experts);
        layout.flatMap(complete -> power(complete).stream().boxed().findFirst())
                .ifPresent(watts -> facts.put("power.system", watts, "boards of the GPUs used, by their data sheets"));
        divisibility();
    }

    /** Of the stage with most routed layers; copies of an expert on one rank count as often as they are there. */
    private void experts(Layout layout) {
        int most = layout.stages().stream().mapToInt(Stage::layers).max().orElse(0);
        facts.put("layers.perStage", most, "stages of the plan");
        if (degrees.slotsPerRank() > 0) {
            int routed = layout.stages().stream()
                    .mapToInt(stage -> (int) stage.numbers()
                            .filter(layer -> problem.model().layers().get(layer).routed())
                            .count())
                    .max()
                    .orElse(0);
            facts.put("experts.perGpu.perLayer", degrees.slotsPerRank(), "slots of an expert rank")
                    .put("experts.perGpu.total", (double) degrees.slotsPerRank() * routed, "slots of the largest stage")
                    .put(
                            "experts.perGpu.wholeEquivalents",
                            (double) degrees.slotsPerRank() * routed / degrees.expertTensor(),
                            "a GPU holds 1/expertTensor of each");
        }
    }

    private OptionalDouble power(Layout layout) {
        return problem.cluster().boardPower(layout.devices().all());
    }

    private void divisibility() {
        int experts = problem.model().layers().stream()
                .map(Layer::feedForward)
                .filter(FeedForward.Mixture.class::isInstance)
                .mapToInt(mixture -> ((FeedForward.Mixture) mixture).experts())
                .findFirst()
                .orElse(0);
        divisible("experts", experts, degrees.expert());
        if (experts > 0) {
            double longer = (double) (experts % degrees.expert()) / degrees.expert();
            facts.put(
                    "experts.perGpu.variance",
                    longer * (1 - longer),
                    "so many ranks hold one more: " + experts + " mod " + degrees.expert() + " = "
                            + experts % degrees.expert());
        }
        batch().ifPresent(
                        batch -> divisible("batch", batch, degrees.data() * degrees.replicas() * degrees.microBatch()));
        divisible("layers", problem.model().depth(), degrees.pipeline());
        divisible("hidden", problem.model().hidden(), degrees.tensor());
    }

    /** Sequences that are asked for in the whole system. */
    private OptionalInt batch() {
        return switch (problem.workload()) {
            case Workload.Prefill prefill -> prefill.concurrency();
            case Workload.Decode decode -> decode.concurrency();
            case Workload.Serving serving -> serving.concurrency();
            case Workload.Training training -> OptionalInt.of(training.globalBatch());
        };
    }

    private void divisible(String what, int number, int parts) {
        if (number > 0) {
            String source = number + " = " + number / parts + " x " + parts
                    + (number % parts == 0 ? "" : " + " + number % parts);
            facts.put("divisible." + what, number % parts == 0, source);
        }
    }
}

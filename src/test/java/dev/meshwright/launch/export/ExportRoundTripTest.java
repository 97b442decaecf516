package dev.meshwright.launch.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meshwright.ExportedScripts;
import dev.meshwright.answer.CheckAnswer;
import dev.meshwright.answer.launch.ExportAnswer;
import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.cost.evaluation.CacheRoom;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.facts.engine.option.EngineOption;
import dev.meshwright.facts.engine.option.OptionBook;
import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.model.Precision;
import dev.meshwright.facts.workload.TrainingRecipe;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.io.launch.LaunchFiles;
import dev.meshwright.io.launch.OptionFiles;
import dev.meshwright.io.launch.PoolFiles;
import dev.meshwright.io.launch.written.ExportFiles;
import dev.meshwright.io.problem.ProblemDocument;
import dev.meshwright.launch.LaunchFile;
import dev.meshwright.launch.engine.Asked;
import dev.meshwright.launch.export.DrawnPlans.Drawn;
import dev.meshwright.launch.model.ModelFacts;
import dev.meshwright.launch.model.WeightFormat;
import dev.meshwright.launch.pool.Launch;
import dev.meshwright.launch.pool.Pool;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Degrees.Recomputation;
import dev.meshwright.layout.draft.PlanDraft;
import dev.meshwright.layout.engine.KnownEngine;
import dev.meshwright.workbench.CheckRequest;
import dev.meshwright.workbench.Constants;
import dev.meshwright.workbench.Effort;
import dev.meshwright.workbench.Watch;
import dev.meshwright.workbench.Workbench;
import dev.meshwright.workbench.launch.Exporting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is written starts the plan that it was written for: it is read again by the rules of the engine, and the plan that comes
 * out costs the same. {@code -Dmeshwright.exports=1000} draws more plans of each engine.
 */
@Tag("slow")
class ExportRoundTripTest {

    private static final int PLANS = Integer.getInteger("meshwright.exports", 100);

    private static final Pattern OPTION = Pattern.compile("(?m)^ +--([A-Za-z0-9_-]+)");

    private static final Pattern KEY = Pattern.compile("\"([a-z_]+)\":");

    private final Workbench workbench = new Workbench();
    private final ExportedScripts scripts = new ExportedScripts();

    static List<KnownEngine> engines() {
        return KnownEngine.all();
    }

    private static CheckRequest request(ProblemDocument problem, PlanDraft plan) {
        return new CheckRequest(
                problem, plan, Constants.STANDARD, List.of(), OptionalInt.empty(), false, Effort.DEFAULT);
    }

    @ParameterizedTest
    @MethodSource("engines")
    void whatIsWrittenIsThePlan(KnownEngine engine) {
        DrawnPlans plans = new DrawnPlans(engine, 7);
        TreeSet<String> shapes = new TreeSet<>();
        for (int plan = 0; plan < PLANS; ) {
            Drawn drawn = plans.next();
            // What the release has no option for is no plan of its space: it is not refused here.
            Optional<ExportAnswer> answer = Exporting.of(
                            workbench, drawn.ordered(request(drawn.problem(), drawn.plan())), Watch.NONE)
                    .answer();
            if (answer.isPresent()) {
                plan++;
                shapes.add(answer.get().ordered().degrees().shortName());
                starts(answer.get(), drawn, Target.SHELL);
                boolean pods = !engine.trains()
                        && (answer.get().parts().getFirst().nodes() == 1
                                || !engine.label().equals("tensorrt-llm"));
                if (pods && plan % 3 == 0) {
                    starts(answer.get(), drawn, Target.KUBERNETES);
                }
                if (!engine.trains() && plan % 3 == 1) {
                    operated(answer.get(), drawn);
                }
                if (engine.trains() && plan % 3 == 0) {
                    starts(answer.get(), drawn, Target.SLURM);
                }
            }
        }
        assertThat(shapes).as("plans of many kinds").hasSizeGreaterThan(PLANS / 10);
        scripts.passBoth();
    }

    /** Dynamo and llm-d start what their fields have a place for, and the rest is refused before anything is written. */
    private void operated(ExportAnswer answer, Drawn drawn) {
        for (Target target : List.of(Target.DYNAMO, Target.DYNAMO_V1BETA1, Target.LLM_D)) {
            boolean several = answer.parts().getFirst().nodes() > 1;
            int copy = answer.ordered().degrees().tensor()
                    * answer.ordered().degrees().pipeline();
            boolean vllm = answer.ordered().book().engine().equals("vllm");
            boolean split = vllm && copy > answer.parts().getFirst().gpus();
            boolean started =
                    switch (target) {
                        case DYNAMO -> !split;
                        case DYNAMO_V1BETA1 -> !split && !several;
                        default -> several ? !answer.ordered().book().engine().equals("tensorrt-llm") : vllm;
                    };
            if (started) {
                starts(answer, drawn, target);
            } else {
                assertThatThrownBy(() -> starts(answer, drawn, target))
                        .as(target.label())
                        .isInstanceOf(InvalidInputException.class);
            }
        }
    }

    private void starts(ExportAnswer shell, Drawn drawn, Target target) {
        ExportAnswer answer = new ExportAnswer(
                shell.ordered(),
                shell.exported(),
                shell.parts(),
                target,
                shell.image(),
                shell.check(),
                shell.steps(),
                shell.fallback(),
                shell.problem(),
                shell.notes());
        Map<String, String> files = ExportFiles.of(answer);
        String all = String.join("\n", files.values());
        named(answer, files);
        scripts.add(files);
        List<LaunchFile> launched = ExportFiles.starting(files);
        Asked asked = new Asked(
                Optional.empty(), Optional.empty(), answer.ordered().version(), Optional.empty(), OptionalInt.empty());
        Launch launch = LaunchFiles.of(launched, asked, Map.of());
        assertThat(launch.pools()).as(all).hasSize(1);
        assertThat(launch.runs()).as(launch.refusals() + all).isTrue();
        Pool pool = launch.pools().getFirst();
        CheckAnswer first = shell.check();
        PlanDraft read = PoolFiles.plan(pool, drawn.problem().problem().name());
        CheckAnswer again = drawn.checks()
                .computeIfAbsent(read, plan -> workbench.check(request(drawn.problem(), plan), Watch.NONE));
        assertThat(again.plan().degrees()).as(all).isEqualTo(first.plan().degrees());
        assertThat(again.plan().evaluated().orElseThrow().layout().stages())
                .as(all)
                .isEqualTo(first.plan().evaluated().orElseThrow().layout().stages());
        Evaluation before = first.plan().evaluated().orElseThrow().evaluation();
        Evaluation after = again.plan().evaluated().orElseThrow().evaluation();
        assertThat(after.performance()).as(all).isEqualTo(before.performance());
        assertThat(after.stages()).as(all).isEqualTo(before.stages());
        limits(answer, pool, before);
        weights(answer, pool, all);
        pool.training().ifPresent(training -> recipe(answer, training.recipe(), all));
    }

    /** The step that starts runs as the predicted one, where what it overlaps is there at all. */
    private static void recipe(ExportAnswer answer, TrainingRecipe read, String all) {
        TrainingRecipe planned = ((Training) answer.ordered().problem().workload()).recipe();
        Degrees degrees = answer.ordered().degrees();
        boolean narrow = answer.ordered().model().precisions().experts() == Precision.FP8;
        assertThat(read.gradientOverlap()).as(all).isEqualTo(planned.gradientOverlap());
        assertThat(read.wideGradients()).isEqualTo(planned.wideGradients());
        assertThat(read.stagesInside()).isEqualTo(planned.stagesInside());
        assertThat(read.fixedCapacity()).isEqualTo(planned.fixedCapacity());
        assertThat(read.execution()).isEqualTo(planned.execution());
        assertThat(read.tensorOverlap()).isEqualTo(planned.tensorOverlap() && degrees.tensor() > 1);
        assertThat(read.expertOverlap())
                .isEqualTo(planned.expertOverlap()
                        && degrees.expert() > 1
                        && degrees.recomputation() != Recomputation.FULL);
        assertThat(read.scaling()).isEqualTo(narrow ? planned.scaling() : TrainingRecipe.STANDARD.scaling());
    }

    /** Weights are read in the format that they are planned in, with the same blocks; a training's are those of its products. */
    private static void weights(ExportAnswer answer, Pool pool, String all) {
        Model model = answer.ordered().model();
        WeightFormat planned = ModelFacts.of(model.name(), model).format().orElseThrow();
        WeightFormat read = pool.weights().orElseThrow();
        // Experts in 4 bits beside wider matrices are said to be unsaid: nobody trains so.
        boolean unsaid = answer.exported().notes().stream().anyMatch(note -> note.contains("products of 4 bits"));
        assertThat(read.problemLabel().equals(planned.problemLabel()) || unsaid)
                .as("%s as %s %s", planned, read, all)
                .isTrue();
        if (!answer.ordered().book().trains()) {
            assertThat(read.block()).as(all).isEqualTo(planned.block());
            assertThat(read.expertBlock()).as(all).isEqualTo(planned.expertBlock());
        }
    }

    /** What the engine is allowed holds the plan's batch and no more cache than the plan counts with. */
    private static void limits(ExportAnswer answer, Pool pool, Evaluation evaluation) {
        if (pool.training().isPresent()) {
            return;
        }
        int counted = pool.limits().ofRank() ? 1 : pool.layout().data();
        int parts = answer.ordered().book().engine().equals("tensorrt-llm")
                ? pool.layout().pipeline()
                : 1;
        assertThat((long) pool.limits().sequences().orElseThrow() * parts)
                .isGreaterThanOrEqualTo((long) answer.ordered().degrees().sequencesPerRank() * counted);
        assertThat((long) pool.limits().modelLength().orElseThrow())
                .isGreaterThan(answer.ordered().problem().workload().longestContext());
        // What an engine keeps of loads beside the plan is taken from the cache, so that both together fit.
        CacheRoom room = evaluation.cache().orElseThrow();
        double kept = answer.ordered().book().engine().equals("sglang") ? SglangExport.loadBytes(answer.ordered()) : 0;
        pool.limits().cacheTokens().ifPresent(tokens -> {
            double bytes = room.bytesPerGpu() * tokens / room.tokensPerRank();
            assertThat(bytes + kept).isCloseTo(room.bytesPerGpu(), Percentage.withPercentage(0.1));
            assertThat(bytes + kept).isLessThanOrEqualTo(room.bytesPerGpu() * (1 + 1e-12));
        });
    }

    /** Every option that stands in a file is one of the release, with its source. */
    private static void named(ExportAnswer answer, Map<String, String> files) {
        OptionBook book = answer.ordered().book();
        Map<String, OptionBook> unknown = new TreeMap<>();
        files.forEach((name, text) -> {
            if (name.equals("benchmark.sh")) {
                names(text).forEach(option -> unknown.put(option, OptionFiles.client(book.engine())));
            } else if (name.endsWith(".sh") || name.endsWith(".sbatch") || name.equals("manifest.yaml")) {
                names(text.replace("\\n", "\n").replace("\\\\", "\\")).forEach(option -> unknown.put(option, book));
            } else if (name.equals("dynamo.yaml") || name.equals("values.yaml")) {
                words(text).forEach(option -> unknown.put(option, book));
            }
        });
        assertThat(unknown).isNotEmpty();
        unknown.forEach((option, where) -> {
            Optional<EngineOption> found = where.find(option);
            assertThat(found).as(option).isPresent();
            assertThat(found.get().source()).as(option).isNotBlank();
            assertThat(found.get().versions().holds(answer.ordered().version()))
                    .as(option)
                    .isTrue();
            assertThat(found.get().invalid()).as(option).isEmpty();
        });
        for (Flag flag : answer.exported().settings()) {
            assertThat(book.find(flag.option().name())).contains(flag.option());
        }
        for (Flag flag : answer.exported().environment()) {
            assertThat(book.environment()).contains(flag.option());
        }
    }

    /** Options among words of a list, but for those of Dynamo's frontend. */
    private static List<String> words(String text) {
        List<String> names = new ArrayList<>();
        Matcher option = Pattern.compile("\"--([A-Za-z0-9_-]+)\"").matcher(text.replace("\"--router-mode\", kv", ""));
        while (option.find()) {
            names.add(option.group(1));
        }
        return names;
    }

    private static List<String> names(String text) {
        List<String> names = new ArrayList<>();
        text.lines().filter(line -> line.startsWith(" ")).forEach(line -> {
            Matcher option = OPTION.matcher(line);
            if (option.find()) {
                names.add(option.group(1));
                Matcher key = KEY.matcher(line);
                while (key.find()) {
                    names.add(option.group(1) + "." + key.group(1));
                }
            }
        });
        return names;
    }
}
